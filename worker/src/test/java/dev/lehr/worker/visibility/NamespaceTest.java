package dev.lehr.worker.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.workflows.run.CampaignAttributes;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamespaceTest {

  private final ScriptedServer answers = new ScriptedServer();
  private Server server;
  private WorkflowServiceStubs stubs;
  private Namespace namespace;

  @BeforeEach
  void start() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(answers)
            .build()
            .start();
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + server.getPort())
                .build());
    namespace = new Namespace(WorkflowClient.newInstance(stubs));
  }

  @AfterEach
  void stop() {
    stubs.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void isSearchableOnceItKnowsAllAttributes() {
    answers.status = Status.OK;
    assertThat(namespace.isSearchable()).isTrue();
    answers.known = name -> !name.equals(CampaignAttributes.STALL.getName());
    assertThat(namespace.isSearchable()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIMPLEMENTED", "PERMISSION_DENIED", "UNAUTHENTICATED"})
  void isNotSearchableWhereTheServerDoesNotTell(Status.Code code) {
    answers.status = code.toStatus();
    assertThat(namespace.isSearchable()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "ABORTED"})
  void isAskedAgainWhereTheServerIsAway(Status.Code code) {
    answers.status = code.toStatus();
    assertThatThrownBy(namespace::isSearchable).isInstanceOf(StatusRuntimeException.class);
    answers.status = Status.OK;
    assertThat(namespace.isSearchable()).isTrue();
  }

  @Test
  void isAskedAgainWhereNobodyListens() throws InterruptedException {
    server.shutdownNow().awaitTermination();
    assertThatThrownBy(namespace::isSearchable).isInstanceOf(StatusRuntimeException.class);
  }

  /** Answers as it is told to. */
  private static final class ScriptedServer extends OperatorServiceGrpc.OperatorServiceImplBase {

    private volatile Status status = Status.OK;
    private volatile Predicate<String> known = name -> true;

    @Override
    public void listSearchAttributes(
        ListSearchAttributesRequest request,
        StreamObserver<ListSearchAttributesResponse> observer) {
      if (!status.isOk()) {
        observer.onError(status.asRuntimeException());
        return;
      }
      ListSearchAttributesResponse.Builder response = ListSearchAttributesResponse.newBuilder();
      CampaignAttributes.ALL.stream()
          .filter(key -> known.test(key.getName()))
          .forEach(key -> response.putCustomAttributes(key.getName(), key.getValueType()));
      observer.onNext(response.build());
      observer.onCompleted();
    }
  }
}

package dev.lehr.worker.visibility;

import dev.lehr.workflows.run.CampaignAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A namespace, and which of Lehr's search attributes it knows. */
public final class Namespace {

  private static final Logger LOG = LoggerFactory.getLogger(Namespace.class);

  /** What is over when the server is back. */
  private static final Set<Status.Code> PASSING =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.ABORTED);

  private final WorkflowClient client;

  /** The namespace of a client. */
  public Namespace(WorkflowClient client) {
    this.client = client;
  }

  /**
   * Whether it knows all of them. Where the server does not tell, as the embedded one, it is taken
   * not to: a workflow that sets an attribute which is not known is stuck.
   *
   * @throws StatusRuntimeException where the server is away: a campaign that began just then would
   *     never be found
   */
  public boolean isSearchable() {
    try {
      return missing().isEmpty();
    } catch (IllegalStateException e) {
      LOG.warn("campaigns cannot be searched for: {}", e.getMessage());
      return false;
    } catch (StatusRuntimeException e) {
      if (PASSING.contains(e.getStatus().getCode())) {
        throw e;
      }
      LOG.info("the namespace does not tell its search attributes: {}", e.getMessage());
      return false;
    }
  }

  /**
   * Makes it know all of them.
   *
   * @return names of those that are new
   * @throws IllegalStateException where one is there as something else
   * @throws StatusRuntimeException where the server refuses
   */
  public List<String> register() {
    Map<String, IndexedValueType> missing = missing();
    if (!missing.isEmpty()) {
      ask(
          stubs ->
              stubs
                  .blockingStub()
                  .addSearchAttributes(
                      AddSearchAttributesRequest.newBuilder()
                          .setNamespace(name())
                          .putAllSearchAttributes(missing)
                          .build()));
    }
    return List.copyOf(missing.keySet());
  }

  private Map<String, IndexedValueType> missing() {
    Map<String, IndexedValueType> known =
        ask(
            stubs ->
                stubs
                    .blockingStub()
                    .listSearchAttributes(
                        ListSearchAttributesRequest.newBuilder().setNamespace(name()).build())
                    .getCustomAttributesMap());
    Map<String, IndexedValueType> missing = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (SearchAttributeKey<?> key : CampaignAttributes.ALL) {
      IndexedValueType type = known.get(key.getName());
      if (type == null) {
        missing.put(key.getName(), key.getValueType());
      } else if (type != key.getValueType()) {
        wrong.add(key.getName() + " is " + type + ", expected " + key.getValueType());
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          "namespace "
              + name()
              + ": search attributes of other types: "
              + String.join("; ", wrong));
    }
    return missing;
  }

  private String name() {
    return client.getOptions().getNamespace();
  }

  private <T> T ask(Function<OperatorServiceStubs, T> question) {
    OperatorServiceStubs stubs =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder(client.getWorkflowServiceStubs().getOptions())
                .validateAndBuildWithDefaults());
    try {
      return question.apply(stubs);
    } finally {
      stubs.shutdownNow();
    }
  }
}

package dev.lehr.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lehr.workflows.contract.FailureTypes;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.converter.GlobalDataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PayloadLimitTest {

  /** Answers a text of a length. */
  @ActivityInterface
  public interface Answering {
    String answer(int length);
  }

  /** Asks for it. */
  @WorkflowInterface
  public interface Asking {
    @WorkflowMethod
    int ask(int length);
  }

  /** See {@link Asking}. */
  public static final class AskingImpl implements Asking {
    @Override
    public int ask(int length) {
      ActivityOptions options =
          ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(20)).build();
      return Workflow.newActivityStub(Answering.class, options).answer(length).length();
    }
  }

  private static int ask(int length) {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(PayloadLimit.around(GlobalDataConverter.get(), 10_000))
                    .build())
            .build();
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
      Worker worker = environment.newWorker("queue");
      worker.registerWorkflowImplementationTypes(AskingImpl.class);
      worker.registerActivitiesImplementations((Answering) "x"::repeat);
      environment.start();
      return environment
          .getWorkflowClient()
          .newWorkflowStub(Asking.class, WorkflowOptions.newBuilder().setTaskQueue("queue").build())
          .ask(length);
    }
  }

  @Test
  void anAnswerWithinTheLimitPasses() {
    assertThat(ask(9_000)).isEqualTo(9_000);
  }

  @Test
  void aLargerOneFailsAtOnceWithItsSize() {
    WorkflowFailedException e =
        catchThrowableOfType(WorkflowFailedException.class, () -> ask(11_000));
    assertThat(e).rootCause().isInstanceOf(ApplicationFailure.class);
    assertThat(e).rootCause().hasMessageContaining("exceeds the limit of 10000 bytes");
    assertThat(e).rootCause().hasMessageContaining(FailureTypes.PAYLOAD_TOO_LARGE);
  }
}

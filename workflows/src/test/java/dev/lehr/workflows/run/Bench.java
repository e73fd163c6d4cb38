package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.IntentAnswer;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A test server with workers on a scripted ledger, and one campaign on it. */
final class Bench implements AutoCloseable {

  /** The queue that stands for a worker's own. */
  static final String OWN_QUEUE = "lehr-engine-own";

  /** A queue of workers of a class. */
  static final String CLASS = "h100";

  private static final IndexedValueType KEYWORD = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  private static final String ID = "campaign";
  private static final int PATIENCE_SECONDS = 60;

  private final TestWorkflowEnvironment environment;
  private final WorkflowStub campaign;

  Bench(ScriptedLedger ledger) {
    environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .registerSearchAttribute("LehrCampaign", KEYWORD)
                .registerSearchAttribute("LehrStage", KEYWORD)
                .registerSearchAttribute("LehrModel", KEYWORD)
                .registerSearchAttribute("LehrStall", KEYWORD)
                .registerSearchAttribute("LehrDone", IndexedValueType.INDEXED_VALUE_TYPE_INT)
                .registerSearchAttribute("LehrFailed", IndexedValueType.INDEXED_VALUE_TYPE_INT)
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder().setIdentity("bench").build())
                .build());
    WorkerOptions options =
        WorkerOptions.newBuilder()
            .setIdentity("bench")
            .setMaxConcurrentActivityExecutionSize(64)
            .build();
    Worker workflows = environment.newWorker(TaskQueues.WORKFLOWS, options);
    LehrWorkflows.register(workflows);
    workflows.registerActivitiesImplementations(ledger);
    environment.newWorker(TaskQueues.ENGINE, options).registerActivitiesImplementations(ledger);
    environment
        .newWorker(TaskQueues.engine(CLASS), options)
        .registerActivitiesImplementations(ledger);
    environment.newWorker(OWN_QUEUE, options).registerActivitiesImplementations(ledger);
    environment.start();
    campaign =
        client()
            .newUntypedWorkflowStub(
                CampaignWorkflow.TYPE,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(ID)
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    campaign.start(new CampaignInput(1, "bench", 60, 0));
  }

  WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  WorkflowStub campaign() {
    return campaign;
  }

  WorkflowStub lane(int phase, int lane) {
    return client().newUntypedWorkflowStub(laneId(phase, lane));
  }

  static String laneId(int phase, int lane) {
    return ID + "/phase-" + phase + "/lane-" + lane;
  }

  static String campaignId() {
    return ID;
  }

  IntentAnswer ask(String update) {
    return ask(update, "");
  }

  IntentAnswer ask(String update, String requestId) {
    return campaign.update(update, IntentAnswer.class, new IntentArgument(requestId));
  }

  CampaignProgress progress() {
    return campaign.query("progress", CampaignProgress.class);
  }

  /** Waits for the end, or throws what the campaign threw. */
  CampaignProgress end() throws TimeoutException {
    return campaign.getResult(PATIENCE_SECONDS, TimeUnit.SECONDS, CampaignProgress.class);
  }

  /** A search attribute as it is now; empty where it is not set. */
  <T> Optional<T> attribute(SearchAttributeKey<T> key) {
    return Optional.ofNullable(campaign.describe().getTypedSearchAttributes().get(key));
  }

  /** Lets time pass at once. */
  void skip(Duration time) {
    environment.sleep(time);
  }

  WorkflowExecution execution() {
    return campaign.getExecution();
  }

  @Override
  public void close() {
    environment.close();
  }
}

package dev.lehr.worker.run;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.run.EnginePool;
import dev.lehr.activities.run.LedgerBackedActivities;
import dev.lehr.activities.run.SliceActivities;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.worker.visibility.Namespace;
import dev.lehr.workflows.run.LehrWorkflows;
import dev.lehr.workflows.run.TaskQueues;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Makes a process work on campaigns: its workflows, questions to the ledger, and slices. */
final class LehrWorkers {

  private static final Duration STALL_AFTER = Duration.ofMinutes(10);

  private LehrWorkers() {}

  /**
   * Adds workers to a factory that has not started: one for workflows and short questions, and for
   * the engines one on the queue that all processes share and one on a queue of this process's own.
   *
   * @param workspace where stages write files
   * @param slots slices at a time; the engines, not these, limit the device
   * @return the worker for workflows and short questions
   */
  static Worker register(
      WorkerFactory factory,
      Ledger ledger,
      EnginePool engines,
      LoadedModels models,
      Path workspace,
      int slots) {
    Worker workflows = factory.newWorker(TaskQueues.WORKFLOWS);
    LehrWorkflows.register(workflows);
    workflows.registerActivitiesImplementations(
        new LedgerBackedActivities(
            ledger,
            workspace,
            (c, stage) -> Blueprint.of(c).barrier(stage, ModelIdentity.of(models.any(c))),
            new LedgerBackedActivities.Host(
                () -> engines.stats().occupancy(),
                c -> Blueprint.of(c).traits(),
                new Namespace(factory.getWorkflowClient())::isSearchable,
                STALL_AFTER)));
    String ownQueue = TaskQueues.ENGINE + "-" + UUID.randomUUID();
    SliceActivities slices =
        new SliceActivities(
            ledger,
            engines,
            (c, phase) -> Blueprint.of(c).plan(c.id(), c.modelDigest(), c.phases().get(phase)),
            ownQueue);
    WorkerOptions options =
        WorkerOptions.newBuilder().setMaxConcurrentActivityExecutionSize(slots).build();
    for (String queue : new String[] {TaskQueues.ENGINE, ownQueue}) {
      factory.newWorker(queue, options).registerActivitiesImplementations(slices);
    }
    return workflows;
  }
}

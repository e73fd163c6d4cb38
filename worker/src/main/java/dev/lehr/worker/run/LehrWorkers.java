package dev.lehr.worker.run;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.run.EnginePool;
import dev.lehr.activities.run.LedgerBackedActivities;
import dev.lehr.activities.run.SliceActivities;
import dev.lehr.activities.run.Traffic;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.workflows.run.LehrWorkflows;
import dev.lehr.workflows.run.TaskQueues;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Makes a process work on campaigns: its workflows, questions to the ledger, and slices. */
final class LehrWorkers {

  private static final Duration STALL_AFTER = Duration.ofMinutes(10);

  private final Traffic traffic = new Traffic();
  private final LedgerBackedActivities questions;
  private final SliceActivities slices;
  private final String ownQueue;

  /**
   * The parts of a process that its workers use.
   *
   * @param identities what is known of a campaign's model
   * @param workspace where stages write files
   * @param searchable whether the namespace knows Lehr's search attributes
   */
  LehrWorkers(
      Ledger ledger,
      EnginePool engines,
      Function<CampaignRow, ModelIdentity> identities,
      Path workspace,
      BooleanSupplier searchable) {
    this.ownQueue = TaskQueues.ENGINE + "-" + UUID.randomUUID();
    this.questions =
        new LedgerBackedActivities(
            ledger,
            workspace,
            (c, stage) -> Blueprint.of(c).barrier(stage, identities.apply(c)),
            new LedgerBackedActivities.Host(
                () -> engines.stats().occupancy(),
                c -> Blueprint.of(c).traits(),
                searchable,
                STALL_AFTER),
            traffic);
    this.slices =
        new SliceActivities(
            ledger,
            engines,
            (c, phase) -> Blueprint.of(c).plan(c.id(), c.modelDigest(), c.phases().get(phase)),
            ownQueue,
            traffic);
  }

  /**
   * Adds workers to a factory that has not started: as the role says one for workflows and short
   * questions, and for the engines one on each queue that processes share and one on a queue of
   * this process's own.
   *
   * @param slots slices at a time; the engines, not these, limit the device
   * @param more activities beside workflows
   */
  void register(WorkerFactory factory, Duties duties, int slots, Object... more) {
    if (duties.role().hasWorkflows()) {
      Worker workflows = factory.newWorker(TaskQueues.WORKFLOWS, versioned(duties).build());
      if (duties.build().isPresent()) {
        LehrWorkflows.registerVersioned(workflows);
      } else {
        LehrWorkflows.register(workflows);
      }
      workflows.registerActivitiesImplementations(questions);
      workflows.registerActivitiesImplementations(more);
    }
    if (duties.role().hasEngine()) {
      for (String queue : duties.sliceQueues()) {
        WorkerOptions options =
            versioned(duties).setMaxConcurrentActivityExecutionSize(slots).build();
        factory.newWorker(queue, options).registerActivitiesImplementations(slices);
      }
      // Without a version: a queue for each process would fill a version's list of queues.
      WorkerOptions own =
          WorkerOptions.newBuilder().setMaxConcurrentActivityExecutionSize(slots).build();
      factory.newWorker(ownQueue, own).registerActivitiesImplementations(slices);
    }
  }

  private static WorkerOptions.Builder versioned(Duties duties) {
    WorkerOptions.Builder options = WorkerOptions.newBuilder();
    duties.build().ifPresent(build -> options.setDeploymentOptions(build.options()));
    return options;
  }

  /** Why campaigns stall whose news are waited for here, by the ledger's key. */
  Map<Long, String> stalls() {
    return questions.stalls();
  }

  /** How many slices run now. */
  int slicesRunning() {
    return slices.running();
  }

  /** Whether nothing runs, and nothing was given to this process for so long. */
  boolean isQuietFor(Duration duration) {
    return traffic.isQuietFor(duration);
  }

  /** What runs comes to its end at once: slices are checkpointed, and others go on with them. */
  void drain() {
    questions.drain();
    slices.drain();
  }
}

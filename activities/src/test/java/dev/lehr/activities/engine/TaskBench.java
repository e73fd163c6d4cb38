package dev.lehr.activities.engine;

import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs tasks without a ledger, from what one would have of them to what it would keep. */
final class TaskBench {

  private static final ShardKey SHARD = new ShardKey(1, 0, 0);

  private final Model model;

  /** With copper. */
  TaskBench() {
    this(new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial()));
  }

  TaskBench(Model model) {
    this.model = model;
  }

  /** What was written down since it was last cleared. */
  final List<Checkpoint> checkpoints = new ArrayList<>();

  /** Four atoms of copper, the first of them held. */
  static Structure structure(boolean comHeld) {
    double[] x = {0.05, 0, 0, 0, 1.8, 1.75, 1.8, 0.1, 1.8, 1.8, 1.8, 0.02};
    return Structure.builder("one", "test", new int[] {29, 29, 29, 29}, x)
        .cell(new double[] {3.7, 0.1, 0, 0, 3.6, 0, 0, 0, 3.55})
        .pbc(true, true, true)
        .array(
            Structure.MOVE_MASK,
            new AtomColumn.Logicals(1, new boolean[] {false, true, true, true}))
        .info(Structure.FIX_COM, comHeld)
        .build();
  }

  static PendingTask task(
      int stage, Structure s, Optional<byte[]> input, Optional<Checkpoint> checkpoint) {
    return new PendingTask(
        new TaskKey(1, stage, 0), s.id(), 0, StructureCodec.encode(s), input, checkpoint);
  }

  /** Runs a task to its end. */
  TaskResult run(StagePlan plan, PendingTask task) {
    TaskRun run = new TaskRun(new Lease(SHARD, plan, new Fence(1, 1, 1)), task);
    Tickets.Start start = new Tickets(model).startOf(run);
    if (start instanceof Tickets.Start.Impossible impossible) {
      return impossible.result();
    }
    List<TaskResult> results = new ArrayList<>();
    BatchLoop<TaskRun> loop =
        Loops.around(
            model,
            Workers.serial(),
            EngineSettings.of(MemoryMetric.N_ATOMS, 1000),
            new BatchLoop.Listener<>() {
              @Override
              public void admitted(TaskRun tag) {}

              @Override
              public void checkpoint(TaskRun tag, SimState system, int swapAttempts) {
                checkpoints.add(
                    new Checkpoint(
                        StateCodec.encode(system),
                        (int) system.longs("iteration")[0],
                        swapAttempts));
              }

              @Override
              public void left(TaskRun tag, SimState system, Verdict verdict, int attempts) {
                results.add(
                    Outcomes.of(
                        plan.stage(task.key().stage()).steps().stepper(),
                        system,
                        verdict,
                        attempts));
              }

              @Override
              public void tooLarge(TaskRun tag, double scaler, double maxScaler) {}
            });
    loop.submit(((Tickets.Start.Ready) start).ticket());
    while (loop.step()) {}
    return results.get(0);
  }
}

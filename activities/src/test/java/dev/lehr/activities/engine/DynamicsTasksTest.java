package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks of md stages from what the ledger has of them to what it keeps. */
class DynamicsTasksTest {

  private static final ShardKey SHARD = new ShardKey(1, 0, 0);

  private final Model model = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial());
  private final List<Checkpoint> checkpoints = new ArrayList<>();

  private static Structure structure(boolean comHeld) {
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

  private static PendingTask task(
      int stage, Structure s, Optional<byte[]> input, Optional<Checkpoint> checkpoint) {
    return new PendingTask(
        new TaskKey(1, stage, 0), s.id(), 0, StructureCodec.encode(s), input, checkpoint, 0);
  }

  /** Runs a task to its end. */
  private TaskResult run(StagePlan plan, PendingTask task) {
    TaskRun run = new TaskRun(new Lease(SHARD, plan, new Fence(1, 1, 1)), task, 0);
    Tickets.Start start = new Tickets(model).startOf(run);
    if (start instanceof Tickets.Start.Impossible impossible) {
      return impossible.result();
    }
    List<TaskResult> results = new ArrayList<>();
    BatchLoop<TaskRun> loop =
        Loops.around(
            model,
            Workers.serial(),
            EngineSettings.of(MemoryMetric.N_ATOMS, 1000, 5),
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
                        plan.stage(task.key().stage()).stepper(), system, verdict, attempts));
              }

              @Override
              public void tooLarge(TaskRun tag, double scaler, double maxScaler) {}
            });
    loop.submit(((Tickets.Start.Ready) start).ticket());
    while (loop.step()) {}
    return results.get(0);
  }

  private static StagePlan plan(Ensemble ensemble) {
    DynamicsSettings settings =
        DynamicsSettings.builder(ensemble, 300).timestep(2).steps(40).averageAfter(10).build();
    return new StagePlan(
        1,
        "digest",
        List.of(
            new StagePlan.Stage(0, "md", new Dynamics(settings, 7, "md")),
            new StagePlan.Stage(1, "static", new StaticStepper())));
  }

  @Test
  void aTaskThatGoesOnFromAnyCheckpointEndsWithTheSameBytes() throws Exception {
    for (Ensemble ensemble :
        List.of(
            Ensemble.nve(),
            Ensemble.nvtLangevin(),
            Ensemble.nvtNoseHoover(),
            Ensemble.nvtVRescale())) {
      StagePlan plan = plan(ensemble);
      Structure s = structure(ensemble instanceof Ensemble.Nve);
      checkpoints.clear();
      TaskResult straight = run(plan, task(0, s, Optional.empty(), Optional.empty()));
      assertThat(straight.status()).as(ensemble.key()).isEqualTo(TaskStatus.CONVERGED);
      assertThat(straight.iterations()).isEqualTo(40);
      List<Checkpoint> written = List.copyOf(checkpoints);
      assertThat(written).hasSizeGreaterThan(4);
      for (Checkpoint checkpoint : written) {
        TaskResult resumed = run(plan, task(0, s, Optional.empty(), Optional.of(checkpoint)));
        assertThat(resumed.state()).as(ensemble.key()).isEqualTo(straight.state());
        assertThat(resumed.properties()).isEqualTo(straight.properties());
      }
      JsonNode md = new ObjectMapper().readTree(straight.properties());
      assertThat(md.get("md_samples").asLong()).isEqualTo(30);
      assertThat(md.get("md_temperature_mean").asDouble()).isBetween(30.0, 1500.0);
      assertThat(md.get("md_pressure_gpa").isNumber()).isTrue();
      assertThat(Math.abs(md.get("md_conserved_drift").asDouble())).isLessThan(0.05);
      // The next stage takes the positions and nothing else.
      TaskResult ended = run(plan, task(1, s, Optional.of(straight.state()), Optional.empty()));
      SimState state = StateCodec.decode(ended.state());
      assertThat(state.hasColumn(Dynamics.MOMENTA)).isFalse();
      assertThat(state.positions())
          .containsExactly(StateCodec.decode(straight.state()).positions());
    }
  }

  @Test
  void aSystemWithoutFreedomIsRejectedWithTheReason() {
    Structure atom = Structure.builder("atom", "test", new int[] {29}, new double[3]).build();
    TaskResult result =
        run(plan(Ensemble.nvtVRescale()), task(0, atom, Optional.empty(), Optional.empty()));
    assertThat(result.status()).isEqualTo(TaskStatus.REJECTED);
    assertThat(result.reason()).isEqualTo("no_degrees_of_freedom");
  }
}

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
import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.optimize.BfgsSettings;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.GradientDescentSettings;
import dev.lehr.simulation.optimize.LbfgsSettings;
import dev.lehr.simulation.optimize.Optimizer;
import dev.lehr.simulation.optimize.OptimizerSettings;
import dev.lehr.simulation.optimize.Rattle;
import dev.lehr.simulation.optimize.StartConditions;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.optimize.VvFireSettings;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks of relax stages from what the ledger has of them to what it keeps. */
class OptimizerTasksTest {

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

  private static StagePlan plan(OptimizerSettings settings, CellFilter.Kind cell) {
    Optimizer optimizer =
        Optimizer.of(
            settings, new CellFilter(cell, 0, false, false), Convergence.force(2e-3, 3000));
    StartConditions start =
        new StartConditions(
            Optional.of(new Rattle(0.03, 0.01, 5, "relax")), false, List.of(), List.of());
    return new StagePlan(
        1,
        "digest",
        List.of(
            new StagePlan.Stage(0, "relax", optimizer, start, 0),
            new StagePlan.Stage(1, "static", new StaticStepper())));
  }

  private static List<OptimizerSettings> settings() {
    return List.of(
        FireSettings.defaults(FireSettings.Flavour.ASE),
        FireSettings.defaults(FireSettings.Flavour.TORCHSIM),
        VvFireSettings.defaults(),
        GradientDescentSettings.defaults(FireSettings.Flavour.ASE),
        LbfgsSettings.defaults(FireSettings.Flavour.ASE),
        LbfgsSettings.defaults(FireSettings.Flavour.TORCHSIM),
        BfgsSettings.defaults());
  }

  @Test
  void aTaskThatGoesOnFromAnyCheckpointEndsWithTheSameBytes() {
    for (OptimizerSettings settings : settings()) {
      for (CellFilter.Kind cell : CellFilter.Kind.values()) {
        if (settings instanceof VvFireSettings && cell != CellFilter.Kind.NONE) {
          continue;
        }
        StagePlan plan = plan(settings, cell);
        Structure s = structure(cell == CellFilter.Kind.UNIT);
        checkpoints.clear();
        TaskResult straight = run(plan, task(0, s, Optional.empty(), Optional.empty()));
        assertThat(straight.status()).as("%s %s", settings, cell).isEqualTo(TaskStatus.CONVERGED);
        List<Checkpoint> written = List.copyOf(checkpoints);
        assertThat(written).as("%s %s", settings, cell).isNotEmpty();
        for (int i : new int[] {0, written.size() / 2, written.size() - 1}) {
          TaskResult resumed = run(plan, task(0, s, Optional.empty(), Optional.of(written.get(i))));
          assertThat(resumed.state()).as("%s %s", settings, cell).isEqualTo(straight.state());
          assertThat(resumed.properties()).isEqualTo(straight.properties());
        }
      }
    }
  }

  @Test
  void constraintsGoThroughAllStagesAndMemoriesDoNot() throws Exception {
    StagePlan plan = plan(BfgsSettings.defaults(), CellFilter.Kind.FRECHET);
    Structure s = structure(true);
    TaskResult relaxed = run(plan, task(0, s, Optional.empty(), Optional.empty()));
    TaskResult ended = run(plan, task(1, s, Optional.of(relaxed.state()), Optional.empty()));
    for (TaskResult result : List.of(relaxed, ended)) {
      SimState state = StateCodec.decode(result.state());
      assertThat(Constraints.heldAtoms(state, 0)).isEqualTo(1);
      assertThat(Constraints.holdsCenterOfMass(state, 0)).isTrue();
      assertThat(state.columnNames())
          .noneMatch(name -> state.column(name) instanceof Column.Ragged);
      JsonNode p = new ObjectMapper().readTree(result.properties());
      assertThat(p.get("fmax").doubleValue()).isLessThan(2e-3);
      // The raw forces are kept, and the held atom feels one.
      assertThat(Arrays.stream(state.doubles("forces"), 0, 3).map(Math::abs).max().orElseThrow())
          .isGreaterThan(1e-4);
    }
    JsonNode p = new ObjectMapper().readTree(relaxed.properties());
    assertThat(p.get("volume_ratio").doubleValue()).isBetween(0.9, 1.1);
    assertThat(p.get("shortest_distance").doubleValue()).isBetween(2.4, 2.7);
    assertThat(p.get("largest_displacement").doubleValue()).isBetween(0.01, 0.5);
    assertThat(p.get("smax").doubleValue()).isLessThan(0.2);
    assertThat(p.get("note").asText())
        .isEqualTo("1 of 4 atoms are held; the centre of mass is held");
  }

  @Test
  void whatAStageCannotTakeIsRejectedWithTheReason() {
    int n = 201;
    double[] x = new double[3 * n];
    int[] z = new int[n];
    for (int i = 0; i < n; i++) {
      x[3 * i] = 2.5 * i;
      z[i] = 29;
    }
    Structure chain = Structure.builder("chain", "test", z, x).build();
    TaskResult result =
        run(
            plan(BfgsSettings.defaults(), CellFilter.Kind.NONE),
            task(0, chain, Optional.empty(), Optional.empty()));
    assertThat(result.status()).isEqualTo(TaskStatus.REJECTED);
    assertThat(result.reason()).isEqualTo("too_large_for_bfgs");
    assertThat(result.detail()).contains("201").contains("use lbfgs or fire");
  }
}

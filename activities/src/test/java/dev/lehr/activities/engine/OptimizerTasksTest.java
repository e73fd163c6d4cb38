package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.constraints.Constraints;
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
import dev.lehr.simulation.optimize.VvFireSettings;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks of relax stages from what the ledger has of them to what it keeps. */
class OptimizerTasksTest {

  private final TaskBench bench = new TaskBench();

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
            new StagePlan.Stage(1, "static", new StaticStepper())),
        5);
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
        Structure s = TaskBench.structure(cell == CellFilter.Kind.UNIT);
        bench.checkpoints.clear();
        TaskResult straight =
            bench.run(plan, TaskBench.task(0, s, Optional.empty(), Optional.empty()));
        assertThat(straight.status()).as("%s %s", settings, cell).isEqualTo(TaskStatus.CONVERGED);
        List<Checkpoint> written = List.copyOf(bench.checkpoints);
        assertThat(written).as("%s %s", settings, cell).isNotEmpty();
        for (int i : new int[] {0, written.size() / 2, written.size() - 1}) {
          TaskResult resumed =
              bench.run(plan, TaskBench.task(0, s, Optional.empty(), Optional.of(written.get(i))));
          assertThat(resumed.state()).as("%s %s", settings, cell).isEqualTo(straight.state());
          assertThat(resumed.properties()).isEqualTo(straight.properties());
        }
      }
    }
  }

  @Test
  void constraintsGoThroughAllStagesAndMemoriesDoNot() throws Exception {
    StagePlan plan = plan(BfgsSettings.defaults(), CellFilter.Kind.FRECHET);
    Structure s = TaskBench.structure(true);
    TaskResult relaxed = bench.run(plan, TaskBench.task(0, s, Optional.empty(), Optional.empty()));
    TaskResult ended =
        bench.run(plan, TaskBench.task(1, s, Optional.of(relaxed.state()), Optional.empty()));
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
        bench.run(
            plan(BfgsSettings.defaults(), CellFilter.Kind.NONE),
            TaskBench.task(0, chain, Optional.empty(), Optional.empty()));
    assertThat(result.status()).isEqualTo(TaskStatus.REJECTED);
    assertThat(result.reason()).isEqualTo("too_large_for_bfgs");
    assertThat(result.detail()).contains("201").contains("use lbfgs or fire");
  }
}

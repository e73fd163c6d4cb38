package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks of md stages from what the ledger has of them to what it keeps. */
class DynamicsTasksTest {

  private final TaskBench bench = new TaskBench();

  private static StagePlan plan(Ensemble ensemble) {
    DynamicsSettings settings =
        DynamicsSettings.builder(ensemble, 300).timestep(2).steps(40).averageAfter(10).build();
    return new StagePlan(
        1,
        "digest",
        List.of(
            new StagePlan.Stage(0, "md", new Dynamics(settings, 7, "md")),
            new StagePlan.Stage(1, "static", new StaticStepper())),
        5);
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
      Structure s = TaskBench.structure(ensemble instanceof Ensemble.Nve);
      bench.checkpoints.clear();
      TaskResult straight =
          bench.run(plan, TaskBench.task(0, s, Optional.empty(), Optional.empty()));
      assertThat(straight.status()).as(ensemble.key()).isEqualTo(TaskStatus.CONVERGED);
      assertThat(straight.iterations()).isEqualTo(40);
      List<Checkpoint> written = List.copyOf(bench.checkpoints);
      assertThat(written).hasSizeGreaterThan(4);
      for (Checkpoint checkpoint : written) {
        TaskResult resumed =
            bench.run(plan, TaskBench.task(0, s, Optional.empty(), Optional.of(checkpoint)));
        assertThat(resumed.state()).as(ensemble.key()).isEqualTo(straight.state());
        assertThat(resumed.properties()).isEqualTo(straight.properties());
      }
      JsonNode md = new ObjectMapper().readTree(straight.properties());
      assertThat(md.get("md_samples").asLong()).isEqualTo(30);
      assertThat(md.get("md_temperature_mean").asDouble()).isBetween(30.0, 1500.0);
      assertThat(md.get("md_pressure_gpa").isNumber()).isTrue();
      assertThat(Math.abs(md.get("md_conserved_drift").asDouble())).isLessThan(0.05);
      // The next stage takes the positions and nothing else.
      TaskResult ended =
          bench.run(plan, TaskBench.task(1, s, Optional.of(straight.state()), Optional.empty()));
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
        bench.run(
            plan(Ensemble.nvtVRescale()),
            TaskBench.task(0, atom, Optional.empty(), Optional.empty()));
    assertThat(result.status()).isEqualTo(TaskStatus.REJECTED);
    assertThat(result.reason()).isEqualTo("no_degrees_of_freedom");
  }
}

package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.dynamics.PairSampling;
import dev.lehr.simulation.dynamics.Velocities;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import dev.lehr.workflows.status.TaskStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks of md stages from what the ledger has of them to what it keeps. */
class DynamicsTasksTest {

  private final TaskBench bench = new TaskBench();

  private static StagePlan plan(Ensemble ensemble) {
    DynamicsSettings settings =
        DynamicsSettings.builder(ensemble, 300)
            .timestep(2)
            .steps(40)
            .averageAfter(10)
            .displacementsEvery(3)
            .pairs(new PairSampling(6, 20, 4, true))
            .build();
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
            Ensemble.nvtVRescale(),
            Ensemble.nptCRescale(Units.fromGpa(1)))) {
      StagePlan plan = plan(ensemble);
      Structure s =
          ensemble.movesCell()
              ? free(TaskBench.structure(false))
              : TaskBench.structure(ensemble instanceof Ensemble.Nve);
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
      assertThat(md.get("md_conserved_drift").isNull()).isEqualTo(ensemble.movesCell());
      assertThat(md.get("md_msd").get("time_fs")).hasSize(11);
      assertThat(md.get("md_msd").get("all").get(10).asDouble()).isPositive();
      assertThat(md.get("md_diffusion_cm2_per_s").isNumber()).isTrue();
      assertThat(md.get("md_rdf").get("samples").asInt()).isEqualTo(7);
      assertThat(md.get("md_rdf").get("r")).hasSize(20);
      assertThat(md.get("md_rdf").get("Cu-Cu")).isEqualTo(md.get("md_rdf").get("all"));
      // The next stage takes the positions and nothing else.
      TaskResult ended =
          bench.run(plan, TaskBench.task(1, s, Optional.of(straight.state()), Optional.empty()));
      SimState state = StateCodec.decode(ended.state());
      assertThat(state.hasColumn(Dynamics.MOMENTA)).isFalse();
      assertThat(StateCodec.decode(straight.state()).columnNames())
          .noneMatch(name -> name.startsWith("msd_") || name.startsWith("rdf_"));
      assertThat(state.positions())
          .containsExactly(StateCodec.decode(straight.state()).positions());
    }
  }

  private static Structure free(Structure s) {
    return Structure.builder(s.id(), s.source(), s.atomicNumbers(), s.positions())
        .cell(s.cell().orElseThrow())
        .pbc(true, true, true)
        .build();
  }

  private static Dynamics stage(Ensemble ensemble, Velocities velocities, String id) {
    return new Dynamics(
        DynamicsSettings.builder(ensemble, 300)
            .timestep(1)
            .steps(40)
            .velocities(velocities)
            .build(),
        7,
        id);
  }

  private JsonNode properties(TaskResult result) throws Exception {
    assertThat(result.status()).as(result.detail()).isEqualTo(TaskStatus.CONVERGED);
    return new ObjectMapper().readTree(result.properties());
  }

  /** What is equilibrated at constant temperature goes on at constant energy: the energy it had. */
  @Test
  void dynamicsAfterDynamicsGoesOnWithTheMomentaAndKeepsTheEnergy() throws Exception {
    Structure s = free(TaskBench.structure(false));
    for (Ensemble first : List.of(Ensemble.nvtLangevin(), Ensemble.nptCRescale(0))) {
      for (Velocities velocities : List.of(Velocities.CONTINUE, Velocities.MAXWELL_BOLTZMANN)) {
        StagePlan plan =
            new StagePlan(
                1,
                "digest",
                List.of(
                    new StagePlan.Stage(
                        0, "heat", stage(first, Velocities.MAXWELL_BOLTZMANN, "heat")),
                    new StagePlan.Stage(1, "free", stage(Ensemble.nve(), velocities, "free"))));
        TaskResult heated =
            bench.run(plan, TaskBench.task(0, s, Optional.empty(), Optional.empty()));
        TaskResult free =
            bench.run(plan, TaskBench.task(1, s, Optional.of(heated.state()), Optional.empty()));
        double end = properties(heated).get("md_total_energy").asDouble();
        JsonNode nve = properties(free);
        double start =
            nve.get("md_conserved").asDouble() - nve.get("md_conserved_drift").asDouble();
        if (velocities == Velocities.CONTINUE) {
          assertThat(start).isCloseTo(end, within(1e-12));
          assertThat(Math.abs(nve.get("md_conserved_drift").asDouble())).isLessThan(0.005);
        } else {
          assertThat(Math.abs(start - end)).isGreaterThan(0.01);
        }
      }
    }
  }

  @Test
  void momentaOfTheFileAreWhereDynamicsStarts() throws Exception {
    double[] momenta = {1, 0, 0, -1, 0, 0, 0, 2, 0, 0, -2, 0.5};
    Structure s =
        free(TaskBench.structure(false)).toBuilder()
            .array("momenta", new AtomColumn.Reals(3, momenta))
            .build();
    StagePlan plan =
        new StagePlan(
            1,
            "digest",
            List.of(new StagePlan.Stage(0, "md", stage(Ensemble.nve(), Velocities.FILE, "md"))));
    JsonNode nve =
        properties(bench.run(plan, TaskBench.task(0, s, Optional.empty(), Optional.empty())));
    double kinetic = 0;
    for (double p : momenta) {
      kinetic += p * p / 2 / Elements.mass(29);
    }
    StagePlan evaluate =
        new StagePlan(1, "digest", List.of(new StagePlan.Stage(0, "static", new StaticStepper())));
    double potential =
        bench.run(evaluate, TaskBench.task(0, s, Optional.empty(), Optional.empty())).energy();
    assertThat(nve.get("md_conserved").asDouble() - nve.get("md_conserved_drift").asDouble())
        .isCloseTo(kinetic + potential, within(1e-10));
    TaskResult without =
        bench.run(
            plan,
            TaskBench.task(
                0, free(TaskBench.structure(false)), Optional.empty(), Optional.empty()));
    assertThat(without.status()).isEqualTo(TaskStatus.REJECTED);
    assertThat(without.reason()).isEqualTo("no_momenta");
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

package dev.lehr.simulation.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.model.Golden;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.SoftSphere;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** ASE's VelocityVerlet on soft spheres of two masses; see bench/reference/ase_dynamics.py. */
class AseDynamicsTest {

  @Test
  void aHundredStepsEndWhereThoseOfAseEnd() throws IOException {
    JsonNode golden = golden();
    JsonNode end = golden.get("end");
    SimState state = start(golden);
    Trajectory trajectory =
        trajectory(golden, state, end.get("timestep_fs").asDouble(), end.get("steps").asLong());
    while (!trajectory.verdict().leaves()) {
      trajectory.step();
    }
    // ASE wraps positions for its forces alone: those that it keeps are not wrapped.
    assertThat(state.positions()).containsExactly(Golden.flat(end.get("positions")), within(1e-8));
    assertThat(state.doubles(Dynamics.MOMENTA))
        .containsExactly(Golden.flat(end.get("momenta")), within(1e-8));
  }

  /**
   * Trajectories part after a few hundred steps, as chaotic ones do; how well the energy is kept
   * does not.
   */
  @Test
  void theEnergyIsKeptAsWellAsByAseAndDoesNotDrift() throws IOException {
    JsonNode golden = golden();
    double[] fluctuations = new double[2];
    for (int r = 0; r < 2; r++) {
      JsonNode run = golden.get("runs").get(r);
      int every = run.get("every").asInt();
      int rows = run.get("epot").size();
      double[] ours = new double[rows];
      double[] theirs = new double[rows];
      SimState state = start(golden);
      Trajectory trajectory =
          trajectory(golden, state, run.get("timestep_fs").asDouble(), run.get("steps").asLong());
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < every && row > 0; i++) {
          trajectory.step();
        }
        ours[row] = Observables.of(state, 0).last(Observable.TOTAL_ENERGY);
        theirs[row] = run.get("epot").get(row).asDouble() + run.get("ekin").get(row).asDouble();
        if (row <= 10) {
          assertThat(ours[row]).as("row %s", row).isCloseTo(theirs[row], within(1e-8));
        }
      }
      assertThat(spread(ours)).isCloseTo(spread(theirs), within(0.3 * spread(theirs)));
      double drift = mean(ours, rows / 2, rows) - mean(ours, 0, rows / 2);
      assertThat(Math.abs(drift)).isLessThan(spread(theirs));
      fluctuations[r] = spread(ours);
    }
    // Second order: half the time step, a quarter of the fluctuation (ASE's ratio here is 3.5).
    assertThat(fluctuations[0] / fluctuations[1]).isBetween(3.0, 5.0);
  }

  private static double mean(double[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += x[i];
    }
    return sum / (to - from);
  }

  private static double spread(double[] x) {
    double mean = mean(x, 0, x.length);
    double sum = 0;
    for (double v : x) {
      sum += (v - mean) * (v - mean);
    }
    return Math.sqrt(sum / x.length);
  }

  private static Trajectory trajectory(JsonNode golden, SimState state, double fs, long steps) {
    Model model =
        new SoftSphere(
            golden.get("sigma").asDouble(),
            golden.get("epsilon").asDouble(),
            golden.get("alpha").asDouble(),
            Workers.serial());
    DynamicsSettings settings =
        DynamicsSettings.builder(Ensemble.nve(), 300).timestep(fs).steps(steps).build();
    return new Trajectory(model, new Dynamics(settings, 0, "test"), state);
  }

  private static SimState start(JsonNode golden) {
    SimState state = Golden.state(golden.get("structure"));
    double[] masses = Golden.flat(golden.get("structure").get("masses"));
    System.arraycopy(masses, 0, state.masses(), 0, masses.length);
    double[] momenta = Golden.flat(golden.get("momenta"));
    state.putColumn(Dynamics.MOMENTA, new Column.Doubles(Scope.ATOM, 3, momenta));
    return state;
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        AseDynamicsTest.class.getResourceAsStream("/golden/dynamics/ase_nve.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}

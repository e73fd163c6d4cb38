package dev.lehr.simulation.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.model.Golden;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trajectories of torch-sim 0.6.2, followed step by step to 1e-8; the stochastic ones with the
 * random numbers that were drawn there, in the order in which they were drawn.
 *
 * <p>torch-sim keeps Suzuki's and Yoshida's weights in single precision. With weights rounded so,
 * the Nose-Hoover run too is followed to 1e-8 for all of its 200 steps; with the exact ones it is
 * for 50, and to 1e-6 after.
 */
class TorchSimDynamicsTest {

  private static final double TOLERANCE = 1e-8;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nve_ar32_dt1fs_500",
        "nve_ar32_dt5fs_200",
        "nvt_nose_hoover_ar32",
        "nvt_langevin_ar4",
        "nvt_vrescale_ar4",
        "npt_crescale_isotropic_ar4"
      })
  void stepsAreThoseOfTorchSim(String name) throws IOException {
    JsonNode run = run(name);
    JsonNode p = run.get("model_params");
    Model model =
        new LennardJones(
            p.get("sigma").asDouble(),
            p.get("epsilon").asDouble(),
            p.get("cutoff").asDouble(),
            Workers.serial());
    Recorded numbers = new Recorded(run.path("noise"));
    long steps = run.get("n_steps").asLong();
    double fs = Units.toFs(run.get("dt").asDouble());
    Dynamics dynamics =
        new Dynamics(
            DynamicsSettings.builder(ensemble(run), run.get("temperature_K").asDouble())
                .timestep(fs)
                .steps(steps)
                .build(),
            0,
            "test",
            (batch, system, step, purpose) -> numbers);
    SimState state = start(run);
    Trajectory trajectory = new Trajectory(model, dynamics, state);
    int every = run.get("record_every").asInt();
    compare(run, 0, state, TOLERANCE);
    for (int step = 1; step <= steps; step++) {
      Verdict verdict = trajectory.step();
      assertThat(verdict.leaves()).as("step %s", step).isEqualTo(step == steps);
      if (step % every == 0) {
        compare(run, step / every, state, tolerance(run, step));
      }
    }
    assertThat(trajectory.verdict()).isEqualTo(new Verdict.Converged());
    double end = tolerance(run, steps);
    close(state.positions(), run.get("final_positions"), "positions", end);
    close(state.doubles(Dynamics.MOMENTA), run.get("final_momenta"), "momenta", end);
    close(state.cell(), run.get("final_cell_rows"), "cell", end);
    assertThat(numbers.left()).as("numbers that were not drawn").isZero();
  }

  private static double tolerance(JsonNode run, long step) {
    boolean roundedUpstream = run.get("integrator").asText().equals("nvt_nose_hoover");
    return roundedUpstream && step > 50 ? 1e-6 : TOLERANCE;
  }

  private static void compare(JsonNode run, int row, SimState state, double tolerance) {
    Observables seen = Observables.of(state, 0);
    close(run, row, "epot", seen.last(Observable.POTENTIAL_ENERGY), tolerance);
    close(run, row, "ekin", seen.last(Observable.KINETIC_ENERGY), tolerance);
    close(run, row, "volume", seen.last(Observable.VOLUME), 1e3 * tolerance);
    close(run, row, "temperature", seen.last(Observable.TEMPERATURE), 1e3 * tolerance);
    if (!run.get("invariant").isEmpty()) {
      close(run, row, "invariant", seen.last(Observable.CONSERVED), tolerance);
    }
  }

  private static void close(JsonNode run, int row, String what, double found, double tolerance) {
    assertThat(found)
        .as("%s of record %s", what, row)
        .isCloseTo(run.get(what).get(row).asDouble(), within(tolerance));
  }

  private static void close(double[] found, JsonNode expected, String what, double tolerance) {
    assertThat(found).as(what).containsExactly(Golden.flat(expected), within(tolerance));
  }

  private static Ensemble ensemble(JsonNode run) {
    JsonNode init = run.get("init_kwargs");
    JsonNode o = run.get("step_kwargs");
    return switch (run.get("integrator").asText()) {
      case "nvt_nose_hoover" -> Ensemble.nvtNoseHoover();
      case "nvt_langevin" ->
          new Ensemble.NvtLangevin(OptionalDouble.of(o.get("gamma").asDouble() * Units.FS));
      case "nvt_vrescale" ->
          new Ensemble.NvtVRescale(OptionalDouble.of(Units.toFs(o.get("tau").asDouble())));
      case "npt_crescale_isotropic" ->
          new Ensemble.NptCRescale(
              Ensemble.NptCRescale.Scaling.ISOTROPIC,
              o.get("external_pressure").asDouble(),
              OptionalDouble.of(Units.toFs(o.get("tau").asDouble())),
              OptionalDouble.of(Units.toFs(init.get("tau_p").asDouble())),
              init.get("isothermal_compressibility").asDouble());
      default -> Ensemble.nve();
    };
  }

  private static SimState start(JsonNode run) {
    SimState state = Golden.state(run.get("structure"));
    double[] masses = Golden.flat(run.get("structure").get("masses"));
    System.arraycopy(masses, 0, state.masses(), 0, masses.length);
    state.putColumn(
        Dynamics.MOMENTA,
        new Column.Doubles(Scope.ATOM, 3, Golden.flat(run.get("initial_momenta"))));
    return state;
  }

  private static JsonNode run(String name) throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            TorchSimDynamicsTest.class.getResourceAsStream(
                "/golden/dynamics/torchsim_md.json.gz"))) {
      for (JsonNode run : new ObjectMapper().readTree(in).get("runs")) {
        if (run.get("name").asText().equals(name)) {
          return run;
        }
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** The numbers of a recorded run; asked for another kind than was drawn, it fails. */
  private static final class Recorded implements Draws {
    private record Drawn(String kind, double value) {}

    private final Deque<Drawn> numbers = new ArrayDeque<>();

    Recorded(JsonNode noise) {
      for (JsonNode draw : noise) {
        for (double value : Golden.flat(draw.get("values"))) {
          numbers.add(new Drawn(draw.get("kind").asText(), value));
        }
      }
    }

    private double next(String kind) {
      Drawn number = numbers.remove();
      assertThat(number.kind()).isEqualTo(kind);
      return number.value();
    }

    int left() {
      return numbers.size();
    }

    @Override
    public double normal() {
      return next("normal");
    }

    @Override
    public double gamma(double shape) {
      assertThat(shape).isEqualTo(4);
      return next("gamma");
    }
  }
}

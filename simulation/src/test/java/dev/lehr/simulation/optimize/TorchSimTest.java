package dev.lehr.simulation.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.optimize.FireSettings.Flavour;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * All optimizers against trajectories of torch-sim 0.6.2, to 1e-8 for thirty steps and to 1e-6
 * after.
 *
 * <p>Two upstream defects stand in the file. {@code vv_fire} with a cell filter never moves the
 * cell; here it is refused. {@code bfgs} with a cell filter in a batch of different sizes reads the
 * cell's block of the padded Hessian of small systems at the wrong place; here a system's steps are
 * those of its solo run, which is in the file as well.
 */
class TorchSimTest {

  private static final Convergence NEVER = Convergence.force(1e-12, 1_000_000);

  @Test
  void stepsAreThoseOfTorchSim() throws IOException {
    JsonNode golden = golden();
    int followed = 0;
    int refused = 0;
    int wrongUpstream = 0;
    for (JsonNode run : golden.get("runs")) {
      for (int s = 0; s < run.get("systems").size(); s++) {
        if (isVelocityVerlet(run) && !run.get("cell_filter").isNull()) {
          assertThatThrownBy(() -> optimizer(run))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("vv-fire does not move the cell");
          refused++;
        } else if (isPaddedBfgsWithCell(run, s)) {
          wrongUpstream++;
        } else {
          follow(golden, run, s);
          followed++;
        }
      }
    }
    assertThat(List.of(followed, refused, wrongUpstream)).isEqualTo(List.of(42, 2, 1));
  }

  @Test
  void aSmallSystemInABatchTakesTheStepsOfItsSoloRunWhereTorchSimDoesNot() throws IOException {
    JsonNode golden = golden();
    List<JsonNode> batched = new ArrayList<>();
    List<JsonNode> solo = new ArrayList<>();
    for (JsonNode run : golden.get("runs")) {
      if (run.get("optimizer").asText().equals("bfgs") && !run.get("cell_filter").isNull()) {
        (run.get("systems").size() == 2 ? batched : solo).add(run);
      }
    }
    JsonNode alone =
        solo.stream()
            .filter(r -> r.get("systems").get(0).asText().equals("ar4"))
            .findFirst()
            .orElseThrow();
    double wrong = batched.get(0).get("final").get("energy").get(0).asDouble();
    double right = alone.get("final").get("energy").get(0).asDouble();
    assertThat(wrong - right).isGreaterThan(0.01);
    Optimizer bfgs = optimizer(alone);
    List<SimState> parts = new ArrayList<>();
    for (String name : List.of("ar4", "ar32")) {
      SimState state = start(golden.get("systems").get(name), 18);
      PlainPair.argon().start(bfgs, state);
      parts.add(state);
    }
    SimState batch = SimState.concatenate(parts);
    PlainPair.argon().run(bfgs, batch, 30);
    assertThat(batch.doubles("energy")[0]).isCloseTo(right, within(1e-8));
  }

  private static boolean isVelocityVerlet(JsonNode run) {
    return run.get("init_kwargs").path("fire_flavor").asText().equals("vv_fire");
  }

  private static boolean isPaddedBfgsWithCell(JsonNode run, int s) {
    return run.get("optimizer").asText().equals("bfgs")
        && !run.get("cell_filter").isNull()
        && run.get("systems").size() == 2
        && run.get("systems").get(s).asText().equals("ar4");
  }

  private static void follow(JsonNode golden, JsonNode run, int s) {
    JsonNode p = run.get("model_params");
    PlainPair model =
        new PlainPair(
            p.has("alpha"),
            p.get("sigma").asDouble(),
            p.get("epsilon").asDouble(),
            p.path("alpha").asDouble(),
            p.get("cutoff").asDouble());
    String name = run.get("systems").get(s).asText();
    SimState state = start(golden.get("systems").get(name), p.has("alpha") ? 29 : 18);
    Optimizer optimizer = optimizer(run);
    model.start(optimizer, state);
    String what =
        run.get("optimizer") + " " + run.get("cell_filter") + run.get("init_kwargs") + name;
    int n = 0;
    for (JsonNode step : run.get("steps")) {
      model.run(optimizer, state, 1);
      double tolerance = ++n <= 30 ? 1e-8 : 1e-6;
      assertThat(state.doubles("energy")[0])
          .as("%s step %s", what, n)
          .isCloseTo(step.get("energy").get(s).asDouble(), within(tolerance));
      assertThat(Math.abs(state.volume(0)))
          .as("%s volume at step %s", what, n)
          .isCloseTo(step.get("volume").get(s).asDouble(), within(100 * tolerance));
      if (optimizer instanceof Fire) {
        assertThat(state.doubles("dt")[0]).as(what).isEqualTo(step.get("dt").get(s).asDouble());
        assertThat(state.longs("n_pos")[0]).as(what).isEqualTo(step.get("n_pos").get(s).asLong());
      }
    }
    double tolerance = n <= 30 ? 1e-8 : 1e-6;
    double[] end = flat(run.get("final").get("positions"));
    int from = s == 0 ? 0 : end.length - 3 * state.nAtoms();
    assertThat(state.positions())
        .as(what)
        .containsExactly(
            Arrays.copyOfRange(end, from, from + 3 * state.nAtoms()), within(100 * tolerance));
    assertThat(state.cell())
        .as(what)
        .containsExactly(flat(run.get("final").get("cell_rows").get(s)), within(100 * tolerance));
  }

  private static Optimizer optimizer(JsonNode run) {
    JsonNode init = run.get("init_kwargs");
    JsonNode o = run.get("step_kwargs");
    CellFilter filter =
        new CellFilter(
            switch (run.get("cell_filter").asText()) {
              case "frechet" -> CellFilter.Kind.FRECHET;
              case "unit" -> CellFilter.Kind.UNIT;
              default -> CellFilter.Kind.NONE;
            },
            init.path("scalar_pressure").asDouble(),
            init.path("hydrostatic_strain").asBoolean(),
            init.path("constant_volume").asBoolean());
    OptimizerSettings settings =
        switch (run.get("optimizer").asText()) {
          case "gradient_descent" ->
              new GradientDescentSettings(
                  Flavour.TORCHSIM,
                  o.path("pos_lr").asDouble(0.01),
                  o.path("cell_lr").asDouble(0.1));
          case "lbfgs" -> new LbfgsSettings(Flavour.TORCHSIM, 20, OptionalDouble.empty(), 1, 0.2);
          case "bfgs" -> BfgsSettings.defaults();
          default -> fire(run, init, o);
        };
    return Optimizer.of(settings, filter, NEVER);
  }

  private static OptimizerSettings fire(JsonNode run, JsonNode init, JsonNode o) {
    if (isVelocityVerlet(run)) {
      return VvFireSettings.defaults();
    }
    return new FireSettings(
        Flavour.TORCHSIM,
        init.path("dt_start").asDouble(0.1),
        o.path("dt_max").asDouble(1.0),
        o.path("max_step").asDouble(0.2),
        o.path("n_min").asLong(5),
        o.path("f_inc").asDouble(1.1),
        o.path("f_dec").asDouble(0.5),
        init.path("alpha_start").asDouble(0.1),
        o.path("f_alpha").asDouble(0.99));
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            TorchSimTest.class.getResourceAsStream(
                "/golden/optimize/torchsim_optimizers.json.gz"))) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static SimState start(JsonNode system, int element) {
    double[] positions = flat(system.get("positions"));
    int[] z = new int[positions.length / 3];
    Arrays.fill(z, element);
    return SimState.ofSystem(
        z,
        flat(system.get("masses")),
        positions,
        flat(system.get("cell")),
        new boolean[] {true, true, true});
  }

  private static double[] flat(JsonNode node) {
    List<Double> all = new ArrayList<>();
    collect(node, all);
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<Double> into) {
    if (node.isNumber()) {
      into.add(node.asDouble());
    }
    node.forEach(child -> collect(child, into));
  }
}

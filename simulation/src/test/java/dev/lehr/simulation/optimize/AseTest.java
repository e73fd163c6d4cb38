package dev.lehr.simulation.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.optimize.FireSettings.Flavour;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * FIRE, BFGS and L-BFGS against ASE 3.29 ({@code bench/reference/ase_optimizers.py}): 25 steps
 * under every cell filter, with pressure, masks and constraints.
 */
class AseTest {

  private static final Convergence NEVER = Convergence.force(1e-12, 1_000_000);

  @Test
  void stepsAreThoseOfAse() throws IOException {
    int runs = 0;
    try (InputStream in = getClass().getResourceAsStream("/golden/optimize/ase_optimizers.json")) {
      for (JsonNode run : new ObjectMapper().readTree(in).get("runs")) {
        follow(run);
        runs++;
      }
    }
    assertThat(runs).isEqualTo(75);
  }

  private static void follow(JsonNode run) {
    String what =
        run.get("optimizer")
            + " "
            + run.get("cell")
            + " "
            + run.get("system")
            + " "
            + run.get("constraint")
            + " "
            + run.path("mask")
            + run.path("hydrostatic_strain")
            + run.path("constant_volume");
    Optimizer optimizer = Optimizer.of(settings(run), filter(run), NEVER);
    SimState state = start(run);
    PlainPair.argon().start(optimizer, state);
    int n = 0;
    for (JsonNode step : run.get("energy_fmax")) {
      if (n > 0) {
        PlainPair.argon().run(optimizer, state, 1);
      }
      assertThat(state.doubles("energy")[0])
          .as("%s energy at step %s", what, n)
          .isCloseTo(step.get(0).asDouble(), within(1e-10));
      double[] forces = optimizer.relaxation().coordinates().forces(state, 0).forces;
      assertThat(Figures.largestRow(forces, 0, state.nAtoms() + 3))
          .as("%s fmax at step %s", what, n)
          .isCloseTo(step.get(1).asDouble(), within(1e-9));
      n++;
    }
    assertThat(state.positions())
        .as(what)
        .containsExactly(flat(run.get("end").get("positions")), within(1e-9));
    assertThat(state.cell())
        .as(what)
        .containsExactly(flat(run.get("end").get("cell")), within(1e-9));
  }

  private static OptimizerSettings settings(JsonNode run) {
    return switch (run.get("optimizer").asText()) {
      case "bfgs" -> BfgsSettings.defaults();
      case "lbfgs" -> LbfgsSettings.defaults(Flavour.ASE);
      default -> FireSettings.defaults(Flavour.ASE);
    };
  }

  private static CellFilter filter(JsonNode run) {
    CellFilter filter =
        new CellFilter(
            switch (run.get("cell").asText()) {
              case "frechet" -> CellFilter.Kind.FRECHET;
              case "unit" -> CellFilter.Kind.UNIT;
              default -> CellFilter.Kind.NONE;
            },
            run.get("pressure").asDouble(),
            run.path("hydrostatic_strain").asBoolean(),
            run.path("constant_volume").asBoolean());
    if (!run.has("mask")) {
      return filter;
    }
    List<Boolean> voigt = new ArrayList<>();
    run.get("mask").forEach(flag -> voigt.add(flag.asBoolean()));
    return filter.withMask(CellFilter.maskOfVoigt(voigt));
  }

  private static SimState start(JsonNode run) {
    double[] positions = flat(run.get("start").get("positions"));
    boolean[] pbc = flags(run.get("pbc"));
    int[] z = new int[positions.length / 3];
    Arrays.fill(z, 18);
    SimState state =
        SimState.ofSystem(
            z, flat(run.get("masses")), positions, flat(run.get("start").get("cell")), pbc);
    Constraints.hold(state, flags(run.get("move_mask")), 3);
    if (run.get("fix_com").asBoolean()) {
      Constraints.holdCenterOfMass(state);
    }
    return state;
  }

  private static boolean[] flags(JsonNode node) {
    boolean[] flags = new boolean[node.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = node.get(i).asBoolean();
    }
    return flags;
  }

  private static double[] flat(JsonNode node) {
    double[] numbers = new double[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = node.get(i).asDouble();
    }
    return numbers;
  }
}

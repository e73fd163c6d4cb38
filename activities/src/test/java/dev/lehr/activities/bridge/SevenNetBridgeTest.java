package dev.lehr.activities.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * SevenNet-0 through the bridge, as an ASE calculator and as a torch-sim model, against the
 * package's own numbers (golden/sevennet0.json), which the DJL path is held to as well.
 *
 * <p>LEHR_MLIP_PYTHON names a Python with {@code sevenn}, LEHR_MLIP_TORCHSIM_PYTHON one with {@code
 * torch-sim-atomistic} too. Without them the tests are skipped.
 */
@Tag("mlip")
class SevenNetBridgeTest {

  private static JsonNode cases = new ObjectMapper().createArrayNode();

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = SevenNetBridgeTest.class.getResourceAsStream("/golden/sevennet0.json")) {
      cases = new ObjectMapper().readTree(in).path("cases");
    }
  }

  private static SimState batch() {
    List<SimState> all = new ArrayList<>();
    for (JsonNode node : cases) {
      List<Integer> numbers = new ArrayList<>();
      node.path("symbols").forEach(s -> numbers.add(Elements.require(s.asText())));
      int n = numbers.size();
      double[] masses = new double[n];
      java.util.Arrays.fill(masses, 1);
      all.add(
          SimState.ofSystem(
              numbers.stream().mapToInt(z -> z).toArray(),
              masses,
              flat(node.path("positions")),
              flat(node.path("cell")),
              new boolean[] {true, true, true}));
    }
    return SimState.concatenate(all);
  }

  private static double[] flat(JsonNode rows) {
    List<Double> all = new ArrayList<>();
    rows.forEach(row -> row.forEach(x -> all.add(x.asDouble())));
    return all.stream().mapToDouble(x -> x).toArray();
  }

  private static PythonSource source(
      String variable, String python, PythonSource.Kind kind, String settings) {
    String environment = System.getenv(variable);
    assumeTrue(environment != null, "needs " + variable + ", a Python with the packages");
    return new PythonSource(python, kind, settings, String.valueOf(environment), List.of());
  }

  private static void compare(PythonSource source, double energy, double forces, double stress) {
    try (PythonModel model = new PythonModel(source, BridgeLimits.usual())) {
      SimState state = batch();
      ModelOutput output = new ModelOutput();
      model.evaluate(state, output);
      for (int k = 0; k < state.nSystems(); k++) {
        JsonNode expected = cases.get(k).path("ase_f32");
        String name = cases.get(k).path("name").asText();
        assertThat(output.energy()[k] / state.nAtoms(k))
            .as("energy of %s", name)
            .isCloseTo(expected.path("energy").asDouble() / state.nAtoms(k), within(energy));
        close(output.forces(), 3 * state.firstAtom(k), flat(expected.path("forces")), forces);
        close(output.stress(), 9 * k, flat(expected.path("stress")), stress);
      }
      assertThat(model.supports(118)).isFalse();
    }
  }

  private static void close(double[] found, int first, double[] expected, double tolerance) {
    for (int k = 0; k < expected.length; k++) {
      assertThat(found[first + k]).isCloseTo(expected[k], within(tolerance));
    }
  }

  @Test
  void anAseCalculatorGivesItsOwnNumbers() {
    compare(
        source(
            "LEHR_MLIP_PYTHON",
            "sevenn.calculator:SevenNetCalculator",
            PythonSource.Kind.ASE,
            "{\"model\": \"7net-0\", \"device\": \"cpu\"}"),
        1e-6,
        2e-5,
        1e-6);
  }

  @Test
  void aTorchSimModelGivesTheSameNumbersInOneBatch() {
    compare(
        source(
            "LEHR_MLIP_TORCHSIM_PYTHON",
            "sevenn.torchsim:SevenNetModel",
            PythonSource.Kind.TORCH_SIM,
            "{\"model\": \"7net-0\", \"device\": \"cpu\"}"),
        1e-6,
        2e-5,
        1e-6);
  }
}

package dev.lehr.simulation.autobatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against metrics recorded from torch-sim 0.6.2. */
class MemoryScalersTest {

  static Stream<JsonNode> rows() throws IOException {
    try (InputStream in =
        MemoryScalersTest.class.getResourceAsStream("/golden/memory_scalers.json")) {
      return StreamSupport.stream(new ObjectMapper().readTree(in).get("rows").spliterator(), false);
    }
  }

  private static SimState state(JsonNode s, JsonNode pbc, boolean transposed) {
    int n = s.get("symbols").size();
    double[] positions = new double[3 * n];
    double[] cell = new double[9];
    for (int i = 0; i < 3 * n; i++) {
      positions[i] = s.get("positions").get(i / 3).get(i % 3).asDouble();
    }
    for (int i = 0; i < 9; i++) {
      cell[i] =
          s.get("cell").get(transposed ? i % 3 : i / 3).get(transposed ? i / 3 : i % 3).asDouble();
    }
    boolean[] periodic = new boolean[3];
    for (int i = 0; i < 3; i++) {
      periodic[i] = pbc.get(i).asBoolean();
    }
    return SimState.ofSystem(new int[n], new double[n], positions, cell, periodic);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theMetricIsTorchSims(JsonNode row) {
    MemoryMetric metric = MemoryMetric.of(row.get("memory_scales_with").asText());
    MemoryScalers scalers = new MemoryScalers(metric, row.get("cutoff").asDouble());
    boolean single = row.get("dtype").asText().equals("float32");
    for (int i = 0; i < row.get("structures").size(); i++) {
      double expected = row.get("result").get(i).asDouble();
      double tolerance =
          metric == MemoryMetric.N_ATOMS_X_DENSITY ? (single ? 1e-5 : 1e-9) * expected : 0;
      // A defect of the reference: it counts edges in the transposed cell. Fed with that, ours
      // agrees;
      // fed with the cell itself, ours is what its own neighbour lists count (neighbors.json).
      boolean transposed = metric == MemoryMetric.N_EDGES;
      SimState state = state(row.get("structures").get(i), row.get("pbc"), transposed);
      assertThat(scalers.of(state, 0))
          .as(row.get("name").asText())
          .isCloseTo(expected, within(tolerance));
    }
  }

  @Test
  void aPeriodicCellWithoutVolumeCountsAtomsInsteadOfDividingByZero() {
    SimState flat =
        SimState.ofSystem(
            new int[2],
            new double[2],
            new double[6],
            new double[9],
            new boolean[] {true, true, true});
    assertThat(new MemoryScalers(MemoryMetric.N_ATOMS_X_DENSITY, 6).of(flat, 0)).isEqualTo(2);
  }
}

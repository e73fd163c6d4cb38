package dev.lehr.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verb beside torch-sim's runner, see the README beside the recorded file. */
class GoldenRunnerTest {

  /** A recorded run. */
  private record Recorded(JsonNode file, JsonNode run) {
    @Override
    public String toString() {
      return run.get("name").asText();
    }
  }

  static Stream<Recorded> runs() throws IOException {
    try (InputStream in =
        GoldenRunnerTest.class.getResourceAsStream("/golden/run/runner_optimize.json.gz")) {
      JsonNode file = new ObjectMapper().readTree(new GZIPInputStream(in));
      return StreamSupport.stream(file.get("runs").spliterator(), false)
          .map(run -> new Recorded(file, run));
    }
  }

  private static double[] numbers(JsonNode rows) {
    List<Double> all = new ArrayList<>();
    rows.forEach(row -> row.forEach(x -> all.add(x.asDouble())));
    return all.stream().mapToDouble(x -> x).toArray();
  }

  private static List<Structure> structures(JsonNode file) {
    List<Structure> structures = new ArrayList<>();
    for (JsonNode s : file.get("structures")) {
      int[] z = new int[s.get("symbols").size()];
      for (int i = 0; i < z.length; i++) {
        z[i] = s.get("symbols").get(i).asInt();
      }
      structures.add(
          Structure.builder("s" + structures.size(), "recorded", z, numbers(s.get("positions")))
              .cell(numbers(s.get("cell")))
              .pbc(true, true, true)
              .build());
    }
    return structures;
  }

  private static Model model(JsonNode file) {
    JsonNode p = file.get("model_params");
    return new LennardJones(
        p.get("sigma").asDouble(),
        p.get("epsilon").asDouble(),
        p.get("cutoff").asDouble(),
        Workers.serial());
  }

  private static double fmax(Frame frame) {
    double[] f = frame.forces();
    double largest = 0;
    for (int i = 0; i < f.length; i += 3) {
      largest =
          Math.max(largest, Math.sqrt(f[i] * f[i] + f[i + 1] * f[i + 1] + f[i + 2] * f[i + 2]));
    }
    return largest;
  }

  /** The frame of each structure at each step, by {@code index/step}. */
  private static Map<String, Frame> frames(Recorded recorded, int steps) {
    Map<String, Frame> frames = new HashMap<>();
    boolean cell = recorded.run().get("cell_filter").asText().equals("frechet");
    Optimization unending =
        Optimization.builder()
            .optimizer(FireSettings.defaults(FireSettings.Flavour.TORCHSIM))
            .cellFilter(cell ? CellFilter.frechet(0) : CellFilter.none())
            .fmax(1e-300)
            .maxSteps(steps)
            .build();
    Execution execution =
        Execution.builder()
            .batching(
                Batching.inFlight(
                    MemoryMetric.N_ATOMS, recorded.run().get("max_memory_scaler").asDouble()))
            .onFrame(1, f -> frames.put(f.index() + "/" + f.step(), f))
            .build();
    Results results =
        Lehr.optimize(structures(recorded.file()), model(recorded.file()), unending, execution);
    assertThat(results.count(Status.MAX_ITERATIONS)).isEqualTo(results.size());
    return frames;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void structuresOfTheFirstBatchEndWhereTheyEndInTorchSim(Recorded recorded) {
    JsonNode run = recorded.run();
    Map<String, Frame> frames = frames(recorded, 45);
    int every = run.get("steps_between_swaps").asInt();
    boolean byForce = run.get("name").asText().matches("force_1e-2.*|sbs_1");
    int compared = 0;
    int firstAtom = 0;
    for (int i = 0; i < recorded.file().get("structures").size(); i++) {
      int atoms = recorded.file().get("structures").get(i).get("symbols").size();
      double[] positions = new double[3 * atoms];
      for (int k = 0; k < positions.length; k++) {
        positions[k] = run.get("final_positions").get(firstAtom + k / 3).get(k % 3).asDouble();
      }
      firstAtom += atoms;
      if (!isInFirstBatch(run, i)) {
        continue;
      }
      compared++;
      int steps = run.get("steps").get(i).asInt();
      Frame end = frames.get(i + "/" + steps);
      // Tolerances of the recorded optimizers: 1e-8 up to 30 steps, 1e-6 later.
      double tolerance = steps <= 30 ? 1e-8 : 1e-6;
      assertThat(end.energy())
          .isCloseTo(run.get("final_energy").get(i).asDouble(), within(tolerance));
      assertThat(end.positions()).containsExactly(positions, within(tolerance));
      assertThat(Math.abs(volume(end.cell())))
          .isCloseTo(run.get("final_volume").get(i).asDouble(), within(1000 * tolerance));
      if (byForce) {
        for (int step = every; step <= steps; step += every) {
          assertThat(fmax(frames.get(i + "/" + step)) < 0.01).isEqualTo(step == steps);
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(2);
  }

  private static boolean isInFirstBatch(JsonNode run, int index) {
    return StreamSupport.stream(run.get("log").get(0).get("current_idx").spliterator(), false)
        .anyMatch(idx -> idx.asInt() == index);
  }

  private static double volume(double[] c) {
    return c[0] * (c[4] * c[8] - c[5] * c[7])
        - c[1] * (c[3] * c[8] - c[5] * c[6])
        + c[2] * (c[3] * c[7] - c[4] * c[6]);
  }
}

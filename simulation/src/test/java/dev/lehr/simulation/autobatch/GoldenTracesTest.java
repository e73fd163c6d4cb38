package dev.lehr.simulation.autobatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Traces recorded from torch-sim 0.6.2 and 0.2.2, see the README beside the files. */
class GoldenTracesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FILES = List.of("autobatch_0_6_2", "autobatch_seedapi_0_2_2");

  /** A case and the file it is from. */
  private record Case(String file, JsonNode json) {
    @Override
    public String toString() {
      return file + " " + json.path("name").asText();
    }

    boolean isOld() {
      return file.contains("0_2_2");
    }
  }

  private static JsonNode read(String file) throws IOException {
    try (InputStream in =
        GoldenTracesTest.class.getResourceAsStream("/golden/" + file + ".json.gz")) {
      return JSON.readTree(new GZIPInputStream(in));
    }
  }

  private static Stream<Case> cases(String section) throws IOException {
    List<Case> all = new ArrayList<>();
    for (String file : FILES) {
      read(file).get(section).forEach(json -> all.add(new Case(file, json)));
    }
    return all.stream();
  }

  static Stream<Case> traces() throws IOException {
    return cases("inflight").filter(c -> c.json().has("trace"));
  }

  static Stream<Case> sizeSearches() throws IOException {
    return cases("determine_max_batch_size");
  }

  static Stream<Case> scalerEstimates() throws IOException {
    return cases("estimate_max_memory_scaler");
  }

  static Stream<Case> autoEstimates() throws IOException {
    return cases("inflight_auto_estimate");
  }

  static Stream<Case> binnings() throws IOException {
    return cases("binning");
  }

  static Stream<Case> packings() throws IOException {
    return cases("to_constant_volume_bins");
  }

  private static SimState state(JsonNode structure, int id) {
    int n = structure.get("n").asInt();
    double[] cell = new double[9];
    for (int i = 0; i < 9; i++) {
      cell[i] = structure.get("cell").get(i / 3).get(i % 3).asDouble();
    }
    SimState state =
        SimState.ofSystem(
            new int[n], new double[n], new double[3 * n], cell, new boolean[] {true, true, true});
    state.addLongs("id", Scope.SYSTEM, 1, id);
    return state;
  }

  private static List<SimState> states(JsonNode structures) {
    List<SimState> states = new ArrayList<>();
    structures.forEach(s -> states.add(state(s, states.size())));
    return states;
  }

  private static List<Integer> ints(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).map(JsonNode::asInt).toList();
  }

  private static List<Integer> ids(List<SimState> states) {
    return states.stream().map(s -> (int) s.longs("id")[0]).toList();
  }

  private static InFlightAutoBatcher batcher(JsonNode c) {
    InFlightAutoBatcher.Builder builder =
        InFlightAutoBatcher.builder()
            .memoryScalesWith(MemoryMetric.of(c.get("memory_scales_with").asText()))
            .maxMemoryPadding(c.get("max_memory_padding").asDouble())
            .returnIndices(true);
    if (!c.get("max_memory_scaler").isNull()) {
      builder.maxMemoryScaler(c.get("max_memory_scaler").asDouble());
    }
    if (!c.get("max_iterations").isNull()) {
      builder.maxIterations(c.get("max_iterations").asInt());
    }
    return builder.build();
  }

  private static double load(InFlightAutoBatcher batcher, JsonNode c, List<SimState> states) {
    return switch (c.get("input_kind").asText()) {
      case "list" -> batcher.loadStates(states);
      case "batched" -> batcher.loadStates(SimState.concatenate(states));
      default -> batcher.loadStates(states.iterator());
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traces")
  void aTraceIsTorchSimsStepByStep(Case golden) {
    JsonNode c = golden.json();
    double tolerance = c.get("dtype").asText().equals("float32") ? 1e-5 : 1e-9;
    List<SimState> states = states(c.get("structures"));
    InFlightAutoBatcher batcher = batcher(c);
    if (c.get("trace").isEmpty()) {
      assertFails(golden, () -> load(batcher, c, states));
      return;
    }
    assertThat(load(batcher, c, states)).isEqualTo(c.get("load_states_returns").asDouble());
    SimState batch = null;
    List<SimState> all = new ArrayList<>();
    for (JsonNode step : c.get("trace")) {
      boolean[] convergence = flags(step.get("convergence_in"));
      InFlightAutoBatcher.Batch next = batcher.nextBatch(batch, convergence);
      assertThat(convergence).isEqualTo(flags(step.get("convergence_after_call")));
      assertStep(batcher, next, step, tolerance);
      all.addAll(next.completed());
      batch = next.batch().orElse(null);
    }
    if (c.has("error")) {
      SimState last = batch;
      boolean[] flags = reports(batcher, c, last);
      assertFails(golden, () -> batcher.nextBatch(last, flags));
      return;
    }
    assertThat(ids(all)).isEqualTo(ints(c.get("completed_order")));
    assertThat(ids(batcher.restoreOriginalOrder(all))).isEqualTo(ints(c.get("restored_ids")));
    assertThat(batcher.completedIdx()).isSorted().hasSize(states.size());
  }

  /** What the harness reports: true for system i at its converge_after[i]-th report. */
  private static boolean[] reports(InFlightAutoBatcher batcher, JsonNode c, SimState batch) {
    boolean[] flags = new boolean[batch.nSystems()];
    for (int i = 0; i < flags.length; i++) {
      int original = batcher.currentIdx(i);
      flags[i] =
          batcher.swapAttempts().get(original) + 1
              >= c.get("converge_after").get(original).asInt(Integer.MAX_VALUE);
    }
    return flags;
  }

  private static void assertFails(Case golden, Runnable call) {
    String type = golden.json().get("error").get("type").asText();
    var failure = assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
    if (type.equals("StopIteration")) {
      // A defect of the reference: an empty input lets StopIteration escape.
      failure.hasMessage("there is no state to load");
    } else {
      failure.hasMessage(golden.json().get("error").get("message").asText());
    }
  }

  private static void assertStep(
      InFlightAutoBatcher batcher,
      InFlightAutoBatcher.Batch next,
      JsonNode step,
      double tolerance) {
    if (step.get("next_ids").isNull()) {
      assertThat(next.batch()).isEmpty();
    } else {
      SimState batch = next.batch().orElseThrow();
      assertThat(ids(batch.split())).isEqualTo(ints(step.get("next_ids")));
      assertThat(batch.nAtomsPerSystem())
          .containsExactly(
              ints(step.get("next_n_atoms")).stream().mapToInt(Integer::intValue).toArray());
    }
    assertThat(ids(next.completed())).isEqualTo(ints(step.get("completed_ids")));
    assertThat(batcher.currentIdx()).isEqualTo(ints(step.get("current_idx")));
    assertThat(next.indices()).isEqualTo(batcher.currentIdx());
    assertThat(batcher.completedIdxOriginalOrder())
        .isEqualTo(ints(step.get("completed_idx_og_order")));
    assertThat(batcher.swapAttempts()).isEqualTo(ints(step.get("swap_attempts")));
    assertThat(batcher.iteratorIdx()).isEqualTo(step.get("iterator_idx").asInt());
    JsonNode scalers = step.get("current_scalers");
    assertThat(batcher.currentScalers()).hasSize(scalers.size());
    for (int i = 0; i < scalers.size(); i++) {
      double expected = scalers.get(i).asDouble();
      assertThat(batcher.currentScalers().get(i))
          .isCloseTo(expected, within(tolerance * Math.abs(expected)));
    }
  }

  private static boolean[] flags(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    boolean[] flags = new boolean[node.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = node.get(i).asBoolean();
    }
    return flags;
  }

  /** A device that runs out of memory above a number of atoms, and what it was asked. */
  private static final class Device implements MemoryProbe {
    final int oomAbove;
    final List<Integer> probed = new ArrayList<>();

    Device(int oomAbove) {
      this.oomAbove = oomAbove;
    }

    @Override
    public boolean fits(SimState batch) {
      probed.add(batch.nAtoms());
      return batch.nAtoms() <= oomAbove;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sizeSearches")
  void theSearchForTheLargestBatchTriesTheSameSizes(Case golden) {
    JsonNode c = golden.json();
    Device device = new Device(c.get("oom_above_atoms").asInt());
    BatchSizeSearch search =
        new BatchSizeSearch(device, c.get("max_atoms").asInt(), c.get("scale_factor").asDouble());
    int n = c.get("n_atoms").asInt();
    SimState system =
        SimState.ofSystem(
            new int[n], new double[n], new double[3 * n], new double[9], new boolean[3]);
    assertThat(search.maxBatchSize(system, c.get("start_size").asInt()))
        .isEqualTo(c.get("result").asInt());
    assertThat(device.probed).isEqualTo(ints(c.get("probed_atoms")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scalerEstimates")
  void theEstimateOfTheLargestScalerIsTorchSims(Case golden) {
    JsonNode c = golden.json();
    Device device = new Device(c.get("oom_above_atoms").asInt());
    List<SimState> states = states(c.get("structures"));
    MemoryScalers scalers =
        new MemoryScalers(MemoryMetric.of(c.get("memory_scales_with").asText()), 6.0);
    List<Double> metrics = states.stream().map(s -> scalers.of(s, 0)).toList();
    for (int i = 0; i < metrics.size(); i++) {
      assertThat(metrics.get(i))
          .isCloseTo(c.get("metrics").get(i).asDouble(), within(1e-9 * metrics.get(i)));
    }
    double result = c.get("result").asDouble();
    // 0.2.2 multiplies in single precision.
    double tolerance = golden.isOld() ? 1e-6 : 1e-9;
    assertThat(new BatchSizeSearch(device, 500_000, 1.6).maxMemoryScaler(states, metrics))
        .isCloseTo(result, within(tolerance * result));
    assertThat(device.probed).isEqualTo(ints(c.get("probed_atoms")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("autoEstimates")
  void aBatcherWithoutAMaximumEstimatesIt(Case golden) {
    JsonNode c = golden.json();
    Device device = new Device(c.get("oom_above_atoms").asInt());
    List<SimState> states = new ArrayList<>();
    for (int i = 0; i < c.get("structures_repeat").asInt(); i++) {
      states.addAll(states(c.get("structures")));
    }
    InFlightAutoBatcher batcher =
        InFlightAutoBatcher.builder()
            .memoryScalesWith(MemoryMetric.of(c.get("memory_scales_with").asText()))
            .maxMemoryPadding(c.get("max_memory_padding").asDouble())
            .memoryProbe(device)
            .readmitAfterEstimate(!golden.isOld())
            .build();
    double max = c.get("max_memory_scaler").asDouble();
    assertThat(batcher.loadStates(states))
        .isCloseTo(max, within((golden.isOld() ? 1e-6 : 1e-9) * max));
    assertThat(device.probed).isEqualTo(ints(c.get("probed_atoms")));
    assertThat(batcher.currentIdx()).isEqualTo(ints(c.get("first_batch_idx")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("binnings")
  void binningMakesTorchSimsBatches(Case golden) {
    JsonNode c = golden.json();
    List<SimState> states = states(c.get("structures"));
    BinningAutoBatcher batcher =
        BinningAutoBatcher.builder()
            .memoryScalesWith(MemoryMetric.of(c.get("memory_scales_with").asText()))
            .maxMemoryScaler(c.get("max_memory_scaler").asDouble())
            .build();
    if (c.has("error")) {
      String message = c.get("error").get("message").asText();
      // 0.2.2 takes an empty list and fails later; 0.6.2 refuses it.
      assertThatThrownBy(() -> batcher.loadStates(states))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(states.isEmpty() ? "Cannot concatenate an empty list of states" : message);
      return;
    }
    double max =
        c.get("input_kind").asText().equals("batched")
            ? batcher.loadStates(SimState.concatenate(states))
            : batcher.loadStates(states);
    assertThat(max).isEqualTo(c.get("max_memory_scaler").asDouble());
    for (int i = 0; i < states.size(); i++) {
      double scaler = c.get("memory_scalers").get(i).asDouble();
      assertThat(batcher.memoryScalers().get(i)).isCloseTo(scaler, within(1e-9 * scaler));
    }
    assertThat(batcher.indexBins()).isEqualTo(intLists(c.get("index_bins")));
    List<SimState> batches = new ArrayList<>();
    for (JsonNode expected : c.get("batches")) {
      BinningAutoBatcher.Batch next = batcher.nextBatch();
      SimState batch = next.batch().orElseThrow();
      assertThat(ids(batch.split())).isEqualTo(ints(expected.get("ids")));
      assertThat(next.indices()).isEqualTo(ints(expected.get("indices")));
      assertThat(Arrays.stream(batch.nAtomsPerSystem()).boxed().toList())
          .isEqualTo(ints(expected.get("n_atoms")));
      batches.add(batch);
    }
    assertThat(batcher.nextBatch())
        .isEqualTo(new BinningAutoBatcher.Batch(Optional.empty(), List.of()));
    assertThat(ids(batcher.restoreOriginalOrder(batches))).isEqualTo(ints(c.get("restored_ids")));
    List<SimState> tooFew = batches.subList(0, batches.size() - 1);
    assertThatThrownBy(() -> batcher.restoreOriginalOrder(tooFew))
        .hasMessage(c.get("restore_mismatch").get("message").asText());
  }

  private static List<List<Integer>> intLists(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).map(GoldenTracesTest::ints).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packings")
  void binsAreTorchSims(Case golden) {
    JsonNode c = golden.json();
    List<Double> weights =
        StreamSupport.stream(c.get("weights").spliterator(), false)
            .map(JsonNode::asDouble)
            .toList();
    assertThat(ConstantVolumeBins.of(c.get("max_volume").asDouble()).pack(weights))
        .isEqualTo(intLists(c.get("bins")));
  }

  @Test
  void badCallsAreRefusedWithTorchSimsTextAndChangeNothing() throws IOException {
    InFlightAutoBatcher batcher =
        InFlightAutoBatcher.builder()
            .memoryScalesWith(MemoryMetric.N_ATOMS)
            .maxMemoryScaler(30)
            .build();
    List<SimState> states = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      states.add(
          SimState.ofSystem(
              new int[4], new double[4], new double[12], new double[9], new boolean[3]));
    }
    batcher.loadStates(states);
    SimState batch = batcher.nextBatch(null, null).batch().orElseThrow();
    assertThatThrownBy(() -> batcher.nextBatch(batch, null)).hasMessage(error("err_conv_none"));
    assertThatThrownBy(() -> batcher.nextBatch(null, new boolean[3]))
        .hasMessage(error("err_state_none"));
    assertThatThrownBy(() -> batcher.nextBatch(batch, new boolean[1]))
        .hasMessage(error("err_conv_len_mismatch"));
    assertThatThrownBy(() -> batcher.restoreOriginalOrder(List.of(batch)))
        .hasMessage(error("err_restore_mismatch"));
    assertThatThrownBy(() -> MemoryMetric.of("bogus")).hasMessage(error("err_invalid_metric"));
    assertThat(batcher.currentIdx()).containsExactly(0, 1, 2);
    assertThat(batcher.swapAttempts()).containsExactly(0, 0, 0);
  }

  private static String error(String name) throws IOException {
    for (JsonNode c : read("autobatch_0_6_2").get("inflight")) {
      if (c.get("name").asText().equals(name)) {
        return c.get("error").get("message").asText();
      }
    }
    throw new AssertionError(name);
  }
}

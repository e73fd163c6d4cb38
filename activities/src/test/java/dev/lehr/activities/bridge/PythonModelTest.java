package dev.lehr.activities.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PythonModelTest {

  private static final BridgeLimits QUICK =
      new BridgeLimits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(2),
          Duration.ZERO,
          Duration.ofMillis(10),
          2,
          24);

  @TempDir Path directory;

  private PythonModel model(String... faults) throws IOException {
    return withSettings("", faults);
  }

  private PythonModel withSettings(String more, String... faults) throws IOException {
    Files.writeString(directory.resolve("words"), String.join(" ", faults));
    String settings = "{\"faults\": \"" + directory + "\"" + more + "}";
    return new PythonModel(PythonOnThisMachine.lennardJones(settings), QUICK);
  }

  private static SimState crystal(int number, double a, boolean periodic) {
    int[] numbers = {number, number};
    double[] masses = {1, 1};
    double[] positions = {0.1, 0, 0, a / 2, a / 2 + 0.05, a / 2};
    double[] cell = {a, 0, 0, 0.1, a, 0, 0, 0.2, a};
    boolean[] pbc = {periodic, periodic, periodic};
    return SimState.ofSystem(numbers, masses, positions, cell, pbc);
  }

  private static SimState batch() {
    return SimState.concatenate(
        List.of(crystal(18, 4.1, true), crystal(36, 4.4, false), crystal(10, 3.9, true)));
  }

  private static ModelOutput expected(SimState state) {
    ModelOutput output = new ModelOutput();
    new LennardJones(3.4, 0.0104, 6.0, Workers.serial()).evaluate(state, output);
    return output;
  }

  private static void assertSame(SimState state, ModelOutput found) {
    ModelOutput java = expected(state);
    int s = state.nSystems();
    int n = state.nAtoms();
    assertClose(found.energy(), java.energy(), s);
    assertClose(found.stress(), java.stress(), 9 * s);
    assertClose(found.forces(), java.forces(), 3 * n);
    assertClose(found.energies(), java.energies(), n);
  }

  private static void assertClose(double[] found, double[] expected, int length) {
    assertThat(Arrays.stream(expected).limit(length)).anyMatch(x -> x != 0);
    assertThat(IntStream.range(0, length))
        .allSatisfy(k -> assertThat(found[k]).isCloseTo(expected[k], within(1e-12)));
  }

  @Test
  void aBatchHasTheNumbersOfTheSamePotentialInJava() throws IOException {
    try (PythonModel model = model()) {
      SimState state = batch();
      ModelOutput output = new ModelOutput();
      for (int k = 0; k < 3; k++) {
        model.evaluate(state, output);
        assertSame(state, output);
      }
      assertThat(model.restarts()).isZero();
    }
  }

  @Test
  void itSaysWhatTheModelSaysOfItself() throws IOException {
    try (PythonModel model = model();
        PythonModel same = model();
        PythonModel other = withSettings(", \"sigma\": 3.5")) {
      assertThat(model.cutoff()).isEqualTo(6.0);
      assertThat(model.supports(18)).isTrue();
      assertThat(model.supports(29)).isFalse();
      assertThat(model.memoryScalesWith()).isEqualTo(MemoryMetric.N_ATOMS);
      assertThat(model.digest()).isEqualTo(same.digest()).isNotEqualTo(other.digest());
    }
  }

  @Test
  void aProcessThatDiesWithinAForwardIsReplacedAndTheNumbersAreRight() throws IOException {
    try (PythonModel model = model("fine", "crash")) {
      SimState state = batch();
      ModelOutput output = new ModelOutput();
      model.evaluate(state, output);
      assertSame(state, output);
      assertThat(model.restarts()).isEqualTo(1);
    }
  }

  @Test
  void aProcessThatIsKilledFromOutsideIsReplaced() throws Exception {
    try (PythonModel model = model("hang")) {
      SimState state = batch();
      ModelOutput output = new ModelOutput();
      CompletableFuture<Void> forward =
          CompletableFuture.runAsync(() -> model.evaluate(state, output));
      Thread.sleep(300);
      ProcessHandle.of(model.pid()).orElseThrow().destroyForcibly();
      forward.get(30, TimeUnit.SECONDS);
      assertSame(state, output);
      assertThat(model.restarts()).isEqualTo(1);
    }
  }

  @Test
  void aProcessThatHangsIsKilledAtItsDeadlineAndReplaced() throws IOException {
    try (PythonModel model = model("hang")) {
      SimState state = batch();
      ModelOutput output = new ModelOutput();
      model.evaluate(state, output);
      assertSame(state, output);
      assertThat(model.restarts()).isEqualTo(1);
    }
  }

  @Test
  void whatAModelPrintsDoesNoHarm() throws IOException {
    try (PythonModel model = model("print", "print", "print")) {
      SimState state = batch();
      ModelOutput output = new ModelOutput();
      model.evaluate(state, output);
      assertSame(state, output);
      assertThat(model.restarts()).isZero();
    }
  }

  @Test
  void garbageBetweenTheFramesCostsTheProcessNotTheBatch() throws IOException {
    try (PythonModel model = model("garbage")) {
      SimState state = batch();
      ModelOutput output = new ModelOutput();
      model.evaluate(state, output);
      assertSame(state, output);
      assertThat(model.restarts()).isEqualTo(1);
    }
  }

  @Test
  void aStructureThatTheModelRefusesHasNoNumbersAndTheOthersHaveTheirs() throws IOException {
    for (String fault : List.of("raise", "nan", "short")) {
      try (PythonModel model = model("fine", fault)) {
        SimState state = batch();
        ModelOutput output = new ModelOutput();
        model.evaluate(state, output);
        ModelOutput java = expected(state);
        assertThat(output.energy()[0]).isCloseTo(java.energy()[0], within(1e-12));
        assertThat(output.forces()[state.firstAtom(1) * 3]).isNaN();
        assertThat(output.energy()[2]).isCloseTo(java.energy()[2], within(1e-12));
        assertThat(model.restarts()).isZero();
      }
    }
  }

  @Test
  void aStructureThatEndsTheProcessEachTimeIsFoundAndTheOthersHaveTheirNumbers()
      throws IOException {
    try (PythonModel model = withSettings(", \"fatal_number\": 36")) {
      SimState state = batch();
      ModelOutput output = new ModelOutput();
      model.evaluate(state, output);
      ModelOutput java = expected(state);
      assertThat(output.energy()[0]).isCloseTo(java.energy()[0], within(1e-12));
      assertThat(output.energy()[1]).isNaN();
      assertThat(output.energy()[2]).isCloseTo(java.energy()[2], within(1e-12));
    }
  }

  @Test
  void aProcessThatDiesWhateverItIsGivenIsThePlatformsFailure() throws IOException {
    try (PythonModel model = withSettings(", \"fatal_number\": 18")) {
      SimState state =
          SimState.concatenate(List.of(crystal(18, 4.1, true), crystal(18, 4.2, true)));
      assertThatThrownBy(() -> model.evaluate(state, new ModelOutput()))
          .isInstanceOf(ModelProcessException.class)
          .hasMessageContaining("was lost")
          .hasMessageContaining("exit status 137");
      SimState fine = crystal(10, 4, true);
      ModelOutput output = new ModelOutput();
      model.evaluate(fine, output);
      assertSame(fine, output);
    }
  }

  @Test
  void memoryThatPythonLacksIsTheDevicesAndTheProcessLivesOn() throws IOException {
    try (PythonModel model = model("memory")) {
      SimState state = batch();
      ModelOutput output = new ModelOutput();
      assertThatThrownBy(() -> model.evaluate(state, output))
          .isInstanceOf(DeviceOutOfMemoryException.class)
          .hasMessage("no memory left");
      model.evaluate(state, output);
      assertSame(state, output);
      assertThat(model.restarts()).isZero();
    }
  }

  @Test
  void aFileNamedInTheSettingsBelongsToTheModel() throws IOException {
    Path weights = directory.resolve("weights");
    Files.writeString(weights, "one");
    String settings = ", \"note\": \"" + weights + "\"";
    try (PythonModel before = withSettings(settings)) {
      Files.writeString(weights, "another");
      try (PythonModel after = withSettings(settings)) {
        assertThat(after.digest()).isNotEqualTo(before.digest());
      }
    }
  }

  @Test
  void aModelThatLoadsSlowlyIsWaitedFor() throws IOException {
    try (PythonModel model = withSettings(", \"load_seconds\": 3")) {
      ModelOutput output = new ModelOutput();
      SimState state = batch();
      model.evaluate(state, output);
      assertSame(state, output);
    }
  }

  @Test
  void aModelThatDoesNotLoadInTimeIsSaidToBeSilent() {
    BridgeLimits impatient =
        new BridgeLimits(
            Duration.ofSeconds(1), QUICK.forward(), QUICK.eachAtom(), QUICK.backoff(), 1, 1);
    PythonSource slow = PythonOnThisMachine.lennardJones("{\"load_seconds\": 60}");
    assertThatThrownBy(() -> new PythonModel(slow, impatient))
        .isInstanceOf(ModelProcessException.class)
        .hasMessageContaining("it was silent for 1 s and was killed");
  }

  @Test
  void whatCannotBeLoadedIsNamed() {
    PythonSource lj = PythonOnThisMachine.lennardJones("{\"sigm\": 3}");
    assertThatThrownBy(() -> new PythonModel(lj, QUICK))
        .isInstanceOf(ModelProcessException.class)
        .hasMessageContaining("unexpected keyword argument 'sigm'");
    PythonSource noModule =
        new PythonSource("no_such_module:X", lj.kind(), "{}", lj.environment(), List.of());
    assertThatThrownBy(() -> new PythonModel(noModule, QUICK))
        .hasMessageContaining("No module named 'no_such_module'");
    PythonSource noFactory =
        new PythonSource("plain_lj:Nothing", lj.kind(), "{}", lj.environment(), lj.path());
    assertThatThrownBy(() -> new PythonModel(noFactory, QUICK)).hasMessageContaining("Nothing");
    PythonSource noPython =
        new PythonSource("plain_lj:LennardJones", lj.kind(), "{}", "/no/such/python", lj.path());
    assertThatThrownBy(() -> new PythonModel(noPython, QUICK))
        .hasMessageContaining("'/no/such/python' cannot be run");
  }

  @Test
  void closingEndsTheProcessAlsoInTheMiddleOfAForward() throws Exception {
    PythonModel model = model("hang");
    ProcessHandle process = ProcessHandle.of(model.pid()).orElseThrow();
    CompletableFuture<Void> forward =
        CompletableFuture.runAsync(() -> model.evaluate(batch(), new ModelOutput()));
    Thread.sleep(300);
    model.close();
    assertThatThrownBy(() -> forward.get(10, TimeUnit.SECONDS))
        .hasMessageContaining("has been closed");
    process.onExit().get(10, TimeUnit.SECONDS);
    assertThat(process.isAlive()).isFalse();
  }
}

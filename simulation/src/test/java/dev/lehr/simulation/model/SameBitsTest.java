package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Results are the same to the last bit whatever is around a system. */
class SameBitsTest {

  private static final int[] METALS = {29, 13, 74};
  private static final int STEPS = BitsWorkload.STEPS;

  private static List<Model> models(Workers workers) {
    return Models.all(workers);
  }

  private static List<SimState> systems() {
    List<SimState> systems = new ArrayList<>();
    for (int s = 0; s < 40; s++) {
      systems.add(Crystals.random(METALS, 1 + s % 30, Crystals.pbc(s % 8), s));
    }
    return systems;
  }

  @Test
  void aloneOrInABatchWithOneThreadOrMore() {
    List<SimState> systems = systems();
    try (FixedThreadWorkers threads = new FixedThreadWorkers(4)) {
      List<Model> shared = models(threads);
      List<Model> serial = models(Workers.serial());
      for (int m = 0; m < serial.size(); m++) {
        SimState batch = SimState.concatenate(systems);
        ModelOutput together = new ModelOutput();
        shared.get(m).evaluate(batch, together);
        for (int s = 0; s < systems.size(); s++) {
          SimState one = systems.get(s).copy();
          ModelOutput alone = new ModelOutput();
          serial.get(m).evaluate(one, alone);
          assertThat(bits(batch, s, together)).isEqualTo(bits(one, 0, alone));
        }
      }
    }
  }

  private final List<Model> ofProperties = models(Workers.serial());

  @Property(tries = 1500)
  void inABatchAsAlone(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 25) Integer> atoms,
      @ForAll long seed,
      @ForAll @IntRange(max = 7) int pbcBits,
      @ForAll @IntRange(max = 11) int model) {
    List<SimState> systems = new ArrayList<>();
    for (int n : atoms) {
      int bits = (pbcBits + systems.size()) % 8;
      systems.add(Crystals.random(METALS, n, Crystals.pbc(bits), seed + systems.size()));
    }
    SimState batch = SimState.concatenate(systems);
    ModelOutput together = ModelOutput.withStresses();
    ofProperties.get(model).evaluate(batch, together);
    for (int s = 0; s < systems.size(); s++) {
      ModelOutput alone = ModelOutput.withStresses();
      ofProperties.get(model).evaluate(systems.get(s), alone);
      assertThat(bits(batch, s, together)).isEqualTo(bits(systems.get(s), 0, alone));
    }
  }

  @Test
  void aLargeSystemCutIntoBlocksOnAnyNumberOfThreads() {
    SimState large = Crystals.fcc(METALS, 3.9, 7, 0.3, 8);
    assertThat(SystemLoop.blocks(large.nAtoms())).isEqualTo(2);
    SimState larger = Crystals.fcc(METALS, 3.9, 8, 0.3, 9);
    assertThat(SystemLoop.blocks(larger.nAtoms())).isEqualTo(4);
    SimState small = Crystals.random(METALS, 12, Crystals.pbc(7), 6);
    List<Model> serial = models(Workers.serial());
    for (int count : new int[] {1, 2, 5}) {
      try (FixedThreadWorkers threads = new FixedThreadWorkers(count)) {
        List<Model> shared = models(threads);
        for (int m = 0; m < serial.size(); m++) {
          ModelOutput alone = ModelOutput.withStresses();
          serial.get(m).evaluate(large, alone);
          SimState batch = SimState.concatenate(List.of(larger, small, large));
          ModelOutput together = ModelOutput.withStresses();
          shared.get(m).evaluate(batch, together);
          assertThat(bits(batch, 2, together)).isEqualTo(bits(large, 0, alone));
        }
      }
    }
  }

  @Test
  void aLargeSystemIsAnExactSumOfItsBlocks() {
    SimState large = Crystals.fcc(METALS, 3.9, 7, 0.3, 8);
    for (Model model : models(Workers.serial())) {
      ModelOutput cut = new ModelOutput();
      model.evaluate(large, cut);
      double sum = Arrays.stream(cut.energies(), 0, large.nAtoms()).sum();
      assertThat(sum).isCloseTo(cut.energy()[0], within(1e-9 * Math.abs(sum)));
      for (int c = 0; c < 3; c++) {
        int component = c;
        double force =
            IntStream.range(0, large.nAtoms())
                .mapToDouble(i -> cut.forces()[3 * i + component])
                .sum();
        assertThat(force).isCloseTo(0, within(1e-8));
      }
    }
  }

  @Test
  void withAListOfEarlierOrAFreshOne() {
    Random random = new Random(11);
    for (Model model : models(Workers.serial())) {
      String companion = SystemLoop.companionOf(model.cutoff());
      SimState state = SimState.concatenate(systems());
      ModelOutput kept = new ModelOutput();
      ModelOutput fresh = new ModelOutput();
      int reused = 0;
      for (int step = 0; step < 30; step++) {
        Object[] before = state.companions(companion).clone();
        model.evaluate(state, kept);
        SimState bare = state.copy();
        bare.removeColumn(companion);
        model.evaluate(bare, fresh);
        for (int s = 0; s < state.nSystems(); s++) {
          assertThat(bits(state, s, kept)).isEqualTo(bits(bare, s, fresh));
          reused += before[s] == state.companions(companion)[s] ? 1 : 0;
        }
        for (int k = 0; k < state.positions().length; k++) {
          state.positions()[k] += 0.2 * (random.nextDouble() - 0.5);
        }
        for (int k = 0; k < state.cell().length; k++) {
          state.cell()[k] *= 1 + 0.001 * (random.nextDouble() - 0.5);
        }
      }
      assertThat(reused).isBetween(50, 30 * 40 - 100);
    }
  }

  @Test
  void withAnySkin() {
    SimState state = Crystals.random(METALS, 20, Crystals.pbc(7), 5);
    List<long[]> results = new ArrayList<>();
    for (double skin : new double[] {0, 0.3, 2}) {
      ModelOutput output = new ModelOutput();
      SimState copy = state.copy();
      new LennardJones(2.4, 0.1, 6, Workers.serial(), skin).evaluate(copy, output);
      results.add(bits(copy, 0, output));
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2)).isEqualTo(results.get(0));
  }

  @Test
  void interpretedOrCompiled() throws IOException, InterruptedException {
    String here = BitsWorkload.digest(Workers.serial(), STEPS);
    assertThat(child("-Xint")).isEqualTo(here);
    assertThat(child("-XX:+UseSerialGC")).isEqualTo(here);
    assertThat(child("-XX:TieredStopAtLevel=1")).isEqualTo(here);
    try (FixedThreadWorkers threads = new FixedThreadWorkers(2)) {
      assertThat(BitsWorkload.digest(threads, STEPS)).isEqualTo(here);
    }
  }

  @Test
  void aSystemThatBlewUpShowsItAndLeavesOthersAlone() {
    for (Model model : models(Workers.serial())) {
      SimState good = Crystals.random(METALS, 12, Crystals.pbc(7), 6);
      ModelOutput expected = new ModelOutput();
      model.evaluate(good, expected);
      for (SimState bad : List.of(overlapping(), notFinite(), collapsed(), flat())) {
        SimState batch = SimState.concatenate(List.of(bad, good, bad));
        ModelOutput output = new ModelOutput();
        model.evaluate(batch, output);
        assertThat(output.energy()[0]).isNaN();
        assertThat(output.energy()[2]).isNaN();
        assertThat(Arrays.stream(output.forces(), 0, 6)).anyMatch(f -> Double.isNaN(f));
        assertThat(bits(batch, 1, output)).isEqualTo(bits(good, 0, expected));
      }
    }
  }

  private static SimState two(double[] positions, double[] cell, boolean[] pbc) {
    return SimState.ofSystem(new int[] {29, 29}, new double[] {1, 1}, positions, cell, pbc);
  }

  private static SimState overlapping() {
    return two(new double[] {1, 2, 3, 1, 2, 3}, new double[9], Crystals.pbc(0));
  }

  private static SimState notFinite() {
    double[] cell = {9, 0, 0, 0, 9, 0, 0, 0, 9};
    return two(new double[] {1, 2, 3, 1, Double.POSITIVE_INFINITY, 3}, cell, Crystals.pbc(7));
  }

  private static SimState collapsed() {
    double[] cell = {1e-5, 0, 0, 0, 1e-5, 0, 0, 0, 1e-5};
    return two(new double[] {1, 2, 3, 3, 2, 1}, cell, Crystals.pbc(7));
  }

  private static SimState flat() {
    double[] cell = {4, 0, 0, 0, 4, 0, 4, 4, 0};
    return two(new double[] {1, 2, 3, 3, 2, 1}, cell, Crystals.pbc(7));
  }

  private static String child(String option) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BitsWorkload.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  private static long[] bits(SimState state, int system, ModelOutput output) {
    int from = state.firstAtom(system);
    int to = state.firstAtom(system + 1);
    List<double[]> parts =
        List.of(
            Arrays.copyOfRange(output.energy(), system, system + 1),
            Arrays.copyOfRange(output.stress(), 9 * system, 9 * system + 9),
            Arrays.copyOfRange(output.energies(), from, to),
            Arrays.copyOfRange(output.forces(), 3 * from, 3 * to),
            output.hasStresses()
                ? Arrays.copyOfRange(output.stresses(), 9 * from, 9 * to)
                : new double[0]);
    return parts.stream()
        .flatMapToDouble(Arrays::stream)
        .mapToLong(Double::doubleToLongBits)
        .toArray();
  }
}

package dev.lehr.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.optimize.BfgsSettings;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.GradientDescentSettings;
import dev.lehr.simulation.optimize.LbfgsSettings;
import dev.lehr.simulation.optimize.OptimizerSettings;
import dev.lehr.simulation.optimize.VvFireSettings;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RunTest {

  private static final Model MODEL =
      new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial());
  private static final Optimization RELAX = Optimization.builder().fmax(0.01).maxSteps(150).build();

  /** Clusters of 2 to 9 atoms in an order in which sizes mix. */
  private static List<Structure> clusters(int n) {
    List<Structure> all =
        new ClusterGenerator(
                ClusterSpec.of("Ar", List.of(2, 9, 4, 7, 3, 5), 1 + n / 6, 1.1225, 5), "test")
            .structures();
    int starts = 1 + n / 6;
    return IntStream.range(0, n).mapToObj(i -> all.get(i % 6 * starts + i / 6)).toList();
  }

  private static Structure atom(String id, double... positions) {
    int[] numbers = new int[positions.length / 3];
    java.util.Arrays.fill(numbers, 18);
    return Structure.builder(id, "test", numbers, positions).build();
  }

  private static Execution with(Batching batching) {
    return Execution.builder().batching(batching).build();
  }

  private static void assertSameBits(Results a, Results b) {
    assertThat(b.size()).isEqualTo(a.size());
    for (int i = 0; i < a.size(); i++) {
      Result x = a.get(i);
      Result y = b.get(i);
      assertThat(y.index()).isEqualTo(i);
      assertThat(y.id()).isEqualTo(x.id());
      assertThat(y.status()).isEqualTo(x.status());
      assertThat(y.iterations()).isEqualTo(x.iterations());
      assertThat(y.swapAttempts()).isEqualTo(x.swapAttempts());
      SimState s = x.state().orElseThrow();
      SimState t = y.state().orElseThrow();
      assertThat(t.positions()).containsExactly(s.positions());
      for (String name : s.columnNames()) {
        if (!(s.column(name) instanceof Column.Companions)) {
          assertThat(t.column(name)).as(name).isEqualTo(s.column(name));
        }
      }
    }
  }

  private static Results alone(List<Structure> structures) {
    List<Result> all = new ArrayList<>();
    for (Structure s : structures) {
      Result r = Lehr.optimize(List.of(s), MODEL, RELAX).get(0);
      all.add(
          new Result(
              all.size(),
              r.input(),
              r.status(),
              r.reason(),
              r.detail(),
              r.iterations(),
              r.swapAttempts(),
              r.state()));
    }
    return new Results(all, false);
  }

  @Property(tries = 25)
  void everyWayOfBatchingGivesTheSameBits(
      @ForAll @IntRange(min = 1, max = 40) int n, @ForAll @IntRange(min = 9, max = 60) int max) {
    List<Structure> structures = clusters(n);
    Results expected = alone(structures);
    MemoryMetric atoms = MemoryMetric.N_ATOMS;
    List<Batching> ways =
        List.of(
            Batching.inFlight(),
            Batching.inFlight(atoms, max),
            Batching.inFlight(atoms, batch -> batch.nAtoms() <= 4 * max),
            Batching.binning(),
            Batching.binning(atoms, max),
            Batching.binning(atoms, batch -> batch.nAtoms() <= 4 * max),
            Batching.none());
    for (Batching way : ways) {
      assertSameBits(expected, Lehr.optimize(structures, MODEL, RELAX, with(way)));
    }
  }

  @Test
  void threadsChangeNoBit() {
    List<Structure> structures = clusters(60);
    Results expected = Lehr.optimize(structures, MODEL, RELAX);
    try (FixedThreadWorkers threads = new FixedThreadWorkers(3)) {
      Model model = new LennardJones(1, 1, Double.POSITIVE_INFINITY, threads);
      assertSameBits(
          expected,
          Lehr.optimize(structures, model, RELAX, Execution.builder().workers(threads).build()));
    }
    assertSameBits(
        expected, Lehr.optimize(structures, MODEL, RELAX, Execution.builder().threads(2).build()));
    assertThat(expected.count(Status.CONVERGED)).isPositive();
    assertThat(expected.count(Status.MAX_ITERATIONS)).isPositive();
  }

  @Test
  void whatRanOutOfStepsIsNotCalledConverged() {
    Results results =
        Lehr.optimize(clusters(6), MODEL, Optimization.builder().fmax(1e-9).maxSteps(7).build());
    assertThat(results)
        .allSatisfy(
            r -> {
              assertThat(r.status()).isEqualTo(Status.MAX_ITERATIONS);
              assertThat(r.reason()).isEqualTo("max_iterations");
              assertThat(r.detail()).isEqualTo("not converged after 7 steps");
              assertThat(r.iterations()).isEqualTo(7);
              assertThat(r.swapAttempts()).isEqualTo(8);
            });
  }

  @Test
  void aStructureThatIsBadFailsAloneWithAReason() {
    List<Structure> structures = new ArrayList<>(clusters(3));
    structures.add(1, atom("nan", 0, 0, 0, 1, Double.NaN, 0));
    structures.add(atom("on top", 0, 0, 0, 0, 0, 0.01));
    structures.add(Structure.builder("unknown", "test", new int[] {200}, new double[3]).build());
    structures.add(
        Structure.builder("flat", "test", new int[] {18}, new double[3])
            .cell(new double[] {1, 0, 0, 2, 0, 0, 0, 0, 1})
            .pbc(true, true, true)
            .build());
    structures.add(Structure.builder("empty", "test", new int[0], new double[0]).build());
    for (Batching way : List.of(Batching.inFlight(), Batching.binning(), Batching.none())) {
      Results results = Lehr.optimize(structures, MODEL, RELAX, with(way));
      Map<String, String> reasons =
          results.all().stream()
              .filter(r -> r.status() == Status.FAILED)
              .collect(Collectors.toMap(Result::id, Result::reason, (a, b) -> a, TreeMap::new));
      assertThat(reasons)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "nan", "not_finite",
                  "on top", "overlapping_atoms",
                  "unknown", "unknown_element",
                  "flat", "singular_cell",
                  "empty", "no_atoms"));
      assertThat(results.all().stream().map(Result::id).toList())
          .isEqualTo(structures.stream().map(Structure::id).toList());
      Result nan = results.get(1);
      assertThat(nan.energy()).isNaN();
      assertThat(nan.forces()).isEmpty();
      assertThat(nan.structure()).isSameAs(nan.input());
    }
  }

  @Test
  void whatTheModelCannotDoFailsAloneAsWell() {
    List<Structure> structures = new ArrayList<>(clusters(3));
    structures.add(
        1,
        Structure.builder("crystal", "test", new int[] {18}, new double[3])
            .cell(new double[] {2, 0, 0, 0, 2, 0, 0, 0, 2})
            .pbc(true, true, true)
            .build());
    for (MemoryMetric metric : MemoryMetric.values()) {
      Results results =
          Lehr.optimize(structures, MODEL, RELAX, with(Batching.inFlight(metric, 1e6)));
      assertThat(results.get(1).reason()).isEqualTo("needs_a_cutoff");
      assertThat(results.count(Status.FAILED)).isEqualTo(1);
    }
  }

  @Test
  void aStructureAboveAGivenMaximumFailsAndOneAboveTheAutomaticRunsAlone() {
    List<Structure> structures = clusters(6);
    Results given =
        Lehr.optimize(structures, MODEL, RELAX, with(Batching.inFlight(MemoryMetric.N_ATOMS, 8)));
    assertThat(given.get(1).reason()).isEqualTo("larger_than_device");
    assertThat(given.get(1).detail()).isEqualTo("n_atoms is 9.0, the batch takes 8.0");
    assertThat(given.count(Status.FAILED)).isEqualTo(1);
    Results binned =
        Lehr.optimize(structures, MODEL, RELAX, with(Batching.binning(MemoryMetric.N_ATOMS, 8)));
    assertThat(binned.get(1).reason()).isEqualTo("larger_than_device");
    List<Structure> large = new ArrayList<>(clusters(3));
    double[] line = new double[3 * 600];
    for (int i = 0; i < 600; i++) {
      line[3 * i] = 3.0 * i;
    }
    large.add(1, atom("line", line));
    for (Batching way : List.of(Batching.inFlight(), Batching.binning(), Batching.none())) {
      Results alone = Lehr.singlePoint(large, MODEL, with(way));
      assertThat(alone).allMatch(Result::isConverged);
      assertThat(alone.get(1).forces()).hasSize(1800);
    }
  }

  @Test
  void aHundredThousandStructuresDoNotLiveAtOnce() {
    int n = 100_000;
    int[] taken = {0};
    Iterator<Structure> input =
        IntStream.range(0, n)
            .mapToObj(
                i -> {
                  taken[0]++;
                  return atom("pair-" + i, 0, 0, 0, 1.0 + (i % 50) * 0.01, 0, 0);
                })
            .iterator();
    int done = 0;
    int most = 0;
    double sum = 0;
    try (Run run = Lehr.stream(input, MODEL, new SinglePoint(), Execution.defaults())) {
      while (run.hasNext()) {
        sum += run.next().energy();
        done++;
        most = Math.max(most, taken[0] - done);
      }
      assertThat(run.progress().done()).isEqualTo(n);
    }
    assertThat(done).isEqualTo(n);
    assertThat(sum).isNegative();
    // Two batches of 512 atoms, two atoms each.
    assertThat(most).isLessThanOrEqualTo(2 * 256 + 1);
  }

  @Test
  void resultsComeAsAStreamToo() {
    try (Run run = Lehr.stream(clusters(10).stream(), MODEL, RELAX, Execution.defaults())) {
      assertThat(run.results().map(Result::index).sorted().toList())
          .isEqualTo(IntStream.range(0, 10).mapToObj(Long::valueOf).toList());
    }
  }

  @Test
  void aFrameIsToldAtEveryMultipleAndAtTheEndsInAnyBatch() {
    List<Structure> structures = clusters(12);
    Map<String, List<String>> frames = new TreeMap<>();
    for (int max : new int[] {9, 40}) {
      Map<String, List<String>> seen = new TreeMap<>();
      Execution execution =
          Execution.builder()
              .batching(Batching.inFlight(MemoryMetric.N_ATOMS, max))
              .onFrame(
                  20,
                  f ->
                      seen.computeIfAbsent(f.id(), k -> new ArrayList<>())
                          .add(
                              f.step()
                                  + " "
                                  + f.energy()
                                  + java.util.Arrays.toString(f.positions())
                                  + java.util.Arrays.toString(f.forces())))
              .build();
      Results results = Lehr.optimize(structures, MODEL, RELAX, execution);
      for (Result r : results) {
        List<Long> steps =
            seen.get(r.id()).stream()
                .map(f -> Long.valueOf(f.substring(0, f.indexOf(' '))))
                .toList();
        List<Long> expected = new ArrayList<>();
        for (long step = 0; step < r.iterations(); step += 20) {
          expected.add(step);
        }
        expected.add(r.iterations());
        assertThat(steps).isEqualTo(expected);
      }
      assertThat(frames.isEmpty() || frames.equals(seen)).isTrue();
      frames.putAll(seen);
    }
  }

  @Test
  void aFrameCannotBeChangedByWhoeverSeesIt() {
    Execution execution =
        Execution.builder()
            .onFrame(
                1,
                f -> {
                  double before = f.positions()[0];
                  f.positions()[0] = 99;
                  f.forces()[0] = 99;
                  assertThat(f.positions()[0]).isEqualTo(before);
                })
            .build();
    assertSameBits(
        Lehr.optimize(clusters(4), MODEL, RELAX),
        Lehr.optimize(clusters(4), MODEL, RELAX, execution));
  }

  @Test
  void progressAddsUpAndEndsWithEverythingDone() {
    List<Progress> seen = new ArrayList<>();
    Execution execution =
        Execution.builder()
            .batching(Batching.inFlight(MemoryMetric.N_ATOMS, 20))
            .onProgress(seen::add)
            .build();
    List<Structure> structures = new ArrayList<>(clusters(20));
    structures.add(atom("nan", Double.NaN, 0, 0));
    Results results = Lehr.optimize(structures, MODEL, RELAX, execution);
    Progress last = seen.get(seen.size() - 1);
    assertThat(last.done()).isEqualTo(21);
    assertThat(last.failed()).isEqualTo(1);
    assertThat(last.converged()).isEqualTo(results.count(Status.CONVERGED));
    assertThat(last.maxIterations()).isEqualTo(results.count(Status.MAX_ITERATIONS));
    assertThat(last.inFlight() + last.waiting()).isZero();
    assertThat(last.steps()).isEqualTo(results.all().stream().mapToLong(Result::iterations).sum());
    for (int i = 1; i < seen.size(); i++) {
      assertThat(seen.get(i).done()).isGreaterThanOrEqualTo(seen.get(i - 1).done());
      assertThat(seen.get(i).steps()).isGreaterThanOrEqualTo(seen.get(i - 1).steps());
      assertThat(seen.get(i).occupancy()).isBetween(0.0, 1.0);
    }
  }

  private static Results interrupted(List<Structure> structures, Batching batching) {
    AtomicInteger left = new AtomicInteger(3);
    Execution execution =
        Execution.builder()
            .batching(batching)
            .onProgress(
                p -> {
                  if (left.decrementAndGet() == 0) {
                    Thread.currentThread().interrupt();
                  }
                })
            .build();
    try {
      return Lehr.optimize(structures, MODEL, RELAX, execution);
    } finally {
      assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
    }
  }

  private static boolean wasOnItsWay(Result r) {
    return r.status() == Status.INTERRUPTED && r.iterations() > 0;
  }

  @Test
  void anInterruptEndsTheRunAndSaysWhatIsDone() {
    List<Structure> structures = clusters(30);
    for (Batching way :
        List.of(
            Batching.inFlight(MemoryMetric.N_ATOMS, 20),
            Batching.binning(MemoryMetric.N_ATOMS, 20),
            Batching.none())) {
      Results results = interrupted(structures, way);
      assertThat(results.isInterrupted()).isTrue();
      assertThat(results.size()).isEqualTo(30);
      assertThat(results.count(Status.INTERRUPTED)).isBetween(1L, 29L);
      Results whole = Lehr.optimize(structures, MODEL, RELAX);
      for (int i = 0; i < 30; i++) {
        Result r = results.get(i);
        assertThat(r.id()).isEqualTo(structures.get(i).id());
        if (r.status() == Status.INTERRUPTED) {
          assertThat(r.reason()).isEqualTo("interrupted");
        } else {
          assertThat(r.energy()).isEqualTo(whole.get(i).energy());
        }
      }
      boolean betweenBins = way instanceof Batching.Binning;
      assertThat(results.all().stream().anyMatch(RunTest::wasOnItsWay)).isNotEqualTo(betweenBins);
    }
    assertThat(Lehr.optimize(structures, MODEL, RELAX).isInterrupted()).isFalse();
  }

  @Test
  void whatACallbackThrowsEndsTheRunAndIsThrownOn() {
    Execution execution =
        Execution.builder()
            .onFrame(
                5,
                f -> {
                  throw new IllegalStateException("the disk is full");
                })
            .build();
    assertThatThrownBy(() -> Lehr.optimize(clusters(3), MODEL, RELAX, execution))
        .hasMessage("the disk is full");
  }

  @Test
  void anEmptyListHasNoResults() {
    for (Batching way : List.of(Batching.inFlight(), Batching.binning(), Batching.none())) {
      assertThat(Lehr.optimize(List.of(), MODEL, RELAX, with(way))).isEmpty();
    }
    assertThat(
            Lehr.singlePoint(
                List.of(),
                MODEL,
                with(Batching.inFlight(MemoryMetric.N_ATOMS, batch -> batch.nAtoms() < 9))))
        .isEmpty();
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Execution.builder().threads(0))
        .hasMessage("threads is 0, expected 1 or more");
    assertThatThrownBy(() -> Execution.builder().onFrame(0, f -> {}))
        .hasMessage("frames every 0 steps, expected 1 or more");
    assertThatThrownBy(() -> Batching.inFlight(MemoryMetric.N_ATOMS, 0))
        .hasMessage("max_memory_scaler is 0.0, expected a number above 0");
    assertThatThrownBy(() -> Optimization.builder().fmax(-1).build())
        .hasMessage("fmax is -1.0, expected a positive number");
    assertThat(Optimization.defaults().config().convergence().fmax()).hasValue(0.05);
    assertThat(Optimization.builder().energyTolerance(1e-6).build().config().convergence().fmax())
        .isEmpty();
    assertThat(Optimization.builder().relaxCell().build().config().cellFilter())
        .isEqualTo(CellFilter.frechet(0));
  }

  @Test
  void everyOptimizerFindsTheSameMinimumAndOneThatCannotSaysWhy() {
    // The dimer: its minimum is at 2^(1/6) sigma, energy -epsilon.
    List<Structure> dimer = List.of(atom("dimer", 0, 0, 0, 1.2, 0, 0));
    for (OptimizerSettings settings :
        List.of(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            VvFireSettings.defaults(),
            new GradientDescentSettings(FireSettings.Flavour.ASE, 0.005, 0.005),
            LbfgsSettings.defaults(FireSettings.Flavour.ASE),
            BfgsSettings.defaults())) {
      Optimization how =
          Optimization.builder().optimizer(settings).fmax(1e-6).maxSteps(5000).build();
      Result r = Lehr.optimize(dimer, MODEL, how).get(0);
      assertThat(r.status()).as(settings.key()).isEqualTo(Status.CONVERGED);
      assertThat(r.energy()).as(settings.key()).isCloseTo(-1, within(1e-12));
    }
    List<Structure> large =
        new ClusterGenerator(ClusterSpec.of("Ar", List.of(300), 1, 1.2, 5), "test").structures();
    Optimization bfgs = Optimization.builder().optimizer(BfgsSettings.defaults()).build();
    Result refused = Lehr.optimize(large, MODEL, bfgs).get(0);
    assertThat(refused.status()).isEqualTo(Status.FAILED);
    assertThat(refused.detail()).contains("at most 200 atoms", "300");
  }
}

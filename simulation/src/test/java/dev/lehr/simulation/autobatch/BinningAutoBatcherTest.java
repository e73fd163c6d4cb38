package dev.lehr.simulation.autobatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BinningAutoBatcherTest {

  private static SimState system(int id, int atoms) {
    SimState state =
        SimState.ofSystem(
            new int[atoms],
            new double[atoms],
            new double[3 * atoms],
            new double[9],
            new boolean[3]);
    state.addLongs("id", Scope.SYSTEM, 1, id);
    return state;
  }

  private static BinningAutoBatcher batcher(double max) {
    return BinningAutoBatcher.builder()
        .memoryScalesWith(MemoryMetric.N_ATOMS)
        .maxMemoryScaler(max)
        .build();
  }

  private static List<Long> ids(List<SimState> states) {
    return states.stream().map(s -> s.longs("id")[0]).toList();
  }

  /** The reference's algorithm word by word, quadratic. */
  private static List<List<Integer>> reference(List<Double> weights, double max) {
    List<List<Integer>> bins = new ArrayList<>();
    List<Double> sums = new ArrayList<>();
    IntStream.range(0, weights.size())
        .boxed()
        .sorted((a, b) -> Double.compare(weights.get(b), weights.get(a)))
        .forEach(
            i -> {
              int best = -1;
              for (int b = 0; b < bins.size(); b++) {
                if (sums.get(b) + weights.get(i) <= max
                    && (best < 0 || sums.get(b) > sums.get(best))) {
                  best = b;
                }
              }
              if (best < 0) {
                best = bins.size();
                bins.add(new ArrayList<>());
                sums.add(0.0);
              }
              bins.get(best).add(i);
              sums.set(best, sums.get(best) + weights.get(i));
            });
    return bins;
  }

  @Property(tries = 3000)
  void everyItemIsInOneBinAndNoBinIsAboveTheVolumeUnlessOneItemIs(
      @ForAll @Size(max = 60) List<@DoubleRange(min = 0, max = 12) Double> weights,
      @ForAll @DoubleRange(min = 0.1, max = 30) double volume) {
    List<List<Integer>> bins = ConstantVolumeBins.of(volume).pack(weights);
    List<Integer> all = bins.stream().flatMap(List::stream).sorted().toList();
    assertThat(all).isEqualTo(IntStream.range(0, weights.size()).boxed().toList());
    for (List<Integer> bin : bins) {
      double sum = 0;
      for (int i : bin) {
        sum += weights.get(i);
      }
      assertThat(bin.size() == 1 || sum <= volume).as("%s in %s", bin, weights).isTrue();
    }
    assertThat(bins).isEqualTo(reference(weights, volume));
  }

  /** Tenths do not add up in binary: whether an item fits hangs on the last digit of a sum. */
  @Property(tries = 2000)
  void itemsThatFitByTheLastDigitGoWhereTheReferencePutsThem(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 12) Integer> tenths,
      @ForAll @IntRange(min = 1, max = 30) int volume) {
    List<Double> weights = tenths.stream().map(t -> t * 0.1).toList();
    assertThat(ConstantVolumeBins.of(volume * 0.1).pack(weights))
        .isEqualTo(reference(weights, volume * 0.1));
  }

  @Property(tries = 2000)
  void batchesHoldEverySystemOnceAndTheOrderComesBack(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 9) Integer> sizes,
      @ForAll @IntRange(min = 9, max = 40) int max) {
    List<SimState> states =
        IntStream.range(0, sizes.size()).mapToObj(i -> system(i, sizes.get(i))).toList();
    BinningAutoBatcher b = batcher(max);
    assertThat(b.loadStates(states)).isEqualTo(max);
    List<SimState> batches = new ArrayList<>();
    for (BinningAutoBatcher.Batch next : b) {
      SimState batch = next.batch().orElseThrow();
      assertThat(batch.nAtoms()).isLessThanOrEqualTo(max);
      assertThat(ids(batch.split())).isEqualTo(next.indices().stream().map(Long::valueOf).toList());
      batches.add(batch);
    }
    assertThat(ids(b.restoreOriginalOrder(batches))).isEqualTo(ids(states));
    List<SimState> split = batches.stream().flatMap(s -> s.split().stream()).toList();
    assertThat(ids(b.restoreOriginalOrder(split))).isEqualTo(ids(states));
  }

  /** What is done to a system in torch-sim's tests: here a number that only the system has. */
  private static void process(SimState batch) {
    for (int s = 0; s < batch.nSystems(); s++) {
      batch.longs("id")[s] = 3 * batch.longs("id")[s] + batch.nAtoms(s);
    }
  }

  @Property(tries = 1000)
  void inFlightAndBinningGiveTheSameResults(
      @ForAll @IntRange(min = 1, max = 30) int n,
      @ForAll @IntRange(min = 9, max = 40) int max,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<SimState> binned = new ArrayList<>();
    List<SimState> inFlight = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int atoms = 1 + random.nextInt(9);
      binned.add(system(i, atoms));
      inFlight.add(system(i, atoms));
    }
    BinningAutoBatcher b = batcher(max);
    b.loadStates(binned);
    List<SimState> batches = new ArrayList<>();
    b.forEach(
        next -> {
          process(next.batch().orElseThrow());
          batches.add(next.batch().orElseThrow());
        });
    InFlightAutoBatcher f =
        InFlightAutoBatcher.builder()
            .memoryScalesWith(MemoryMetric.N_ATOMS)
            .maxMemoryScaler(max)
            .build();
    f.loadStates(inFlight);
    Set<Long> known = new HashSet<>();
    List<SimState> done = new ArrayList<>();
    SimState batch = f.nextBatch(null, null).batch().orElse(null);
    while (batch != null) {
      boolean[] leaves = new boolean[batch.nSystems()];
      for (int s = 0; s < leaves.length; s++) {
        leaves[s] = !known.add(batch.longs("id")[s]) || random.nextBoolean();
      }
      InFlightAutoBatcher.Batch next = f.nextBatch(batch, leaves);
      next.completed().forEach(BinningAutoBatcherTest::process);
      done.addAll(next.completed());
      batch = next.batch().orElse(null);
    }
    assertThat(ids(f.restoreOriginalOrder(done))).isEqualTo(ids(b.restoreOriginalOrder(batches)));
  }

  /** Cases of torch-sim's tests/test_autobatching.py. */
  @Test
  void itemsStayWholeUnderAKeyAndWithinBounds() {
    record Item(String name, double weight) {}
    List<Item> items = List.of(new Item("a", 1), new Item("b", 2), new Item("c", 1));
    assertThat(ConstantVolumeBins.of(2).pack(items, Item::weight))
        .containsExactly(List.of(items.get(1)), List.of(items.get(0), items.get(2)));
    assertThat(ConstantVolumeBins.of(20).pack(List.of(42.0, 24.0))).hasSize(2);
    assertThat(ConstantVolumeBins.of(20).pack(List.of())).isEmpty();
    assertThat(ConstantVolumeBins.of(20).pack(Map.of())).isEmpty();
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put("x", 1.0);
    weights.put("y", 3.0);
    weights.put("z", 2.0);
    assertThat(ConstantVolumeBins.of(3).pack(weights))
        .containsExactly(Map.of("y", 3.0), Map.of("x", 1.0, "z", 2.0));
    List<Double> many = List.of(1.0, 2.0, 3.0, 4.0, 5.0);
    assertThat(ConstantVolumeBins.of(5).above(2).below(5).pack(many))
        .containsExactly(List.of(3), List.of(2));
  }

  @Test
  void badBoundsAndWeightsAreRefused() {
    assertThatThrownBy(() -> ConstantVolumeBins.of(5).above(3).below(3))
        .hasMessage("lower_bound is 3.0 and upper_bound 3.0, expected the lower one to be smaller");
    assertThatThrownBy(() -> ConstantVolumeBins.of(5).pack(List.of(1.0, Double.NaN)))
        .hasMessage("the weight of item 1 is NaN, expected 0 or more");
  }

  @Test
  void anEstimateIsPaddedAndKeptForLaterLoads() {
    List<Integer> probed = new ArrayList<>();
    BinningAutoBatcher b =
        BinningAutoBatcher.builder()
            .memoryScalesWith(MemoryMetric.N_ATOMS)
            .maxMemoryPadding(0.5)
            .memoryProbe(
                batch -> {
                  probed.add(batch.nAtoms());
                  return batch.nAtoms() <= 100;
                })
            .build();
    // Copies 1, 2, 3, 5, 8, 13, 21, 34 of 4 atoms; 26 of 4 atoms are too many at 100: the answer is
    // two tries below the one that failed.
    assertThat(b.loadStates(List.of(system(0, 4)))).isEqualTo(0.5 * 4 * 13);
    assertThat(probed).startsWith(4, 8, 12, 20, 32, 52, 84, 136);
    int tries = probed.size();
    assertThat(b.loadStates(List.of(system(0, 4), system(1, 8)))).isEqualTo(26);
    assertThat(probed).hasSize(tries);
  }

  @Test
  void whatCannotBeLoadedChangesNothing() {
    BinningAutoBatcher b = batcher(9);
    b.loadStates(List.of(system(0, 4), system(1, 4)));
    assertThatThrownBy(() -> b.loadStates(List.of(system(0, 4), system(1, 99))))
        .hasMessageStartingWith("Max metric of system with index 1 in states: 99 is greater");
    assertThat(b.nextBatch().indices()).containsExactly(0, 1);
  }
}

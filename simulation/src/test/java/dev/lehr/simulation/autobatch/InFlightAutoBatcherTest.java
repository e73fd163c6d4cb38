package dev.lehr.simulation.autobatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InFlightAutoBatcherTest {

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

  private static List<SimState> systems(int n, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, n).mapToObj(i -> system(i, 1 + random.nextInt(9))).toList();
  }

  private static InFlightAutoBatcher batcher(double max) {
    return InFlightAutoBatcher.builder()
        .memoryScalesWith(MemoryMetric.N_ATOMS)
        .maxMemoryScaler(max)
        .returnIndices(true)
        .build();
  }

  private static boolean[] coins(Random random, SimState batch) {
    boolean[] flags = new boolean[batch.nSystems()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = random.nextInt(3) == 0;
    }
    return flags;
  }

  private static List<Long> ids(List<SimState> states) {
    return states.stream().map(s -> s.longs("id")[0]).toList();
  }

  /** Everything that can be seen of a step. */
  private static String seen(InFlightAutoBatcher b, InFlightAutoBatcher.Batch step) {
    return ids(step.batch().map(SimState::split).orElse(List.of()))
        + " "
        + ids(step.completed())
        + " "
        + step.indices()
        + " "
        + b.currentIdx()
        + " "
        + b.currentScalers()
        + " "
        + b.completedIdxOriginalOrder()
        + " "
        + b.swapAttempts()
        + " "
        + b.memoryScalers();
  }

  @Property(tries = 300)
  void everySystemIsInOnePlaceAndTheSumStaysWithinTheMaximum(
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 9, max = 40) int max,
      @ForAll long seed) {
    List<SimState> input = systems(n, seed);
    Random random = new Random(seed);
    InFlightAutoBatcher b = batcher(max);
    b.loadStates(input);
    InFlightAutoBatcher.Batch step = b.nextBatch(null, null);
    List<SimState> completed = new ArrayList<>();
    while (step.batch().isPresent()) {
      SimState batch = step.batch().get();
      assertThat(batch.nAtoms()).isLessThanOrEqualTo(max);
      List<Integer> attempts = List.copyOf(b.swapAttempts());
      step = b.nextBatch(batch, coins(random, batch));
      completed.addAll(step.completed());
      Set<Integer> places = new HashSet<>(b.currentIdx());
      places.addAll(b.completedIdxOriginalOrder());
      assertThat(places).hasSize(b.currentIdx().size() + b.completedIdxOriginalOrder().size());
      assertThat(places).hasSize(b.iteratorIdx());
      for (int i = 0; i < attempts.size(); i++) {
        assertThat(b.swapAttempts().get(i)).isBetween(attempts.get(i), attempts.get(i) + 1);
      }
      assertThat(b.currentIdx()).isSorted();
    }
    assertThat(ids(b.restoreOriginalOrder(completed))).isEqualTo(ids(input));
  }

  @Property(tries = 300)
  void aRestoredRunGoesOnAsTheOneThatWasNeverStopped(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 9, max = 30) int max,
      @ForAll @IntRange(min = 0, max = 25) int stopAfter,
      @ForAll long seed) {
    List<String> straight = run(n, max, seed, Integer.MAX_VALUE);
    assertThat(run(n, max, seed, stopAfter)).isEqualTo(straight);
  }

  private static List<String> run(int n, int max, long seed, int stopAfter) {
    List<SimState> input = systems(n, seed);
    Random random = new Random(seed);
    InFlightAutoBatcher b = batcher(max);
    b.loadStates(input.iterator());
    List<String> seen = new ArrayList<>();
    SimState batch = null;
    boolean first = true;
    for (int i = 0; first || batch != null; i++) {
      if (i == stopAfter) {
        InFlightAutoBatcher.Snapshot snapshot = b.snapshot(batch);
        b = batcher(1e9);
        batch = b.restore(snapshot, input.subList(snapshot.taken(), n).iterator()).orElse(null);
      }
      InFlightAutoBatcher.Batch step = b.nextBatch(batch, first ? null : coins(random, batch));
      first = false;
      seen.add(seen(b, step));
      batch = step.batch().orElse(null);
    }
    return seen;
  }

  @Test
  void aQueueThatIsEmptyNowAndNotLaterIsAskedAgain() {
    ArrayDeque<SimState> queue = new ArrayDeque<>(List.of(system(0, 4)));
    Iterator<SimState> live =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return !queue.isEmpty();
          }

          @Override
          public SimState next() {
            return queue.remove();
          }
        };
    InFlightAutoBatcher b = batcher(10);
    b.loadStates(live);
    SimState batch = b.nextBatch(null, null).batch().orElseThrow();
    assertThatThrownBy(b::resume).isInstanceOf(IllegalStateException.class);
    queue.add(system(1, 4));
    batch = b.nextBatch(batch, new boolean[1]).batch().orElseThrow();
    assertThat(b.currentIdx()).containsExactly(0, 1);
    assertThat(b.nextBatch(batch, new boolean[] {true, true}).batch()).isEmpty();
    assertThat(b.resume()).isEmpty();
    queue.add(system(2, 4));
    assertThat(b.resume().orElseThrow().longs("id")).containsExactly(2);
    assertThat(b.currentIdx()).containsExactly(2);
    assertThat(b.swapAttempts()).containsExactly(2, 1, 0);
  }

  @Test
  void aBatchInWhichNothingChangesIsNotRebuilt() {
    InFlightAutoBatcher b = batcher(10);
    b.loadStates(List.of(system(0, 4), system(1, 4), system(2, 4)));
    SimState batch = b.nextBatch(null, null).batch().orElseThrow();
    assertThat(b.nextBatch(batch, new boolean[2]).batch().orElseThrow()).isSameAs(batch);
  }

  @Test
  void aSecondSystemThatIsTooLargeIsRefusedAtLoading() {
    assertThatThrownBy(() -> batcher(10).loadStates(List.of(system(0, 4), system(1, 99))))
        .isInstanceOf(StateTooLargeException.class)
        .hasMessageContaining("State metric=99 is greater than max_metric 10.0");
  }

  @Test
  void whatCompletedInTheSameCallIsInTheExceptionAndTheRestGoesOn() {
    InFlightAutoBatcher b = batcher(8);
    ArrayDeque<SimState> queue =
        new ArrayDeque<>(List.of(system(0, 4), system(1, 4), system(2, 5), system(3, 99)));
    b.loadStates(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return !queue.isEmpty();
          }

          @Override
          public SimState next() {
            return queue.remove();
          }
        });
    SimState batch = b.nextBatch(null, null).batch().orElseThrow();
    try {
      batch = b.nextBatch(batch, new boolean[] {true, true}).batch().orElseThrow();
      throw new AssertionError("expected to fail");
    } catch (StateTooLargeException e) {
      assertThat(ids(e.completed())).containsExactly(1L, 0L);
      assertThat(e.state().longs("id")).containsExactly(3);
    }
    SimState rest = b.nextBatch(null, null).batch().orElseThrow();
    assertThat(rest.longs("id")).containsExactly(2);
    assertThat(ids(b.nextBatch(rest, new boolean[] {true}).completed())).containsExactly(2L);
  }

  @Test
  void whereThatIsAskedForASystemAboveTheMaximumWaitsForAnEmptyBatchAndRunsAlone() {
    InFlightAutoBatcher b =
        InFlightAutoBatcher.builder()
            .memoryScalesWith(MemoryMetric.N_ATOMS)
            .maxMemoryScaler(8)
            .oversizedRunAlone(true)
            .build();
    b.loadStates(List.of(system(0, 4), system(1, 99), system(2, 4)));
    SimState batch = b.nextBatch(null, null).batch().orElseThrow();
    assertThat(b.currentIdx()).containsExactly(0);
    batch = b.nextBatch(batch, new boolean[] {true}).batch().orElseThrow();
    assertThat(b.currentIdx()).containsExactly(1);
    b.nextBatch(batch, new boolean[] {true});
    assertThat(b.currentIdx()).containsExactly(2);
  }
}

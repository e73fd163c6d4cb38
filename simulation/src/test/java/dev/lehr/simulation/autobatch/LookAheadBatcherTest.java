package dev.lehr.simulation.autobatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LookAheadBatcherTest {

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
    List<SimState> systems = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      systems.add(system(i, 1 + random.nextInt(9)));
    }
    return systems;
  }

  private static InFlightAutoBatcher batcher(double max, int window, int patience) {
    return InFlightAutoBatcher.builder()
        .memoryScalesWith(MemoryMetric.N_ATOMS)
        .maxMemoryScaler(max)
        .returnIndices(true)
        .packing(new Packing.LookAhead(window, patience))
        .build();
  }

  private static List<Long> ids(List<SimState> states) {
    return states.stream().map(s -> s.longs("id")[0]).toList();
  }

  @Test
  void oneThatDoesNotFitIsOvertakenAndKeepsItsIndex() {
    InFlightAutoBatcher b = batcher(10, 3, 5);
    b.loadStates(List.of(system(0, 6), system(1, 5), system(2, 4), system(3, 1)));
    SimState batch = b.nextBatch(null, null).batch().orElseThrow();
    assertThat(batch.longs("id")).containsExactly(0, 2);
    assertThat(b.currentIdx()).containsExactly(0, 2);
    assertThat(b.iteratorIdx()).isEqualTo(2);
    assertThat(b.memoryScalers()).containsExactly(6.0, Double.NaN, 4.0);
    batch = b.nextBatch(batch, new boolean[] {true, false}).batch().orElseThrow();
    assertThat(batch.longs("id")).containsExactly(2, 1, 3);
    assertThat(b.memoryScalers()).containsExactly(6.0, 5.0, 4.0, 1.0);
    assertThat(b.currentScalers()).containsExactly(4.0, 5.0, 1.0);
  }

  @Test
  void severalThatAreTooLargeAreHandedOutOneByOneAndTheRestGoesOn() {
    InFlightAutoBatcher b = batcher(8, 4, 5);
    b.loadStates(List.of(system(0, 8), system(1, 4)));
    InFlightAutoBatcher.Snapshot before = b.snapshot(null);
    b.restore(before, List.of(system(2, 99), system(3, 98), system(4, 4)).iterator());
    SimState batch = b.nextBatch(null, null).batch().orElseThrow();
    for (int id = 2; id <= 3; id++) {
      SimState now = batch;
      int expected = id;
      assertThatThrownBy(() -> b.nextBatch(now, new boolean[1]))
          .isInstanceOfSatisfying(
              StateTooLargeException.class,
              e -> assertThat(e.state().longs("id")).containsExactly(expected));
      batch = b.nextBatch(null, null).batch().orElseThrow();
    }
    InFlightAutoBatcher.Batch next = b.nextBatch(batch, new boolean[] {true});
    assertThat(ids(next.completed())).containsExactly(0L);
    assertThat(next.batch().orElseThrow().longs("id")).containsExactly(1, 4);
  }

  @Property(tries = 300)
  void aRestoredRunGoesOnAsTheOneThatWasNeverStopped(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 9, max = 30) int max,
      @ForAll @IntRange(min = 1, max = 8) int window,
      @ForAll @IntRange(min = 0, max = 4) int patience,
      @ForAll @IntRange(min = 0, max = 25) int stopAfter,
      @ForAll long seed) {
    List<String> straight = run(n, max, window, patience, seed, Integer.MAX_VALUE);
    assertThat(run(n, max, window, patience, seed, stopAfter)).isEqualTo(straight);
  }

  private static List<String> run(
      int n, int max, int window, int patience, long seed, int stopAfter) {
    List<SimState> input = systems(n, seed);
    Random random = new Random(seed);
    InFlightAutoBatcher b = batcher(max, window, patience);
    b.loadStates(input.iterator());
    List<String> seen = new ArrayList<>();
    List<SimState> completed = new ArrayList<>();
    SimState batch = null;
    boolean first = true;
    for (int i = 0; first || batch != null; i++) {
      if (i == stopAfter) {
        InFlightAutoBatcher.Snapshot snapshot = b.snapshot(batch);
        b = batcher(1e9, window, patience);
        batch = b.restore(snapshot, input.subList(snapshot.taken(), n).iterator()).orElse(null);
      }
      boolean[] flags = first ? null : new boolean[batch.nSystems()];
      for (int k = 0; flags != null && k < flags.length; k++) {
        flags[k] = random.nextInt(3) == 0;
      }
      first = false;
      InFlightAutoBatcher.Batch step = b.nextBatch(batch, flags);
      batch = step.batch().orElse(null);
      completed.addAll(step.completed());
      assertThat(batch == null ? 0 : batch.nAtoms()).isLessThanOrEqualTo(max);
      seen.add(step.indices() + " " + ids(step.completed()) + b.swapAttempts() + b.memoryScalers());
    }
    assertThat(ids(b.restoreOriginalOrder(completed))).isEqualTo(ids(input));
    return seen;
  }
}

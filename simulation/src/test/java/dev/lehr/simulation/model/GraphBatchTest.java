package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The edges of a batch against full lists of each system, built anew at the cutoff. */
class GraphBatchTest {

  private static final double CUTOFF = 4.5;

  private static SimState batch(long seed) {
    boolean[] all = {true, true, true};
    boolean[] slab = {true, true, false};
    boolean[] none = new boolean[3];
    return SimState.concatenate(
        List.of(
            Crystals.random(new int[] {29, 79}, 20, all, seed),
            Crystals.random(new int[] {29}, 9, slab, seed + 1),
            Crystals.random(new int[] {29}, 1, none, seed + 2),
            Crystals.random(new int[] {79}, 13, none, seed + 3)));
  }

  private static void assertEdgesAreThoseOfFreshLists(GraphBatch graph, SimState state) {
    List<String> expected = new ArrayList<>();
    for (int s = 0; s < state.nSystems(); s++) {
      NeighborList list = NeighborList.of(state, s, CUTOFF);
      int first = state.firstAtom(s);
      for (int i = 0; i < list.nAtoms(); i++) {
        for (int k = list.starts()[i]; k < list.starts()[i + 1]; k++) {
          int v = 3 * list.shiftIds()[k];
          int[] shift = Arrays.copyOfRange(list.shifts(), v, v + 3);
          expected.add(
              (first + i) + " " + (first + list.neighbors()[k]) + " " + Arrays.toString(shift));
        }
      }
      assertThat(graph.nEdges(s)).isEqualTo(list.nEdges());
    }
    List<String> found = new ArrayList<>();
    for (int e = 0; e < graph.nEdges(); e++) {
      int[] shift = new int[3];
      for (int c = 0; c < 3; c++) {
        shift[c] = (int) graph.unitShifts()[3 * e + c];
      }
      found.add(
          graph.edgeIndex()[e]
              + " "
              + graph.edgeIndex()[graph.nEdges() + e]
              + " "
              + Arrays.toString(shift));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void edgesAreThoseOfFreshListsInTheirOrderWhileAtomsMove() {
    try (FixedThreadWorkers workers = new FixedThreadWorkers(3)) {
      GraphBatch graph = new GraphBatch(CUTOFF, workers);
      SimState state = batch(3);
      Random random = new Random(8);
      for (int step = 0; step < 30; step++) {
        graph.fill(state);
        assertEdgesAreThoseOfFreshLists(graph, state);
        for (int k = 0; k < state.positions().length; k++) {
          state.positions()[k] += 0.03 * random.nextGaussian();
        }
        for (int k = 0; k < 9; k++) {
          state.cell()[k] *= 1 + 0.001 * random.nextGaussian();
        }
      }
      assertThat(graph.listsBuilt() + graph.listsReused()).isEqualTo(30L * 4);
      assertThat(graph.listsReused()).isGreaterThan(30L);
    }
  }

  @Test
  void atomsCellsAndOwnersAreThoseOfTheState() {
    GraphBatch graph = new GraphBatch(CUTOFF, Workers.serial());
    graph.fill(batch(90));
    SimState state = batch(5);
    graph.fill(state);
    assertThat(graph.nSystems()).isEqualTo(4);
    assertThat(graph.nAtoms()).isEqualTo(43);
    assertThat(graph.positions()).startsWith(state.positions());
    assertThat(graph.cell()).startsWith(state.cell());
    for (int a = 0; a < 43; a++) {
      assertThat(graph.atomicNumbers()[a]).isEqualTo(state.atomicNumbers()[a]);
      assertThat(graph.systemIdx()[a]).isEqualTo(state.systemIdx()[a]);
    }
  }

  @Test
  void aSystemWithoutNumbersStandsStillAtTheOriginAndTheOthersKeepTheirEdges() {
    GraphBatch graph = new GraphBatch(CUTOFF, Workers.serial());
    SimState state = batch(6);
    graph.fill(state);
    int others = graph.nEdges() - graph.nEdges(1);
    state.positions()[3 * state.firstAtom(1)] = Double.NaN;
    graph.fill(state);
    assertThat(graph.isUnfit(1)).isTrue();
    assertThat(graph.isUnfit(0)).isFalse();
    assertThat(graph.nEdges(1)).isZero();
    assertThat(graph.nEdges()).isEqualTo(others);
    assertThat(graph.positions()[3 * state.firstAtom(1)]).isZero();
  }
}

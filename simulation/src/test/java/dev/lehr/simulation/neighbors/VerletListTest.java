package dev.lehr.simulation.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.model.Crystals;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

class VerletListTest {

  private static final double CUTOFF = 4;
  private static final double SKIN = 0.8;

  @Property(tries = 1000)
  void aListThatHoldsHasEveryPairAfterAnyMovesAndStrains(
      @ForAll long seed,
      @ForAll @IntRange(max = 7) int pbcBits,
      @ForAll @IntRange(min = 1, max = 10) int n) {
    Random random = new Random(seed);
    SimState state = state(random, n, pbcBits);
    VerletList list = VerletList.build(state, 0, CUTOFF, SKIN);
    for (int step = 0; step < 12; step++) {
      disturb(state, random, 0.06 * random.nextDouble(), 0.03 * random.nextDouble());
      boolean holds = list.holdsFor(state, 0, CUTOFF);
      Statistics.collect(holds ? "holds" : "must be rebuilt");
      if (!holds) {
        list = VerletList.build(state, 0, CUTOFF, SKIN);
      }
      assertThat(kept(list.list(), state)).isEqualTo(fresh(state));
    }
    Statistics.coverage(c -> c.check("holds").percentage(p -> p > 40));
    Statistics.coverage(c -> c.check("must be rebuilt").percentage(p -> p > 5));
  }

  @Property(tries = 1000)
  void aMissingPairIsNeverOverlookedHoweverLargeTheChange(
      @ForAll long seed, @ForAll @IntRange(max = 7) int pbcBits) {
    Random random = new Random(seed);
    SimState state = state(random, 8, pbcBits);
    VerletList list = VerletList.build(state, 0, CUTOFF, SKIN);
    disturb(state, random, 1.0 * random.nextDouble(), 0.4 * random.nextDouble());
    if (!kept(list.list(), state).equals(fresh(state))) {
      assertThat(list.holdsFor(state, 0, CUTOFF)).isFalse();
    }
  }

  @Test
  void atomsThatFollowTheCellUseTheSkinOnlyAsTheCellShrinks() {
    for (double stretch : new double[] {1.5, 1.0, CUTOFF / (CUTOFF + SKIN) + 1e-6}) {
      SimState state = state(new Random(3), 8, 7);
      VerletList list = VerletList.build(state, 0, CUTOFF, SKIN);
      scale(state, stretch);
      assertThat(list.holdsFor(state, 0, CUTOFF)).as("stretch " + stretch).isTrue();
    }
    SimState state = state(new Random(3), 8, 7);
    VerletList list = VerletList.build(state, 0, CUTOFF, SKIN);
    scale(state, CUTOFF / (CUTOFF + SKIN) - 1e-6);
    assertThat(list.holdsFor(state, 0, CUTOFF)).isFalse();
  }

  @Test
  void twoAtomsMayUseTheSkinBetweenThemAndNoMore() {
    SimState state = state(new Random(5), 6, 7);
    VerletList list = VerletList.build(state, 0, CUTOFF, SKIN);
    state.positions()[0] += 0.5 * SKIN;
    state.positions()[3] += 0.5 * SKIN - 1e-6;
    assertThat(list.holdsFor(state, 0, CUTOFF)).isTrue();
    state.positions()[3] += 2e-6;
    assertThat(list.holdsFor(state, 0, CUTOFF)).isFalse();
  }

  @Test
  void theCellOfAClusterIsOfNoConsequence() {
    SimState state = state(new Random(6), 6, 0);
    VerletList list = VerletList.build(state, 0, CUTOFF, SKIN);
    for (int k = 0; k < 9; k++) {
      state.cell()[k] = 0;
    }
    assertThat(list.holdsFor(state, 0, CUTOFF)).isTrue();
  }

  @Test
  void anotherCutoffPeriodicityOrNumberOfAtomsNeedsAnotherList() {
    SimState state = state(new Random(7), 6, 7);
    VerletList list = VerletList.build(state, 0, CUTOFF, SKIN);
    assertThat(list.holdsFor(state, 0, CUTOFF + 0.1)).isFalse();
    assertThat(list.holdsFor(state(new Random(7), 5, 7), 0, CUTOFF)).isFalse();
    state.pbc()[1] = false;
    assertThat(list.holdsFor(state, 0, CUTOFF)).isFalse();
  }

  @Test
  void aListTravelsWithItsSystemFromBatchToBatch() {
    SimState one = state(new Random(8), 6, 7);
    SimState two = state(new Random(9), 4, 7);
    VerletList first =
        VerletList.current(one.companions(VerletList.COMPANION), one, 0, CUTOFF, SKIN);
    SimState batch = SimState.concatenate(List.of(two, one));
    Object[] carried = batch.companions(VerletList.COMPANION);
    assertThat(VerletList.current(carried, batch, 1, CUTOFF, SKIN)).isSameAs(first);
    assertThat(VerletList.current(carried, batch, 0, CUTOFF, SKIN)).isNotSameAs(first);
    batch.positions()[3 * batch.firstAtom(1)] += SKIN;
    assertThat(VerletList.current(carried, batch, 1, CUTOFF, SKIN)).isNotSameAs(first);
  }

  @Property(tries = 1000)
  void theSmallestSingularValueBoundsEveryStretchAndIsReached(@ForAll long seed) {
    Random random = new Random(seed);
    double[] m = NeighborListTest.cell(random, 1);
    double least = SmallestSingularValue.of(m);
    assertThat(SmallestSingularValue.atLeast(m)).isLessThanOrEqualTo(least + 1e-12);
    double found = Double.POSITIVE_INFINITY;
    for (int t = 0; t < 20000; t++) {
      double[] v = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      double stretch = length(Crystals.multiply(v, m)) / length(v);
      found = Math.min(found, stretch);
      assertThat(stretch).isGreaterThanOrEqualTo(least * (1 - 1e-12));
    }
    assertThat(found).isCloseTo(least, within(0.05));
  }

  private static double length(double[] v) {
    return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  }

  private static List<NeighborListTest.Pair> kept(NeighborList list, SimState state) {
    return NeighborListTest.pairs(list.full(), state.positions(), state.cell(), CUTOFF);
  }

  private static List<NeighborListTest.Pair> fresh(SimState state) {
    return NeighborListTest.bruteForce(state.positions(), state.cell(), state.pbc(), CUTOFF);
  }

  private static SimState state(Random random, int n, int pbcBits) {
    double[] cell = NeighborListTest.cell(random, 5);
    double[] positions = NeighborListTest.positions(random, n, cell);
    return SimState.ofSystem(new int[n], new double[n], positions, cell, Crystals.pbc(pbcBits));
  }

  private static void scale(SimState state, double by) {
    for (double[] array : new double[][] {state.cell(), state.positions()}) {
      for (int k = 0; k < array.length; k++) {
        array[k] *= by;
      }
    }
  }

  /** Moves every atom and strains the cell; atoms follow it in two of three cases. */
  private static void disturb(SimState state, Random random, double move, double strain) {
    double[] f = new double[9];
    for (int k = 0; k < 9; k++) {
      f[k] = (k % 4 == 0 ? 1 : 0) + strain * (2 * random.nextDouble() - 1);
    }
    double[] cell = Crystals.multiply(state.cell(), f);
    System.arraycopy(cell, 0, state.cell(), 0, 9);
    double[] p = state.positions();
    if (random.nextInt(3) > 0) {
      System.arraycopy(Crystals.multiply(p, f), 0, p, 0, p.length);
    }
    for (int k = 0; k < p.length; k++) {
      p[k] += move * (2 * random.nextDouble() - 1);
    }
  }
}

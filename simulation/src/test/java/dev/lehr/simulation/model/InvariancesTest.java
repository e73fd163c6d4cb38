package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class InvariancesTest {

  private static final int[] METALS = {29, 13, 74};

  private final List<Model> models =
      List.of(
          new LennardJones(2.4, 0.1, 6, Workers.serial()),
          new ZhouEam(List.of("W", "Cu", "Al"), Truncation.SMOOTH, Workers.serial()));

  @Property(tries = 80)
  void nothingChangesWhenASystemIsMovedAsAWhole(
      @ForAll long seed, @ForAll @IntRange(max = 7) int pbcBits) {
    SimState state = Crystals.random(METALS, 14, Crystals.pbc(pbcBits), seed);
    SimState moved = state.copy();
    for (int a = 0; a < moved.positions().length; a += 3) {
      moved.positions()[a] += 1.7;
      moved.positions()[a + 1] -= 23.1;
      moved.positions()[a + 2] += 0.3;
    }
    int[] same = identity(14);
    models.forEach(model -> assertSame(model, state, moved, same));
  }

  @Property(tries = 80)
  void nothingChangesWhenSingleAtomsAreMovedByLatticeVectors(
      @ForAll long seed, @ForAll @IntRange(max = 7) int pbcBits) {
    boolean[] pbc = Crystals.pbc(pbcBits);
    SimState state = Crystals.random(METALS, 14, pbc, seed);
    SimState moved = state.copy();
    Random random = new Random(seed);
    for (int i = 0; i < 14; i++) {
      for (int k = 0; k < 3; k++) {
        int cells = pbc[k] ? random.nextInt(41) - 20 : 0;
        for (int c = 0; c < 3; c++) {
          moved.positions()[3 * i + c] += cells * moved.cell()[3 * k + c];
        }
      }
    }
    models.forEach(model -> assertSame(model, state, moved, identity(14)));
  }

  @Property(tries = 80)
  void atomsInAnotherOrderHaveTheSameEnergiesAndForces(
      @ForAll long seed, @ForAll @IntRange(max = 7) int pbcBits) {
    SimState state = Crystals.random(METALS, 14, Crystals.pbc(pbcBits), seed);
    Random random = new Random(seed);
    int[] order = identity(14);
    for (int i = 13; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    SimState shuffled = state.copy();
    for (int i = 0; i < 14; i++) {
      shuffled.atomicNumbers()[i] = state.atomicNumbers()[order[i]];
      System.arraycopy(state.positions(), 3 * order[i], shuffled.positions(), 3 * i, 3);
    }
    models.forEach(model -> assertSame(model, state, shuffled, order));
  }

  /** Atom i of {@code b} is atom order[i] of {@code a}. */
  private static void assertSame(Model model, SimState a, SimState b, int[] order) {
    ModelOutput one = new ModelOutput();
    ModelOutput two = new ModelOutput();
    model.evaluate(a, one);
    model.evaluate(b, two);
    assertThat(two.energy()[0]).isCloseTo(one.energy()[0], close(one.energy()[0]));
    for (int k = 0; k < 9; k++) {
      assertThat(two.stress()[k]).isCloseTo(one.stress()[k], close(one.stress()[k]));
    }
    for (int i = 0; i < order.length; i++) {
      double energy = one.energies()[order[i]];
      assertThat(two.energies()[i]).isCloseTo(energy, close(energy));
      for (int c = 0; c < 3; c++) {
        double force = one.forces()[3 * order[i] + c];
        assertThat(two.forces()[3 * i + c]).isCloseTo(force, close(force));
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> close(double value) {
    return within(1e-9 * (1 + Math.abs(value)));
  }

  private static int[] identity(int n) {
    return java.util.stream.IntStream.range(0, n).toArray();
  }
}

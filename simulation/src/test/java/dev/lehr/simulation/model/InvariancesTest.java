package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

class InvariancesTest {

  private static final int MODELS = 12;

  private final List<Model> models = Models.all(Workers.serial());

  @Property(tries = 2000)
  void nothingChangesWhenASystemIsMovedAsAWhole(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 16) int atoms,
      @ForAll @IntRange(max = 7) int pbcBits,
      @ForAll @IntRange(max = MODELS - 1) int model) {
    SimState state = Crystals.random(Models.METALS, atoms, Crystals.pbc(pbcBits), seed);
    SimState moved = state.copy();
    for (int a = 0; a < moved.positions().length; a += 3) {
      moved.positions()[a] += 1.7;
      moved.positions()[a + 1] -= 23.1;
      moved.positions()[a + 2] += 0.3;
    }
    assertSame(models.get(model), state, moved, identity(atoms));
  }

  @Property(tries = 2000)
  void nothingChangesWhenSingleAtomsAreMovedByLatticeVectors(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 16) int atoms,
      @ForAll @IntRange(max = 7) int pbcBits,
      @ForAll @IntRange(max = MODELS - 1) int model) {
    boolean[] pbc = Crystals.pbc(pbcBits);
    SimState state = Crystals.random(Models.METALS, atoms, pbc, seed);
    SimState moved = state.copy();
    Random random = new Random(seed);
    for (int i = 0; i < atoms; i++) {
      for (int k = 0; k < 3; k++) {
        int cells = pbc[k] ? random.nextInt(41) - 20 : 0;
        for (int c = 0; c < 3; c++) {
          moved.positions()[3 * i + c] += cells * moved.cell()[3 * k + c];
        }
      }
    }
    assertSame(models.get(model), state, moved, identity(atoms));
  }

  @Property(tries = 2000)
  void atomsInAnotherOrderHaveTheSameEnergiesAndForces(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 16) int atoms,
      @ForAll @IntRange(max = 7) int pbcBits,
      @ForAll @IntRange(max = MODELS - 1) int model) {
    SimState state = Crystals.random(Models.METALS, atoms, Crystals.pbc(pbcBits), seed);
    Random random = new Random(seed);
    int[] order = identity(atoms);
    for (int i = atoms - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    SimState shuffled = state.copy();
    for (int i = 0; i < atoms; i++) {
      shuffled.atomicNumbers()[i] = state.atomicNumbers()[order[i]];
      System.arraycopy(state.positions(), 3 * order[i], shuffled.positions(), 3 * i, 3);
    }
    assertSame(models.get(model), state, shuffled, order);
  }

  @Property(tries = 2000)
  void aRotatedSystemHasRotatedForcesAndStresses(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 16) int atoms,
      @ForAll @IntRange(max = 7) int pbcBits,
      @ForAll @IntRange(max = MODELS - 1) int model) {
    SimState state = Crystals.random(Models.METALS, atoms, Crystals.pbc(pbcBits), seed);
    double[] r = rotation(seed);
    SimState turned =
        SimState.ofSystem(
            state.atomicNumbers(),
            state.masses(),
            Crystals.multiply(state.positions(), r),
            Crystals.multiply(state.cell(), r),
            state.pbc());
    ModelOutput one = ModelOutput.withStresses();
    ModelOutput two = ModelOutput.withStresses();
    models.get(model).evaluate(state, one);
    models.get(model).evaluate(turned, two);
    close(two.energy(), one.energy(), 1);
    close(two.energies(), one.energies(), atoms);
    close(two.forces(), Crystals.multiply(one.forces(), r), 3 * atoms);
    close(two.stress(), rotated(one.stress(), 0, r), 9);
    for (int i = 0; i < atoms; i++) {
      double[] stress = Arrays.copyOfRange(two.stresses(), 9 * i, 9 * i + 9);
      close(stress, rotated(one.stresses(), 9 * i, r), 9);
    }
  }

  @Property(tries = 2000)
  void aSupercellHasTheEnergiesForcesAndStressOfItsCell(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int atoms,
      @ForAll @IntRange(max = 2) int axis,
      @ForAll @IntRange(min = 2, max = 3) int repeats,
      @ForAll @IntRange(max = MODELS - 1) int model) {
    SimState state = Crystals.random(Models.METALS, atoms, Crystals.pbc(7), seed);
    SimState large = repeated(state, axis, repeats);
    ModelOutput one = ModelOutput.withStresses();
    ModelOutput two = ModelOutput.withStresses();
    models.get(model).evaluate(state, one);
    models.get(model).evaluate(large, two);
    assertThat(two.energy()[0] / repeats).isCloseTo(one.energy()[0], close(one.energy()[0]));
    close(two.stress(), one.stress(), 9);
    for (int copy = 0; copy < repeats; copy++) {
      int from = copy * atoms;
      close(Arrays.copyOfRange(two.energies(), from, from + atoms), one.energies(), atoms);
      double[] forces = Arrays.copyOfRange(two.forces(), 3 * from, 3 * from + 3 * atoms);
      close(forces, one.forces(), 3 * atoms);
    }
    for (int k = 0; k < 9 * atoms; k++) {
      assertThat(two.stresses()[k] * repeats).isCloseTo(one.stresses()[k], close(1));
    }
  }

  @Property(tries = 2000)
  void energiesAndStressesOfAtomsAddUpAndForcesToNothing(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int atoms,
      @ForAll @IntRange(max = 7) int pbcBits,
      @ForAll @IntRange(max = MODELS - 1) int model) {
    SimState state = Crystals.random(Models.METALS, atoms, Crystals.pbc(pbcBits), seed);
    ModelOutput output = ModelOutput.withStresses();
    models.get(model).evaluate(state, output);
    double energy = Arrays.stream(output.energies(), 0, atoms).sum();
    assertThat(energy).isCloseTo(output.energy()[0], close(energy));
    for (int k = 0; k < 9; k++) {
      int component = k;
      double sum =
          IntStream.range(0, atoms).mapToDouble(i -> output.stresses()[9 * i + component]).sum();
      assertThat(sum).isCloseTo(output.stress()[k], close(sum));
    }
    for (int c = 0; c < 3; c++) {
      int component = c;
      double sum =
          IntStream.range(0, atoms).mapToDouble(i -> output.forces()[3 * i + component]).sum();
      assertThat(sum).isCloseTo(0, within(1e-9));
    }
  }

  private static SimState repeated(SimState state, int axis, int repeats) {
    int n = state.nAtoms();
    int[] numbers = new int[n * repeats];
    double[] positions = new double[3 * n * repeats];
    double[] cell = state.cell().clone();
    for (int copy = 0; copy < repeats; copy++) {
      System.arraycopy(state.atomicNumbers(), 0, numbers, copy * n, n);
      for (int k = 0; k < 3 * n; k++) {
        positions[3 * copy * n + k] = state.positions()[k] + copy * cell[3 * axis + k % 3];
      }
    }
    for (int c = 0; c < 3; c++) {
      cell[3 * axis + c] *= repeats;
    }
    return SimState.ofSystem(numbers, new double[n * repeats], positions, cell, state.pbc());
  }

  /** R of row vectors x R, from a random unit quaternion. */
  private static double[] rotation(long seed) {
    Random random = new Random(seed);
    double[] q = new double[4];
    double norm = 0;
    for (int k = 0; k < 4; k++) {
      q[k] = random.nextGaussian();
      norm += q[k] * q[k];
    }
    for (int k = 0; k < 4; k++) {
      q[k] /= Math.sqrt(norm);
    }
    double w = q[0];
    double x = q[1];
    double y = q[2];
    double z = q[3];
    return new double[] {
      1 - 2 * (y * y + z * z),
      2 * (x * y - w * z),
      2 * (x * z + w * y),
      2 * (x * y + w * z),
      1 - 2 * (x * x + z * z),
      2 * (y * z - w * x),
      2 * (x * z - w * y),
      2 * (y * z + w * x),
      1 - 2 * (x * x + y * y)
    };
  }

  /** The tensor of rotated row vectors: R^T T R. */
  private static double[] rotated(double[] tensor, int from, double[] r) {
    double[] turned = new double[9];
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        for (int c = 0; c < 3; c++) {
          for (int d = 0; d < 3; d++) {
            turned[3 * c + d] += r[3 * a + c] * tensor[from + 3 * a + b] * r[3 * b + d];
          }
        }
      }
    }
    return turned;
  }

  /** Atom i of {@code b} is atom order[i] of {@code a}. */
  private static void assertSame(Model model, SimState a, SimState b, int[] order) {
    ModelOutput one = new ModelOutput();
    ModelOutput two = new ModelOutput();
    model.evaluate(a, one);
    model.evaluate(b, two);
    assertThat(two.energy()[0]).isCloseTo(one.energy()[0], close(one.energy()[0]));
    close(two.stress(), one.stress(), 9);
    for (int i = 0; i < order.length; i++) {
      double energy = one.energies()[order[i]];
      assertThat(two.energies()[i]).isCloseTo(energy, close(energy));
      for (int c = 0; c < 3; c++) {
        double force = one.forces()[3 * order[i] + c];
        assertThat(two.forces()[3 * i + c]).isCloseTo(force, close(force));
      }
    }
  }

  private static void close(double[] values, double[] expected, int n) {
    for (int k = 0; k < n; k++) {
      assertThat(values[k]).isCloseTo(expected[k], close(expected[k]));
    }
  }

  private static Offset<Double> close(double value) {
    return within(1e-9 * (1 + Math.abs(value)));
  }

  private static int[] identity(int n) {
    return IntStream.range(0, n).toArray();
  }
}

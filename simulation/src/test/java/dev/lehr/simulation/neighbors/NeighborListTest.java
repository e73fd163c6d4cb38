package dev.lehr.simulation.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.model.Crystals;
import dev.lehr.simulation.model.Golden;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NeighborListTest {

  private static final boolean[] NONE = {false, false, false};
  private static final boolean[] ALL = {true, true, true};

  @Test
  void pairsOfKnownStructuresAreCountedAsTorchSimCountsThem() {
    JsonNode golden = Golden.read("neighbors.json");
    for (JsonNode row : golden.get("rows")) {
      SimState state = Golden.state(golden.get("structures").get(row.get("structure").asText()));
      double cutoff = row.get("cutoff").asDouble();
      JsonNode expected = row.get("n2");
      NeighborList list = NeighborList.of(state, 0, cutoff);
      String what = row.get("structure").asText() + " at " + cutoff;
      assertThat(list.nEdges()).as(what).isEqualTo(expected.get("strict_pairs").asInt());
      assertThat(NeighborList.countEdges(state, 0, cutoff)).isEqualTo(list.nEdges());
      double sum = 0;
      for (int i = 0; i < list.nAtoms(); i++) {
        assertThat(list.starts()[i + 1] - list.starts()[i])
            .as(what + ", atom " + i)
            .isEqualTo(expected.get("per_atom_counts").get(i).asInt());
      }
      for (Pair pair : pairs(list, state.positions(), state.cell(), cutoff)) {
        sum += pair.distance;
      }
      assertThat(sum).isCloseTo(expected.get("sum_dist").asDouble(), within(1e-9 * (1 + sum)));
    }
    assertThat(golden.get("rows")).hasSize(48);
  }

  @Property(tries = 1000)
  void theListIsWhatComparingAllImagesGives(
      @ForAll long seed,
      @ForAll @IntRange(max = 7) int pbcBits,
      @ForAll @IntRange(min = 1, max = 14) int n) {
    Random random = new Random(seed);
    boolean[] pbc = Crystals.pbc(pbcBits);
    double[] cell = cell(random, 2 + 8 * random.nextDouble());
    double[] positions = positions(random, n, cell);
    double cutoff = 0.5 + 6 * random.nextDouble();
    NeighborList list = NeighborList.of(positions, cell, pbc, cutoff);
    List<Pair> expected = bruteForce(positions, cell, pbc, cutoff);
    assertThat(pairs(list, positions, cell, cutoff)).isEqualTo(expected);
    assertThat(list.nEdges()).isEqualTo(expected.size());
    assertThat(NeighborList.countEdges(positions, cell, pbc, cutoff)).isEqualTo(expected.size());
    assertThat(upperHalf(list)).isEqualTo(expected.stream().filter(Pair::isUpper).toList().size());
  }

  @Property(tries = 30)
  void manyBinsGiveWhatComparingAllImagesGives(
      @ForAll long seed, @ForAll @IntRange(max = 7) int pbcBits) {
    Random random = new Random(seed);
    boolean[] pbc = Crystals.pbc(pbcBits);
    double[] cell = cell(random, 25);
    double[] positions = positions(random, 150, cell);
    NeighborList list = NeighborList.of(positions, cell, pbc, 4);
    List<Pair> expected = bruteForce(positions, cell, pbc, 4);
    assertThat(pairs(list, positions, cell, 4)).isEqualTo(expected);
    NeighborList binned = half(positions, cell, pbc, 4, Workers.serial(), PairSearch.Way.BINS);
    assertThat(pairs(binned.full(), positions, cell, 4)).isEqualTo(expected);
  }

  @Property(tries = 1000)
  void aListWithMoreSkinFilteredToTheCutoffHasTheSamePairsInTheSameOrder(
      @ForAll long seed, @ForAll @IntRange(max = 7) int pbcBits) {
    Random random = new Random(seed);
    boolean[] pbc = Crystals.pbc(pbcBits);
    double[] cell = cell(random, 6);
    double[] positions = positions(random, 9, cell);
    NeighborList exact = NeighborList.of(positions, cell, pbc, 4);
    NeighborList skinned = NeighborList.of(positions, cell, pbc, 5.5);
    assertThat(pairs(skinned, positions, cell, 4)).isEqualTo(pairs(exact, positions, cell, 4));
  }

  @Property(tries = 1000)
  void bothWaysOfSearchingFindTheSameInTheSameOrder(
      @ForAll long seed,
      @ForAll @IntRange(max = 7) int pbcBits,
      @ForAll @IntRange(min = 1, max = 40) int n) {
    Random random = new Random(seed);
    boolean[] pbc = Crystals.pbc(pbcBits);
    double[] cell = cell(random, 2 + 12 * random.nextDouble());
    double[] positions = positions(random, n, cell);
    double cutoff = 0.5 + 5 * random.nextDouble();
    assertSame(
        half(positions, cell, pbc, cutoff, Workers.serial(), PairSearch.Way.BINS),
        half(positions, cell, pbc, cutoff, Workers.serial(), PairSearch.Way.DIRECT));
  }

  @Test
  void atomsThatHaveDriftedFarFromTheCellHaveTheirNeighbours() {
    Random random = new Random(4);
    double[] cell = cell(random, 7);
    double[] positions = positions(random, 20, cell);
    NeighborList near = NeighborList.of(positions, cell, ALL, 5);
    double[] far = positions.clone();
    int[][] drift = new int[20][3];
    for (int i = 0; i < 20; i++) {
      for (int k = 0; k < 3; k++) {
        drift[i][k] = random.nextInt(2001) - 1000;
        for (int c = 0; c < 3; c++) {
          far[3 * i + c] += drift[i][k] * cell[3 * k + c];
        }
      }
    }
    for (PairSearch.Way way : PairSearch.Way.values()) {
      NeighborList list = half(far, cell, ALL, 5, Workers.serial(), way).full();
      assertThat(list.neighbors()).containsExactly(near.neighbors());
      for (int i = 0; i < 20; i++) {
        for (int k = list.starts()[i]; k < list.starts()[i + 1]; k++) {
          int j = list.neighbors()[k];
          for (int c = 0; c < 3; c++) {
            assertThat(list.shifts()[3 * list.shiftIds()[k] + c])
                .isEqualTo(near.shifts()[3 * near.shiftIds()[k] + c] + drift[i][c] - drift[j][c]);
          }
        }
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    Random random = new Random(5);
    double[] cell = cell(random, 45);
    double[] positions = positions(random, 5000, cell);
    try (FixedThreadWorkers workers = new FixedThreadWorkers(3)) {
      for (PairSearch.Way way : PairSearch.Way.values()) {
        assertSame(
            half(positions, cell, ALL, 4, workers, way),
            half(positions, cell, ALL, 4, Workers.serial(), way));
      }
    }
  }

  @Test
  void aLargeSystemThatCollapsedIsRefusedBeforeItFillsTheMemory() {
    Random random = new Random(7);
    double[] cell = {1.6, 0, 0, 0, 1.6, 0, 0, 0, 1.6};
    double[] positions = positions(random, 6000, cell);
    for (PairSearch.Way way : PairSearch.Way.values()) {
      assertThatThrownBy(() -> half(positions, cell, ALL, 1.5, Workers.serial(), way))
          .isInstanceOf(NeighborSearchException.class)
          .hasMessageContaining("pairs within the cutoff");
    }
  }

  @Test
  void aHalfListHasTheUpperHalvesOfTheFullOne() {
    Random random = new Random(6);
    double[] cell = cell(random, 6);
    double[] positions = positions(random, 12, cell);
    NeighborList full = NeighborList.of(positions, cell, ALL, 5);
    NeighborList half = NeighborList.halfOf(positions, cell, ALL, 5, Workers.serial());
    assertThat(half.isHalf()).isTrue();
    assertThat(full.isHalf()).isFalse();
    assertThat(full.full()).isSameAs(full);
    assertThat(half.nEdges()).isEqualTo(full.nEdges()).isEqualTo(2 * half.neighbors().length);
    assertThat(pairs(half, positions, cell, 5))
        .isEqualTo(pairs(full, positions, cell, 5).stream().filter(Pair::isUpper).toList());
  }

  private static NeighborList half(
      double[] positions,
      double[] cell,
      boolean[] pbc,
      double cutoff,
      Workers workers,
      PairSearch.Way way) {
    return NeighborList.halfOf(positions, cell, pbc, cutoff, workers, way);
  }

  private static void assertSame(NeighborList a, NeighborList b) {
    assertThat(a.starts()).containsExactly(b.starts());
    assertThat(a.upperStarts()).containsExactly(b.upperStarts());
    assertThat(a.neighbors()).containsExactly(b.neighbors());
    assertThat(a.shiftIds()).containsExactly(b.shiftIds());
    assertThat(a.shifts()).containsExactly(b.shifts());
  }

  @Test
  void aMoleculeNeedsNoCell() {
    double[] positions = {0, 0, 0, 0, 0, 1, 1e6, 0, 0};
    NeighborList list = NeighborList.of(positions, new double[9], NONE, 2);
    assertThat(list.neighbors()).containsExactly(1, 0);
    assertThat(list.shifts()).containsExactly(0, 0, 0);
  }

  @Test
  void anInfiniteCutoffListsAllPairsOfAClusterAndIsRefusedForACrystal() {
    double[] positions = {0, 0, 0, 0, 0, 1, 1e6, 0, 0};
    double forEver = Double.POSITIVE_INFINITY;
    assertThat(NeighborList.of(positions, new double[9], NONE, forEver).neighbors())
        .containsExactly(1, 2, 0, 2, 0, 1);
    double[] cell = {5, 0, 0, 0, 5, 0, 0, 0, 5};
    assertThatThrownBy(() -> NeighborList.of(positions, cell, ALL, forEver))
        .hasMessageContaining("infinite cutoff")
        .hasMessageContaining("not periodic");
  }

  @Test
  void aWireAndASlabNeedOnlyTheirPeriodicVectors() {
    double[] wire = {0, 0, 0, 0, 1.5, 0, 0, 0, 0};
    boolean[] along = {false, true, false};
    assertThat(NeighborList.countEdges(new double[3], wire, along, 3.1)).isEqualTo(4);
    double[] slab = {2, 0, 0, 0, 0, 0, 0, 0, 2};
    boolean[] plane = {true, false, true};
    assertThat(NeighborList.countEdges(new double[3], slab, plane, 2.1)).isEqualTo(4);
  }

  @Test
  void aPairAtTheCutoffIsOutside() {
    double[] positions = {0, 0, 0, 3, 0, 0};
    assertThat(NeighborList.countEdges(positions, new double[9], NONE, 3)).isZero();
    assertThat(NeighborList.countEdges(positions, new double[9], NONE, Math.nextUp(3.0)))
        .isEqualTo(2);
  }

  @Test
  void theLargestSquareDecidesAsTheRootDoes() {
    Random random = new Random(1);
    for (int t = 0; t < 1000; t++) {
      double cutoff = 10 * random.nextDouble();
      double square = NeighborList.largestSquareBelow(cutoff);
      assertThat(Math.sqrt(square)).isLessThan(cutoff);
      assertThat(Math.sqrt(Math.nextUp(square))).isGreaterThanOrEqualTo(cutoff);
    }
  }

  @Test
  void systemsThatCannotBeSearchedAreRefusedWithAReason() {
    double[] cell = {5, 0, 0, 0, 5, 0, 0, 0, 5};
    assertThatThrownBy(() -> NeighborList.of(new double[] {0, Double.NaN, 0}, cell, ALL, 3))
        .isInstanceOf(NeighborSearchException.class)
        .hasMessageContaining("position is not finite");
    double[] flat = {5, 0, 0, 0, 5, 0, 5, 5, 0};
    assertThatThrownBy(() -> NeighborList.of(new double[3], flat, ALL, 3))
        .isInstanceOf(NeighborSearchException.class)
        .hasMessageContaining("no volume");
    double[] collapsed = {1e-4, 0, 0, 0, 1e-4, 0, 0, 0, 1e-4};
    assertThatThrownBy(() -> NeighborList.of(new double[3], collapsed, ALL, 6))
        .isInstanceOf(NeighborSearchException.class);
    assertThatThrownBy(() -> NeighborList.of(new double[3], cell, ALL, 0))
        .hasMessageContaining("cutoff is 0.0");
  }

  /** A directed pair and its distance. */
  record Pair(int i, int j, int sx, int sy, int sz, double distance) {
    boolean isUpper() {
      int s = sx != 0 ? sx : sy != 0 ? sy : sz;
      return j > i || (j == i && s > 0);
    }
  }

  static List<Pair> pairs(NeighborList list, double[] p, double[] cell, double cutoff) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < list.nAtoms(); i++) {
      for (int k = list.starts()[i]; k < list.starts()[i + 1]; k++) {
        int s = 3 * list.shiftIds()[k];
        int[] shifts = list.shifts();
        Pair pair = pair(p, cell, i, list.neighbors()[k], shifts[s], shifts[s + 1], shifts[s + 2]);
        if (pair.distance < cutoff) {
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }

  private static int upperHalf(NeighborList list) {
    int count = 0;
    for (int i = 0; i < list.nAtoms(); i++) {
      count += list.starts()[i + 1] - list.upperStarts()[i];
    }
    return count;
  }

  static Pair pair(double[] p, double[] cell, int i, int j, int sx, int sy, int sz) {
    double square = 0;
    for (int c = 0; c < 3; c++) {
      double d = p[3 * j + c] - p[3 * i + c] + (sx * cell[c] + sy * cell[3 + c] + sz * cell[6 + c]);
      square += d * d;
    }
    return new Pair(i, j, sx, sy, sz, Math.sqrt(square));
  }

  /** All images that could matter: S_k within (cutoff + longest vector) / height of axis k. */
  static List<Pair> bruteForce(double[] p, double[] cell, boolean[] pbc, double cutoff) {
    double longest = 0;
    for (int a = 0; a < p.length; a += 3) {
      for (int b = 0; b < p.length; b += 3) {
        longest =
            Math.max(
                longest,
                Math.hypot(Math.hypot(p[a] - p[b], p[a + 1] - p[b + 1]), p[a + 2] - p[b + 2]));
      }
    }
    int[] span = new int[3];
    for (int k = 0; k < 3; k++) {
      span[k] = pbc[k] ? (int) ((cutoff + longest) / height(cell, pbc, k)) + 1 : 0;
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < p.length / 3; i++) {
      for (int j = 0; j < p.length / 3; j++) {
        for (int x = -span[0]; x <= span[0]; x++) {
          for (int y = -span[1]; y <= span[1]; y++) {
            for (int z = -span[2]; z <= span[2]; z++) {
              Pair pair = pair(p, cell, i, j, x, y, z);
              if (pair.distance < cutoff && (i != j || x != 0 || y != 0 || z != 0)) {
                pairs.add(pair);
              }
            }
          }
        }
      }
    }
    return pairs;
  }

  /** Height of the cell over the periodic vectors other than k. */
  private static double height(double[] cell, boolean[] pbc, int k) {
    double[] v = {cell[3 * k], cell[3 * k + 1], cell[3 * k + 2]};
    List<double[]> orthonormal = new ArrayList<>();
    for (int o = 0; o < 3; o++) {
      if (o != k && pbc[o]) {
        double[] w = {cell[3 * o], cell[3 * o + 1], cell[3 * o + 2]};
        orthonormal.forEach(u -> project(w, u));
        double length = Math.sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2]);
        orthonormal.add(new double[] {w[0] / length, w[1] / length, w[2] / length});
      }
    }
    orthonormal.forEach(u -> project(v, u));
    return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  }

  private static void project(double[] v, double[] unit) {
    double along = v[0] * unit[0] + v[1] * unit[1] + v[2] * unit[2];
    for (int c = 0; c < 3; c++) {
      v[c] -= along * unit[c];
    }
  }

  static double[] cell(Random random, double size) {
    double[] cell = new double[9];
    for (int k = 0; k < 9; k++) {
      cell[k] =
          size
              * ((k % 4 == 0 ? 0.6 + 0.8 * random.nextDouble() : 0)
                  + 0.5 * random.nextDouble()
                  - 0.25);
    }
    return cell;
  }

  static double[] positions(Random random, int n, double[] cell) {
    double[] fractional = new double[3 * n];
    for (int k = 0; k < 3 * n; k++) {
      fractional[k] = 3 * random.nextDouble() - 1;
    }
    return Crystals.multiply(fractional, cell);
  }
}

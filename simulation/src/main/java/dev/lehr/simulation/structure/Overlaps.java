package dev.lehr.simulation.structure;

import java.util.Arrays;
import java.util.Optional;

/**
 * Looks for two atoms, or an atom and its own image, closer than 0.3 times the sum of their
 * covalent radii or than 0.1 angstrom. Atoms are binned in fractional coordinates, so that time and
 * memory grow with their number.
 */
final class Overlaps {

  private static final double OF_RADII = 0.3;
  private static final double AT_LEAST = 0.1;

  private final int n;
  private final double[] radius;
  private final double[] cell;
  private final boolean[] pbc;
  private final double[] positions;
  private final double[] fraction;
  private final int[] bins = new int[3];
  private final int[] reach = new int[3];
  private final double[] low = new double[3];
  private final double[] span = new double[3];
  private final int[] head;
  private final int[] next;

  Overlaps(Structure s) {
    n = s.nAtoms();
    pbc = s.pbc();
    cell = PeriodicCell.completed(s.cell().orElseGet(() -> new double[9]), pbc);
    radius = new double[n];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      radius[i] = Elements.covalentRadius(s.atomicNumber(i));
      largest = Math.max(largest, radius[i]);
    }
    positions = s.positions();
    fraction = new double[3 * n];
    wrap();
    layBins(Math.max(AT_LEAST, 2 * OF_RADII * largest));
    head = new int[bins[0] * bins[1] * bins[2]];
    next = new int[n];
    fillBins();
  }

  /** Brings atoms into the cell along its periodic axes. */
  private void wrap() {
    double[] inverse = PeriodicCell.inverse(cell);
    for (int i = 0; i < n; i++) {
      for (int axis = 0; axis < 3; axis++) {
        double f = 0;
        for (int x = 0; x < 3; x++) {
          f += positions[3 * i + x] * inverse[3 * x + axis];
        }
        double shift = pbc[axis] ? Math.floor(f) : 0;
        fraction[3 * i + axis] = f - shift;
      }
      for (int axis = 0; axis < 3; axis++) {
        double moved = 0;
        for (int k = 0; k < 3; k++) {
          moved += fraction[3 * i + k] * cell[3 * k + axis];
        }
        positions[3 * i + axis] = moved;
      }
    }
  }

  private void layBins(double cutoff) {
    int most = (int) Math.ceil(StrictMath.cbrt(n)) + 1;
    for (int axis = 0; axis < 3; axis++) {
      low[axis] = 0;
      span[axis] = 1;
      if (!pbc[axis]) {
        double high = Double.NEGATIVE_INFINITY;
        low[axis] = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
          low[axis] = Math.min(low[axis], fraction[3 * i + axis]);
          high = Math.max(high, fraction[3 * i + axis]);
        }
        span[axis] = Math.max(high - low[axis], 1e-9);
      }
      double height = PeriodicCell.height(cell, axis) * span[axis];
      bins[axis] = (int) Math.max(1, Math.min(most, Math.floor(height / cutoff)));
      double needed = Math.ceil(cutoff / (height / bins[axis]));
      reach[axis] = pbc[axis] ? (int) needed : (int) Math.min(needed, bins[axis] - 1.0);
    }
  }

  private int bin(int atom, int axis) {
    double at = (fraction[3 * atom + axis] - low[axis]) / span[axis] * bins[axis];
    return (int) Math.max(0, Math.min(bins[axis] - 1.0, Math.floor(at)));
  }

  private void fillBins() {
    Arrays.fill(head, -1);
    for (int i = n - 1; i >= 0; i--) {
      int b = (bin(i, 0) * bins[1] + bin(i, 1)) * bins[2] + bin(i, 2);
      next[i] = head[b];
      head[b] = i;
    }
  }

  Optional<StructureProblem> first() {
    for (int i = 0; i < n; i++) {
      for (int a = -reach[0]; a <= reach[0]; a++) {
        for (int b = -reach[1]; b <= reach[1]; b++) {
          for (int c = -reach[2]; c <= reach[2]; c++) {
            Optional<StructureProblem> found =
                inBin(i, bin(i, 0) + a, bin(i, 1) + b, bin(i, 2) + c);
            if (found.isPresent()) {
              return found;
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<StructureProblem> inBin(int i, int... at) {
    int index = 0;
    double[] shift = new double[3];
    boolean image = false;
    for (int axis = 0; axis < 3; axis++) {
      int turns = Math.floorDiv(at[axis], bins[axis]);
      if (turns != 0 && !pbc[axis]) {
        return Optional.empty();
      }
      image |= turns != 0;
      index = index * bins[axis] + Math.floorMod(at[axis], bins[axis]);
      for (int x = 0; x < 3; x++) {
        shift[x] += turns * cell[3 * axis + x];
      }
    }
    for (int j = head[index]; j >= 0; j = next[j]) {
      if (j > i || (j == i && image)) {
        double d = distance(i, j, shift);
        double least = Math.max(AT_LEAST, OF_RADII * (radius[i] + radius[j]));
        if (d < least) {
          return Optional.of(problem(i, j, d, least));
        }
      }
    }
    return Optional.empty();
  }

  private double distance(int i, int j, double[] shift) {
    double sum = 0;
    for (int x = 0; x < 3; x++) {
      double d = positions[3 * j + x] + shift[x] - positions[3 * i + x];
      sum += d * d;
    }
    return Math.sqrt(sum);
  }

  private static StructureProblem problem(int i, int j, double distance, double least) {
    String pair = i == j ? "atom " + i + " and its own image" : "atoms " + i + " and " + j;
    return new StructureProblem(
        "overlapping_atoms",
        "pos",
        j,
        pair + " at a distance of " + distance + " angstrom",
        "at least " + least + " angstrom");
  }
}

package dev.lehr.simulation.optimize;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.neighbors.NeighborSearchException;
import dev.lehr.simulation.state.SimState;

/** Numbers that tell whether a result is sound. */
public final class Figures {

  private static final double FIRST_CUTOFF = 1;
  private static final double LAST_CUTOFF = 1e6;

  private Figures() {}

  /** Largest norm of what constraints leave of the force on an atom, eV/angstrom. */
  public static double fmax(SimState batch, int system) {
    double[] forces = batch.doubles(Stepper.FORCES);
    int first = batch.firstAtom(system);
    int n = batch.nAtoms(system);
    if (!Constraints.any(batch, system)) {
      return largestRow(forces, first, n);
    }
    double[] free = Scratch.of(3 * n + 9).displacement;
    System.arraycopy(forces, 3 * first, free, 0, 3 * n);
    Constraints.projectForces(batch, system, free);
    return largestRow(free, 0, n);
  }

  /** Largest norm of a row of the cell gradient, eV for each atom; 0 where the cell is fixed. */
  public static double cellFmax(SimState batch, int system) {
    return largestRow(batch.doubles(Optimizer.CELL_FORCES), 3 * system, 3);
  }

  /** Largest absolute component of the stress, eV/angstrom^3. */
  public static double maxStress(SimState batch, int system) {
    double largest = 0;
    for (int i = 9 * system; i < 9 * system + 9; i++) {
      largest = Math.max(largest, Math.abs(batch.doubles(Stepper.STRESS)[i]));
    }
    return largest;
  }

  /** The volume over that at the start; not-a-number for a cell without volume. */
  public static double volumeRatio(SimState batch, int system) {
    double before =
        Math.abs(Matrix3.determinant(batch.doubles(Optimizer.REFERENCE_CELL), 9 * system));
    return Math.abs(batch.volume(system)) / before;
  }

  /**
   * The shortest distance between two atoms, or an atom and its image, of one system, angstrom;
   * not-a-number where there are no two.
   */
  public static double shortestDistance(SimState batch, int system) {
    int first = batch.firstAtom(system);
    int n = batch.nAtoms(system);
    if (n == 1 && StrainSpace.periodicAxes(batch, system) == 0) {
      return Double.NaN;
    }
    double[] x = java.util.Arrays.copyOfRange(batch.positions(), 3 * first, 3 * (first + n));
    double[] cell = java.util.Arrays.copyOfRange(batch.cell(), 9 * system, 9 * system + 9);
    boolean[] pbc = java.util.Arrays.copyOfRange(batch.pbc(), 3 * system, 3 * system + 3);
    try {
      for (double cutoff = FIRST_CUTOFF; cutoff < LAST_CUTOFF; cutoff *= 1.5) {
        NeighborList pairs = NeighborList.of(x, cell, pbc, cutoff);
        if (pairs.nEdges() > 0) {
          return shortest(pairs, x, cell);
        }
      }
    } catch (NeighborSearchException collapsedOrNotFinite) {
      return Double.NaN;
    }
    return Double.NaN;
  }

  private static double shortest(NeighborList pairs, double[] x, double[] cell) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < pairs.nAtoms(); i++) {
      for (int k = pairs.starts()[i]; k < pairs.starts()[i + 1]; k++) {
        int j = pairs.neighbors()[k];
        int shift = 3 * pairs.shiftIds()[k];
        double norm2 = 0;
        for (int c = 0; c < 3; c++) {
          double d = x[3 * j + c] - x[3 * i + c];
          for (int a = 0; a < 3; a++) {
            d += pairs.shifts()[shift + a] * cell[3 * a + c];
          }
          norm2 += d * d;
        }
        least = Math.min(least, norm2);
      }
    }
    return Math.sqrt(least);
  }

  static double largestRow(double[] rows, int first, int count) {
    // Two at a time: each comparison waits for its own last one only.
    double even = 0;
    double odd = 0;
    int i = 3 * first;
    int end = 3 * (first + count);
    for (; i + 3 < end; i += 6) {
      even = Math.max(even, square(rows, i));
      odd = Math.max(odd, square(rows, i + 3));
    }
    if (i < end) {
      even = Math.max(even, square(rows, i));
    }
    return Math.sqrt(Math.max(even, odd));
  }

  private static double square(double[] rows, int i) {
    return rows[i] * rows[i] + rows[i + 1] * rows[i + 1] + rows[i + 2] * rows[i + 2];
  }
}

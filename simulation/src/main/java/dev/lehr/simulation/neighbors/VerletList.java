package dev.lehr.simulation.neighbors;

import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * A neighbour list with a skin, and the proof that it still holds for other positions and another
 * cell. Immutable; it travels with its system as a companion of the {@link SimState}.
 *
 * <h2>When it holds</h2>
 *
 * The list has all pairs that were closer than R = cutoff + skin when it was built. It holds as
 * long as no other pair can be closer than the cutoff. Let R_i and C be positions and cell (rows)
 * at the build, r_i and c those of now, and D any 3x3 matrix with C_k D = c_k for the periodic
 * vectors k. Let u_i = r_i - R_i D be what the deformation D does not explain of atom i's way. For
 * the pair (i, j, S), with d0 = R_j - R_i + S·C and d = r_j - r_i + S·c,
 *
 * <pre>
 * d = d0 D + (u_j - u_i)
 * |d| &gt;= |d0 D| - |u_j - u_i| &gt;= sigma_min(D) |d0| - (|u_i| + |u_j|)
 * </pre>
 *
 * so that a pair that was not listed (|d0| &gt;= R) stays outside the cutoff if
 *
 * <pre>sigma_min(D) R - (u_1 + u_2) &gt;= cutoff</pre>
 *
 * with sigma_min the smallest singular value and u_1, u_2 the two largest |u_i| (for the images of
 * a single atom u_j - u_i is zero, which is below the bound). This is exact: it counts strain as
 * well as moves, and needs no small-strain assumption. A uniform expansion costs nothing of the
 * skin, and atoms that follow the cell are not counted as having moved. D is the inverse of C times
 * c; where an axis is not periodic, D leaves the directions at right angles to the periodic vectors
 * as they are (for a cluster D = 1 whatever its cell does). A margin of 1e-10 of the lengths
 * involved covers rounding.
 *
 * <p>A model still filters by distance, so that its sums do not depend on when the list was built.
 */
public final class VerletList {

  /** The name of the companion under which a state carries its lists. */
  public static final String COMPANION = "neighbors";

  private static final double ROUNDING = 1e-10;
  private static final ThreadLocal<double[]> DEFORMATION =
      ThreadLocal.withInitial(() -> new double[9]);
  private static final double[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  private final NeighborList list;
  private final double cutoff;
  private final double skin;
  private final double[] positions;
  private final boolean[] pbc;
  private final Lattice lattice;
  private final double margin;

  private VerletList(
      NeighborList list,
      double cutoff,
      double skin,
      double[] positions,
      double[] cell,
      boolean[] pbc) {
    this.list = list;
    this.cutoff = cutoff;
    this.skin = skin;
    this.positions = positions;
    this.pbc = pbc;
    this.lattice = Lattice.of(cell, pbc);
    double length = PairSearch.largestMagnitude(positions) + PairSearch.largestMagnitude(cell);
    this.margin = ROUNDING * (length + (cutoff < Double.POSITIVE_INFINITY ? cutoff + skin : 0));
  }

  /**
   * Builds the list of one system.
   *
   * @param cutoff angstrom; infinite for all pairs of a system that is not periodic
   * @param skin added to the cutoff, angstrom, 0 or more
   * @throws IllegalArgumentException as {@link NeighborList#of(SimState, int, double)}
   */
  public static VerletList build(SimState state, int system, double cutoff, double skin) {
    return build(state, system, cutoff, skin, Workers.serial());
  }

  /**
   * Builds the list of one system; see {@link #build(SimState, int, double, double)}.
   *
   * @param workers share the work where there are many atoms; the list does not depend on them
   */
  public static VerletList build(
      SimState state, int system, double cutoff, double skin, Workers workers) {
    if (!(skin >= 0)) {
      throw new IllegalArgumentException("the skin is " + skin + ", expected 0 or more");
    }
    double[] positions = NeighborList.positionsOf(state, system);
    double[] cell = NeighborList.cellOf(state, system);
    boolean[] pbc = NeighborList.pbcOf(state, system);
    NeighborList list = NeighborList.halfOf(positions, cell, pbc, cutoff + skin, workers);
    return new VerletList(list, cutoff, skin, positions, cell, pbc);
  }

  /**
   * The list that a system carries, if it holds for this cutoff, else a new one, which the system
   * carries from now on. Different systems may be asked for at the same time.
   *
   * @param carried the state's companions of name {@link #COMPANION}
   */
  public static VerletList current(
      Object[] carried, SimState state, int system, double cutoff, double skin) {
    return current(carried, state, system, cutoff, skin, Workers.serial());
  }

  /**
   * The list that a system carries, or a new one; see {@link #current(Object[], SimState, int,
   * double, double)}.
   *
   * @param workers share the work where there are many atoms; the list does not depend on them
   */
  public static VerletList current(
      Object[] carried, SimState state, int system, double cutoff, double skin, Workers workers) {
    if (carried[system] instanceof VerletList list && list.holdsFor(state, system, cutoff)) {
      return list;
    }
    VerletList fresh = build(state, system, cutoff, skin, workers);
    carried[system] = fresh;
    return fresh;
  }

  /** The pairs, those in the skin included, each once: a half list. */
  public NeighborList list() {
    return list;
  }

  /** The cutoff that the list was built for, without skin, angstrom. */
  public double cutoff() {
    return cutoff;
  }

  /** The skin that was added to the cutoff, angstrom. */
  public double skin() {
    return skin;
  }

  /** Whether the list has every pair of the system that is now closer than {@code cutoff}. */
  public boolean holdsFor(SimState state, int system, double wanted) {
    if (wanted != cutoff || 3 * state.nAtoms(system) != positions.length) {
      return false;
    }
    if (!Arrays.equals(pbc, 0, 3, state.pbc(), 3 * system, 3 * system + 3)) {
      return false;
    }
    int from = 3 * state.firstAtom(system);
    if (cutoff == Double.POSITIVE_INFINITY) {
      // All pairs are in the list; only the positions must be numbers.
      return largestMove(state.positions(), from) < Double.POSITIVE_INFINITY;
    }
    double spare = cutoff + skin - cutoff - margin;
    if (cellIsTheSame(state.cell(), 9 * system)) {
      return 2 * largestMove(state.positions(), from) <= spare
          || twoLargestMoves(state.positions(), from, IDENTITY) <= spare;
    }
    double[] d = DEFORMATION.get();
    deformation(state.cell(), 9 * system, d);
    double moved = twoLargestMoves(state.positions(), from, d);
    double wanting = cutoff + margin + moved;
    return SmallestSingularValue.atLeast(d) * (cutoff + skin) >= wanting
        || SmallestSingularValue.of(d) * (cutoff + skin) >= wanting;
  }

  private boolean cellIsTheSame(double[] cells, int offset) {
    double[] basis = lattice.basis();
    for (int k = 0; k < 9; k++) {
      if (pbc[k / 3] && cells[offset + k] != basis[k]) {
        return false;
      }
    }
    return true;
  }

  /** The largest |r_i - R_i|; not a number where a position is not. */
  private double largestMove(double[] now, int offset) {
    double largest = 0;
    for (int a = 0; a < positions.length; a += 3) {
      double ux = now[offset + a] - positions[a];
      double uy = now[offset + a + 1] - positions[a + 1];
      double uz = now[offset + a + 2] - positions[a + 2];
      largest = Math.max(largest, ux * ux + uy * uy + uz * uz);
    }
    return Math.sqrt(largest);
  }

  /** D = B^-1 T: B the completed lattice of the build, T the same with the periodic rows of now. */
  private void deformation(double[] cells, int offset, double[] d) {
    double[] inverse = lattice.inverse();
    double[] basis = lattice.basis();
    Arrays.fill(d, 0);
    for (int k = 0; k < 3; k++) {
      double[] target = pbc[k] ? cells : basis;
      int at = (pbc[k] ? offset : 0) + 3 * k;
      for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++) {
          d[3 * r + c] += inverse[3 * r + k] * target[at + c];
        }
      }
    }
  }

  /** The sum of the two largest |r_i - R_i D|; not a number where a position is not. */
  private double twoLargestMoves(double[] now, int offset, double[] d) {
    double first = 0;
    double second = 0;
    for (int a = 0; a < positions.length; a += 3) {
      double x = positions[a];
      double y = positions[a + 1];
      double z = positions[a + 2];
      double ux = now[offset + a] - (x * d[0] + y * d[3] + z * d[6]);
      double uy = now[offset + a + 1] - (x * d[1] + y * d[4] + z * d[7]);
      double uz = now[offset + a + 2] - (x * d[2] + y * d[5] + z * d[8]);
      double square = ux * ux + uy * uy + uz * uz;
      if (!(square <= first)) {
        second = first;
        first = square;
        if (Double.isNaN(square)) {
          return square;
        }
      } else if (square > second) {
        second = square;
      }
    }
    return Math.sqrt(first) + Math.sqrt(second);
  }
}

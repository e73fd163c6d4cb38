package dev.lehr.simulation.neighbors;

import dev.lehr.simulation.state.SimState;
import java.util.Optional;

/**
 * The two atoms of a system that are nearest to each other, for explaining what went wrong.
 *
 * @param first an atom, counted within the system from 0
 * @param second the other, or the same where it is the atom's own image
 * @param distance angstrom
 */
public record ClosestPair(int first, int second, double distance) {

  private static final double[] CUTOFFS = {1e-6, 0.01, 0.1, 0.3, 1};

  /**
   * The closest pair if it is within 1 angstrom; empty too where positions or cell allow no search.
   */
  public static Optional<ClosestPair> within1Angstrom(SimState state, int system) {
    try {
      for (double cutoff : CUTOFFS) {
        NeighborList list = NeighborList.of(state, system, cutoff);
        if (list.nEdges() > 0) {
          return Optional.of(closest(state, system, list));
        }
      }
      return Optional.empty();
    } catch (NeighborSearchException unfit) {
      return Optional.empty();
    }
  }

  private static ClosestPair closest(SimState state, int system, NeighborList list) {
    double[] shift = list.shiftVectors(state.cell(), 9 * system, new double[0]);
    double[] positions = state.positions();
    int first = state.firstAtom(system);
    ClosestPair best = new ClosestPair(0, 0, Double.POSITIVE_INFINITY);
    for (int i = 0; i < list.nAtoms(); i++) {
      for (int k = list.upperStarts()[i]; k < list.starts()[i + 1]; k++) {
        int j = list.neighbors()[k];
        double square = 0;
        for (int c = 0; c < 3; c++) {
          double d =
              positions[3 * (first + j) + c]
                  - positions[3 * (first + i) + c]
                  + shift[3 * list.shiftIds()[k] + c];
          square += d * d;
        }
        if (Math.sqrt(square) < best.distance) {
          best = new ClosestPair(i, j, Math.sqrt(square));
        }
      }
    }
    return best;
  }

  /** In words: who is how far apart. */
  @Override
  public String toString() {
    return first == second
        ? "atom " + first + " is " + distance + " angstrom from its own image"
        : "atoms " + first + " and " + second + " are " + distance + " angstrom apart";
  }
}

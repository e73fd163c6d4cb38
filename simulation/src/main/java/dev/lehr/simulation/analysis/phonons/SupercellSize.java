package dev.lehr.simulation.analysis.phonons;

import dev.lehr.simulation.structure.Structure;

/** How many copies of a cell make a supercell long enough. */
public final class SupercellSize {

  private static final double ALIKE = 1e-3;

  private SupercellSize() {}

  /**
   * Copies along the three lattice vectors, grown together from one each, always along those with
   * the nearest faces, until opposite faces are twice the range apart or the next step would have
   * too many atoms. A cell that has too many itself is taken once.
   *
   * @param parent a crystal
   * @param range how far a displacement is felt, angstrom; may be infinite
   * @param maxAtoms the most atoms of the supercell
   */
  public static int[] of(Structure parent, double range, int maxAtoms) {
    double[] heights = Supercell.heights(parent.cell().orElseThrow());
    int[] copies = {1, 1, 1};
    while (shortest(heights, copies) < 2 * range * (1 - 1e-9)) {
      int[] next = grown(heights, copies);
      if ((long) next[0] * next[1] * next[2] * parent.nAtoms() > maxAtoms) {
        return copies;
      }
      copies = next;
    }
    return copies;
  }

  private static int[] grown(double[] heights, int[] copies) {
    int[] next = copies.clone();
    double least = shortest(heights, copies);
    for (int k = 0; k < 3; k++) {
      if (copies[k] * heights[k] <= least * (1 + ALIKE)) {
        next[k]++;
      }
    }
    return next;
  }

  private static double shortest(double[] heights, int[] copies) {
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < 3; k++) {
      least = Math.min(least, copies[k] * heights[k]);
    }
    return least;
  }
}

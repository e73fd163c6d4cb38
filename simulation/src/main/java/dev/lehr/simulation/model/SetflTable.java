package dev.lehr.simulation.model;

import java.util.List;

/**
 * The tables of an embedded-atom potential as in a setfl file of LAMMPS or DYNAMO: what {@link
 * SetflEam} interpolates. Arrays are taken as they are, not copied.
 *
 * @param finnisSinclair whether what an atom gives depends on who takes it ({@code eam/fs})
 * @param elements chemical symbols, each once
 * @param atomicNumbers theirs
 * @param rhoStep distance of the densities at which embedding energies are given, from 0 on
 * @param step distance of the radii at which densities and pair energies are given, from 0 on,
 *     angstrom
 * @param cutoff angstrom
 * @param embedding embedding energy of each element at each density, eV
 * @param density density that element a gives to element b at each radius, {@code [a][b]}
 * @param pair r times the pair energy of elements a and b at each radius, {@code [a][b]}, the same
 *     as {@code [b][a]}, eV angstrom
 */
public record SetflTable(
    boolean finnisSinclair,
    List<String> elements,
    List<Integer> atomicNumbers,
    double rhoStep,
    double step,
    double cutoff,
    double[][] embedding,
    double[][][] density,
    double[][][] pair) {

  /** Fewest points of a table that has a spline. */
  public static final int FEWEST_POINTS = 5;

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException where lengths disagree or a step or the cutoff is not above 0
   */
  public SetflTable {
    int n = elements.size();
    require(n > 0 && atomicNumbers.size() == n, "there are " + n + " elements");
    require(rhoStep > 0 && step > 0 && cutoff > 0, "steps and cutoff must be above 0");
    require(embedding.length == n && density.length == n && pair.length == n, "tables are missing");
    int radii = density[0][0].length;
    require(radii >= FEWEST_POINTS, "a table has " + radii + " radii");
    for (int a = 0; a < n; a++) {
      require(embedding[a].length == embedding[0].length, "numbers of densities differ");
      require(embedding[a].length >= FEWEST_POINTS, "there are too few densities");
      require(density[a].length == n && pair[a].length == n, "tables of pairs are missing");
      for (int b = 0; b < n; b++) {
        require(density[a][b].length == radii && pair[a][b].length == radii, "radii differ");
      }
    }
    elements = List.copyOf(elements);
    atomicNumbers = List.copyOf(atomicNumbers);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}

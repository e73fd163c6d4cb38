package dev.lehr.simulation.prototypes;

import dev.lehr.simulation.structure.Elements;
import java.util.HashSet;
import java.util.List;

/**
 * Random clusters, not periodic and without a cell.
 *
 * @param element a symbol
 * @param sizes numbers of atoms
 * @param starts clusters of each size
 * @param distance the expected distance of neighbours, angstrom: 2^(1/6) sigma for Lennard-Jones
 * @param packing the share of the sphere around the cluster that its atoms, as spheres of that
 *     distance, would fill; 0.3 is loose
 * @param minDistance the least distance of two atoms in units of {@code distance}
 * @param seed what positions depend on, besides the structure's id
 */
public record ClusterSpec(
    String element,
    List<Integer> sizes,
    int starts,
    double distance,
    double packing,
    double minDistance,
    long seed) {

  /** Checks every setting; the first one that is wrong is named. */
  public ClusterSpec {
    sizes = List.copyOf(sizes);
    Elements.require(element);
    require(!sizes.isEmpty(), "sizes is empty, expected numbers of atoms");
    require(new HashSet<>(sizes).size() == sizes.size(), "sizes has a number twice");
    for (int n : sizes) {
      require(n >= 1, "sizes has " + n + ", expected at least 1 atom");
    }
    require(starts >= 1, "starts is " + starts + ", expected at least 1");
    require(distance > 0 && distance < 1e6, "distance is " + distance + ", expected above 0");
    require(packing > 0 && packing <= 0.6, "packing is " + packing + ", expected 0 to 0.6");
    require(
        minDistance >= 0 && minDistance <= 1,
        "min_distance is " + minDistance + ", expected 0 to 1");
  }

  /** Loose clusters in which no two atoms are nearer than 0.7 of the neighbour distance. */
  public static ClusterSpec of(
      String element, List<Integer> sizes, int starts, double distance, long seed) {
    return new ClusterSpec(element, sizes, starts, distance, 0.3, 0.7, seed);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}

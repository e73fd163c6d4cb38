package dev.lehr.simulation.analysis.phonons;

import java.util.ArrayList;
import java.util.List;

/**
 * Wave vectors evenly over the reciprocal cell.
 *
 * @param a along the first reciprocal lattice vector
 * @param b along the second
 * @param c along the third
 * @param throughGamma whether gamma is one of them; else the mesh lies half a step off (Monkhorst
 *     and Pack, 1976, for even numbers)
 */
public record Mesh(int a, int b, int c, boolean throughGamma) {

  /**
   * A wave vector, standing for its opposite too.
   *
   * @param q three numbers, in reciprocal lattice vectors
   * @param weight share of the mesh
   */
  public record Node(double[] q, double weight) {}

  /**
   * Checks.
   *
   * @throws IllegalArgumentException where a number is below 1
   */
  public Mesh {
    if (a < 1 || b < 1 || c < 1) {
      throw new IllegalArgumentException(
          "mesh is " + a + " x " + b + " x " + c + ", expected 1 or more of each");
    }
  }

  /** One of each pair of opposite wave vectors: they have the same frequencies. */
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    double share = 1.0 / a / b / c;
    for (int i = 0; i < a; i++) {
      for (int j = 0; j < b; j++) {
        for (int k = 0; k < c; k++) {
          int order =
              Integer.compare(
                  index(i, j, k), index(opposite(i, a), opposite(j, b), opposite(k, c)));
          if (order <= 0) {
            double[] q = {at(i, a), at(j, b), at(k, c)};
            nodes.add(new Node(q, order == 0 ? share : 2 * share));
          }
        }
      }
    }
    return nodes;
  }

  private int index(int i, int j, int k) {
    return (i * b + j) * c + k;
  }

  private int opposite(int i, int n) {
    return throughGamma ? Math.floorMod(-i, n) : n - 1 - i;
  }

  private double at(int i, int n) {
    return throughGamma ? i / (double) n : (i + 0.5) / n;
  }
}

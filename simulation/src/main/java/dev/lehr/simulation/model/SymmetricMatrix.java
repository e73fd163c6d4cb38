package dev.lehr.simulation.model;

/** Parameters of pairs of species: the pair (a, b) is the pair (b, a). */
final class SymmetricMatrix {

  private SymmetricMatrix() {}

  static void check(String name, double[][] matrix, int n) {
    if (matrix.length != n) {
      throw new IllegalArgumentException(
          name + " has " + matrix.length + " rows, expected " + n + ", one for each species");
    }
    for (int a = 0; a < n; a++) {
      if (matrix[a].length != n) {
        throw new IllegalArgumentException(
            name + "[" + a + "] has " + matrix[a].length + " numbers, expected " + n);
      }
    }
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < a; b++) {
        if (matrix[a][b] != matrix[b][a]) {
          throw new IllegalArgumentException(
              (name + " is not symmetric: " + name + "[" + b + "][" + a + "] is " + matrix[b][a])
                  + (" and " + name + "[" + a + "][" + b + "] is " + matrix[a][b]));
        }
      }
    }
  }
}

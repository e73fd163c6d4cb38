package dev.lehr.simulation.analysis.match;

import java.util.Arrays;

/**
 * The assignment of least cost: shortest augmenting paths with prices of rows and columns (the
 * method of Kuhn and Munkres; R. Jonker and A. Volgenant, Computing 38, 325 (1987)).
 */
final class Assignment {

  private Assignment() {}

  /**
   * The column of each row.
   *
   * @param cost square, finite
   */
  static int[] least(double[][] cost) {
    int n = cost.length;
    double[] rowPrice = new double[n];
    double[] columnPrice = new double[n];
    int[] rowOf = new int[n];
    Arrays.fill(rowOf, -1);
    for (int row = 0; row < n; row++) {
      augment(cost, row, rowPrice, columnPrice, rowOf);
    }
    int[] columnOf = new int[n];
    for (int column = 0; column < n; column++) {
      columnOf[rowOf[column]] = column;
    }
    return columnOf;
  }

  private static void augment(
      double[][] cost, int start, double[] rowPrice, double[] columnPrice, int[] rowOf) {
    int n = cost.length;
    double[] distance = new double[n];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int[] before = new int[n];
    Arrays.fill(before, -1);
    boolean[] done = new boolean[n];
    int row = start;
    int column = -1;
    double reached = 0;
    while (row >= 0) {
      int next = -1;
      for (int k = 0; k < n; k++) {
        if (!done[k]) {
          double d = reached + cost[row][k] - rowPrice[row] - columnPrice[k];
          if (d < distance[k]) {
            distance[k] = d;
            before[k] = column;
          }
          if (next < 0 || distance[k] < distance[next]) {
            next = k;
          }
        }
      }
      column = next;
      reached = distance[column];
      done[column] = true;
      row = rowOf[column];
    }
    rowPrice[start] += reached;
    for (int k = 0; k < n; k++) {
      if (done[k] && k != column) {
        columnPrice[k] += distance[k] - reached;
        rowPrice[rowOf[k]] += reached - distance[k];
      }
    }
    while (before[column] >= 0) {
      rowOf[column] = rowOf[before[column]];
      column = before[column];
    }
    rowOf[column] = start;
  }
}

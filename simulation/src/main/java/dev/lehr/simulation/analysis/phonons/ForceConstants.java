package dev.lehr.simulation.analysis.phonons;

import dev.lehr.simulation.structure.Structure;
import java.util.List;

/**
 * Second derivatives of the energy by displacements: of atoms of the cell by atoms of a supercell,
 * eV/angstrom^2. They are the same for either order of the two atoms, and add up to zero, as
 * nothing changes where all atoms move alike.
 */
public final class ForceConstants {

  private static final int MAX_ROUNDS = 100;
  private static final double ROUNDING = 1e-14;

  private final Supercell supercell;
  private final double[][] constants;
  private final double drift;
  private final List<String> warnings;

  private ForceConstants(
      Supercell supercell, double[][] constants, double drift, List<String> warnings) {
    this.supercell = supercell;
    this.constants = constants;
    this.drift = drift;
    this.warnings = List.copyOf(warnings);
  }

  /** Takes over rows for the 3 n coordinates of the cell, of 3 N numbers each, and amends them. */
  static ForceConstants of(Supercell supercell, double[][] raw, List<String> warnings) {
    ForceConstants made = new ForceConstants(supercell, raw, largestDrift(raw), warnings);
    double largest = 0;
    for (double[] row : raw) {
      for (double x : row) {
        largest = Math.max(largest, Math.abs(x));
      }
    }
    made.exchange();
    for (int round = 0; round < MAX_ROUNDS && largestDrift(raw) > ROUNDING * largest; round++) {
      removeDrift(raw);
      made.exchange();
    }
    return made;
  }

  /** The mean over both orders of two atoms: what moves i feels at j in copy c, and the reverse. */
  private void exchange() {
    int n = constants.length;
    for (int copy = 0; copy < supercell.copies(); copy++) {
      int back = supercell.difference(0, copy);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double mean = 0.5 * (constants[i][copy * n + j] + constants[j][back * n + i]);
          constants[i][copy * n + j] = mean;
          constants[j][back * n + i] = mean;
        }
      }
    }
  }

  private static double largestDrift(double[][] rows) {
    double largest = 0;
    for (double[] row : rows) {
      for (double sum : sums(row)) {
        largest = Math.max(largest, Math.abs(sum));
      }
    }
    return largest;
  }

  private static double[] sums(double[] row) {
    double[] sums = new double[3];
    for (int m = 0; m < row.length; m++) {
      sums[m % 3] += row[m];
    }
    return sums;
  }

  private static void removeDrift(double[][] rows) {
    for (double[] row : rows) {
      double[] sums = sums(row);
      for (int m = 0; m < row.length; m++) {
        row[m] -= 3 * sums[m % 3] / row.length;
      }
    }
  }

  /**
   * One constant: by coordinate {@code x} of atom i in the cell and coordinate {@code y} of an atom
   * of the supercell, whose index is that of its copy times the atoms of a cell plus its own.
   */
  public double get(int i, int x, int j, int y) {
    return constants[3 * i + x][3 * j + y];
  }

  /**
   * The largest force on all atoms together, over the displacement, before it was taken away,
   * eV/angstrom^2: how well the forces agree among themselves.
   */
  public double drift() {
    return drift;
  }

  /** The cell. */
  public Structure parent() {
    return supercell.parent();
  }

  /** Sentences that belong beside the numbers. */
  public List<String> warnings() {
    return warnings;
  }

  Supercell supercell() {
    return supercell;
  }
}

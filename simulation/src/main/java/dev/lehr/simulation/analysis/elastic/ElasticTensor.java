package dev.lehr.simulation.analysis.elastic;

import dev.lehr.simulation.linalg.SymmetricEigen;
import dev.lehr.simulation.units.Units;
import java.util.Arrays;
import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The elastic tensor of a crystal.
 *
 * @param constants C, 6x6 row-major in {@link Voigt}'s order, symmetric, eV/angstrom^3
 * @param asymmetry largest difference of two constants across the diagonal before they were
 *     averaged, eV/angstrom^3: what stresses and strains do not agree about
 * @param spread largest difference between slopes of the smaller and of the larger strains,
 *     eV/angstrom^3: how far from linear the crystal is there; 0 where it was not looked at
 */
public record ElasticTensor(double[] constants, double asymmetry, double spread) {

  /** A constant in GPa; indices from 1 to 6, as in C11. */
  public double gpa(int i, int j) {
    return Units.toGpa(constants[6 * (i - 1) + j - 1]);
  }

  /**
   * Eigenvalues in Kelvin's basis, ascending, eV/angstrom^3: the energy of a strain of each mode,
   * whatever way the crystal is turned.
   */
  public double[] eigenvalues() {
    double[] kelvin = new double[36];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        kelvin[6 * i + j] = kelvinFactor(i) * kelvinFactor(j) * constants[6 * i + j];
      }
    }
    double[] values = new double[6];
    SymmetricEigen.decompose(kelvin, 6, values, new double[6]);
    Arrays.sort(values);
    return values;
  }

  private static double kelvinFactor(int component) {
    return component < 3 ? 1 : Math.sqrt(2);
  }

  /** Born's criterion: whether every small strain costs energy. */
  public boolean isStable() {
    return eigenvalues()[0] > 0;
  }

  /** Moduli of a polycrystal; empty where the crystal is not stable and they mean nothing. */
  public Optional<Averages> averages() {
    return isStable() ? Optional.of(averaged()) : Optional.empty();
  }

  private Averages averaged() {
    RealMatrix c = new Array2DRowRealMatrix(6, 6);
    for (int i = 0; i < 6; i++) {
      c.setRow(i, Arrays.copyOfRange(constants, 6 * i, 6 * i + 6));
    }
    RealMatrix s = new LUDecomposition(c).getSolver().getInverse();
    double axes = sum(c, 0, 0, 1, 1, 2, 2);
    double across = sum(c, 0, 1, 0, 2, 1, 2);
    double shears = sum(c, 3, 3, 4, 4, 5, 5);
    double axesS = sum(s, 0, 0, 1, 1, 2, 2);
    double acrossS = sum(s, 0, 1, 0, 2, 1, 2);
    double shearsS = sum(s, 3, 3, 4, 4, 5, 5);
    return new Averages(
        (axes + 2 * across) / 9,
        1 / (axesS + 2 * acrossS),
        (axes - across + 3 * shears) / 15,
        15 / (4 * axesS - 4 * acrossS + 3 * shearsS));
  }

  private static double sum(RealMatrix m, int... places) {
    double sum = 0;
    for (int k = 0; k < places.length; k += 2) {
      sum += m.getEntry(places[k], places[k + 1]);
    }
    return sum;
  }
}

package dev.lehr.simulation.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of the potential of X. W. Zhou, R. A. Johnson and H. N. G. Wadley, Phys. Rev. B 69,
 * 144113 (2004): its parameters and analytic functions.
 *
 * @param symbol chemical symbol
 * @param atomicNumber atomic number
 * @param latticeConstant fcc lattice constant, angstrom, which sets the truncation
 * @param p the other columns of the parameter table, in its order
 */
record ZhouElement(String symbol, int atomicNumber, double latticeConstant, double[] p) {

  private static final List<String> COLUMNS =
      List.of(
          "element",
          "z",
          "a_fcc",
          "re",
          "fe",
          "rhoe",
          "rhos",
          "alpha",
          "beta",
          "A",
          "B",
          "kappa",
          "lambda",
          "Fn0",
          "Fn1",
          "Fn2",
          "Fn3",
          "F0",
          "F1",
          "F2",
          "F3",
          "eta",
          "Fe",
          "rhon_frac");
  private static final int RE = 0;
  private static final int FE = 1;
  private static final int RHO_E = 2;
  private static final int RHO_S = 3;
  private static final int ALPHA = 4;
  private static final int BETA = 5;
  private static final int A = 6;
  private static final int B = 7;
  private static final int KAPPA = 8;
  private static final int LAMBDA = 9;
  private static final int FN0 = 10;
  private static final int F0 = 14;
  private static final int ETA = 18;
  private static final int F_E = 19;
  private static final int RHO_N_FRACTION = 20;
  private static final double HIGH_DENSITY = 1.15;

  private static final List<ZhouElement> ALL = read("zhou2004.csv");

  /** The sixteen elements, in the order of the table. */
  static List<ZhouElement> all() {
    return ALL;
  }

  /** The electron density that the atom gives off at distance r, untruncated. */
  Jet density(Jet r) {
    Jet x = r.times(1 / p[RE]);
    return decay(x, p[FE], p[BETA], p[LAMBDA]);
  }

  /** The pair energy of two atoms of the element at distance r, eV, untruncated. */
  Jet pair(Jet r) {
    Jet x = r.times(1 / p[RE]);
    return decay(x, p[A], p[ALPHA], p[KAPPA]).minus(decay(x, p[B], p[BETA], p[LAMBDA]));
  }

  /** c exp(-rate (x - 1)) / (1 + (x - from)^20). */
  private static Jet decay(Jet x, double c, double rate, double from) {
    Jet y = x.plus(-from);
    Jet y2 = y.times(y);
    Jet y4 = y2.times(y2);
    Jet y8 = y4.times(y4);
    Jet y20 = y8.times(y8).times(y4);
    return x.plus(-1).times(-rate).exp().times(c).over(y20.plus(1));
  }

  /** Energy of embedding the atom in an electron density, eV. */
  double embedding(double rho) {
    double low = p[RHO_N_FRACTION] * p[RHO_E];
    if (rho < low) {
      return cubic(FN0, rho / low - 1);
    }
    if (rho < HIGH_DENSITY * p[RHO_E]) {
      return cubic(F0, rho / p[RHO_E] - 1);
    }
    double x = rho / p[RHO_S];
    double log = StrictMath.log(x);
    return p[F_E] * (1 - p[ETA] * log) * StrictMath.exp(p[ETA] * log);
  }

  /** Derivative of {@link #embedding} by the density, eV. */
  double embeddingSlope(double rho) {
    double low = p[RHO_N_FRACTION] * p[RHO_E];
    if (rho < low) {
      return cubicSlope(FN0, rho / low - 1) / low;
    }
    if (rho < HIGH_DENSITY * p[RHO_E]) {
      return cubicSlope(F0, rho / p[RHO_E] - 1) / p[RHO_E];
    }
    double x = rho / p[RHO_S];
    double log = StrictMath.log(x);
    return -p[F_E] * p[ETA] * p[ETA] * log * StrictMath.exp(p[ETA] * log) / rho;
  }

  private double cubic(int at, double x) {
    return p[at] + x * (p[at + 1] + x * (p[at + 2] + x * p[at + 3]));
  }

  private double cubicSlope(int at, double x) {
    return p[at + 1] + x * (2 * p[at + 2] + x * (3 * p[at + 3]));
  }

  private static List<ZhouElement> read(String resource) {
    List<ZhouElement> elements = new ArrayList<>();
    try (InputStream in = ZhouElement.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its resource " + resource);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<String> table = lines.lines().filter(line -> !line.startsWith("#")).toList();
      if (!List.of(table.get(0).split(",", -1)).equals(COLUMNS)) {
        throw new IllegalStateException(resource + " has columns " + table.get(0));
      }
      for (String line : table.subList(1, table.size())) {
        elements.add(parse(line.split(",", -1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + resource, e);
    }
    return List.copyOf(elements);
  }

  private static ZhouElement parse(String[] fields) {
    double[] p = Arrays.stream(fields).skip(3).mapToDouble(Double::parseDouble).toArray();
    return new ZhouElement(
        fields[0], Integer.parseInt(fields[1]), Double.parseDouble(fields[2]), p);
  }
}

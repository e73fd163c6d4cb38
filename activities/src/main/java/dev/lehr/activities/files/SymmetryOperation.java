package dev.lehr.activities.files;

import java.util.Arrays;
import java.util.Optional;

/**
 * A symmetry operation in fractional coordinates, as {@code -x+1/2, y, z} writes it.
 *
 * @param rotation 9 integers, rows
 * @param translation 3 numbers
 */
record SymmetryOperation(int[] rotation, double[] translation) {

  /** How far translations of three or four decimals may be off: 0.333 twice is not 0.667. */
  private static final double SAME_TRANSLATION = 2e-3;

  static SymmetryOperation identity() {
    return new SymmetryOperation(new int[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new double[3]);
  }

  /** The operation of a text; empty where it is none that maps a lattice on itself. */
  static Optional<SymmetryOperation> parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    int[] rotation = new int[9];
    double[] translation = new double[3];
    for (int i = 0; i < 3; i++) {
      if (!new Component(parts[i]).parse(rotation, translation, i)) {
        return Optional.empty();
      }
    }
    double det = CellVectors.determinant(Arrays.stream(rotation).asDoubleStream().toArray());
    return Math.abs(det) == 1
        ? Optional.of(new SymmetryOperation(rotation, translation))
        : Optional.empty();
  }

  /** Where it takes a point, brought into [0, 1). */
  double[] apply(double x, double y, double z) {
    double[] image = new double[3];
    for (int i = 0; i < 3; i++) {
      double f =
          rotation[3 * i] * x + rotation[3 * i + 1] * y + rotation[3 * i + 2] * z + translation[i];
      image[i] = wrapped(f);
    }
    return image;
  }

  static double wrapped(double f) {
    double inside = f - Math.floor(f);
    // A negative number closer to 0 than 1 has digits ends up on 1.
    return inside < 1 ? inside + 0.0 : 0;
  }

  /** This one after {@code first}. */
  SymmetryOperation after(SymmetryOperation first) {
    int[] r = new int[9];
    double[] t = new double[3];
    for (int i = 0; i < 3; i++) {
      t[i] = translation[i];
      for (int k = 0; k < 3; k++) {
        t[i] += rotation[3 * i + k] * first.translation[k];
        for (int j = 0; j < 3; j++) {
          r[3 * i + j] += rotation[3 * i + k] * first.rotation[3 * k + j];
        }
      }
    }
    return new SymmetryOperation(r, t);
  }

  /** Whether two are the same up to lattice translations. */
  boolean sameAs(SymmetryOperation other) {
    return Arrays.equals(rotation, other.rotation) && isTranslation(other.translation);
  }

  /** Whether the translation is this one up to lattice vectors. */
  boolean isTranslation(double... t) {
    boolean same = true;
    for (int i = 0; i < 3; i++) {
      double d = translation[i] - t[i];
      same &= Math.abs(d - Math.rint(d)) < SAME_TRANSLATION;
    }
    return same;
  }

  boolean hasNoRotation() {
    return Arrays.equals(rotation, identity().rotation);
  }

  /** One of the three parts: a sum of x, y, z and numbers. */
  private static final class Component {
    private final String text;
    private int at;

    Component(String text) {
      this.text = text.replaceAll("\\s", "");
    }

    boolean parse(int[] rotation, double[] translation, int row) {
      boolean first = true;
      while (at < text.length()) {
        char c = text.charAt(at);
        int sign = c == '-' ? -1 : 1;
        if (c == '+' || c == '-') {
          at++;
        } else if (!first) {
          return false;
        }
        if (!term(sign, rotation, translation, row)) {
          return false;
        }
        first = false;
      }
      return !first;
    }

    private boolean term(int sign, int[] rotation, double[] translation, int row) {
      double number = Double.NaN;
      int start = at;
      while (at < text.length() && "0123456789./".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (at > start) {
        number = fraction(text.substring(start, at));
        if (Double.isNaN(number)) {
          return false;
        }
        if (at < text.length() && text.charAt(at) == '*') {
          at++;
        }
      }
      int axis = at < text.length() ? "xyzXYZ".indexOf(text.charAt(at)) % 3 : -1;
      if (axis >= 0) {
        at++;
        double factor = Double.isNaN(number) ? 1 : number;
        rotation[3 * row + axis] += (int) (factor * sign);
        return factor == Math.rint(factor)
            && factor < 10
            && Math.abs(rotation[3 * row + axis]) < 10;
      }
      translation[row] += sign * number;
      return !Double.isNaN(number) && Math.abs(translation[row]) < 1000;
    }

    private static double fraction(String text) {
      String[] parts = text.split("/", -1);
      double value = parts.length > 2 ? Double.NaN : Numbers.real(parts[0]).orElse(Double.NaN);
      return parts.length == 2 ? value / Numbers.real(parts[1]).orElse(Double.NaN) : value;
    }
  }
}

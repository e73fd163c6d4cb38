package dev.lehr.simulation.structure;

import java.util.Arrays;
import java.util.Map;

/**
 * The values that a structure's info may hold: String, Long, Double, Boolean, one-dimensional
 * arrays of them ({@code String[]}, {@code long[]}, {@code double[]}, {@code boolean[]}), and
 * two-dimensional ones.
 */
public final class Values {

  private Values() {}

  /**
   * A copy that shares no array with {@code value}.
   *
   * @throws IllegalArgumentException where the value is of no kind listed above
   */
  public static Object copy(String key, Object value) {
    if (value instanceof String
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean) {
      return value;
    }
    if (value instanceof double[] a) {
      return a.clone();
    }
    if (value instanceof long[] a) {
      return a.clone();
    }
    if (value instanceof boolean[] a) {
      return a.clone();
    }
    if (value instanceof Object[] rows && isArray(rows)) {
      Object[] copied = rows.clone();
      for (int i = 0; i < copied.length; i++) {
        copied[i] = copy(key, copied[i]);
      }
      return copied;
    }
    throw new IllegalArgumentException(
        "info '"
            + key
            + "' is a "
            + value.getClass().getSimpleName()
            + ", expected a string, number, boolean, or a one- or two-dimensional array of them");
  }

  private static boolean isArray(Object[] rows) {
    return rows instanceof String[]
        || rows instanceof double[][]
        || rows instanceof long[][]
        || rows instanceof boolean[][]
        || rows instanceof String[][];
  }

  /** Whether two values are of the same kind and shape, with the same bits. */
  public static boolean same(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return Double.doubleToRawLongBits(x) == Double.doubleToRawLongBits(y);
    }
    if (a instanceof double[] x && b instanceof double[] y) {
      return sameBits(x, y);
    }
    if (a instanceof long[] x && b instanceof long[] y) {
      return Arrays.equals(x, y);
    }
    if (a instanceof boolean[] x && b instanceof boolean[] y) {
      return Arrays.equals(x, y);
    }
    if (a instanceof Object[] x && b instanceof Object[] y) {
      boolean same = a.getClass() == b.getClass() && x.length == y.length;
      for (int i = 0; same && i < x.length; i++) {
        same = same(x[i], y[i]);
      }
      return same;
    }
    return a.equals(b);
  }

  /** Whether two maps have the same keys in the same order, with the same values. */
  public static boolean same(Map<String, Object> a, Map<String, Object> b) {
    if (a.size() != b.size()) {
      return false;
    }
    var other = b.entrySet().iterator();
    for (var entry : a.entrySet()) {
      var theirs = other.next();
      if (!entry.getKey().equals(theirs.getKey()) || !same(entry.getValue(), theirs.getValue())) {
        return false;
      }
    }
    return true;
  }

  static boolean sameBits(double[] a, double[] b) {
    boolean same = a.length == b.length;
    for (int i = 0; same && i < a.length; i++) {
      same = Double.doubleToRawLongBits(a[i]) == Double.doubleToRawLongBits(b[i]);
    }
    return same;
  }
}

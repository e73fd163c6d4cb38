package dev.lehr.simulation.structure;

import java.util.Arrays;

/**
 * A column of a structure file: one row of {@link #width()} values for each atom, row-major.
 *
 * <p>The kinds are those of extended XYZ: reals, integers, strings, logicals. The arrays belong to
 * the structure and are not to be written to. Two columns are equal where their bits are.
 */
public sealed interface AtomColumn {

  /** The letter that extended XYZ gives the kind: R, I, S or L. */
  char kind();

  /** Values in a row, at least 1. */
  int width();

  /** Number of values: rows times width. */
  int length();

  /**
   * A column of some of its rows, for example of a supercell.
   *
   * @param rows their indices, in order; a row may come several times
   */
  AtomColumn taken(int[] rows);

  /** Where each value of some rows is. */
  private static int[] places(int[] rows, int width) {
    int[] places = new int[rows.length * width];
    for (int k = 0; k < places.length; k++) {
      places[k] = rows[k / width] * width + k % width;
    }
    return places;
  }

  /** Reals. */
  record Reals(int width, double[] data) implements AtomColumn {
    @Override
    public char kind() {
      return 'R';
    }

    @Override
    public int length() {
      return data.length;
    }

    @Override
    public AtomColumn taken(int[] rows) {
      return new Reals(
          width, Arrays.stream(places(rows, width)).mapToDouble(k -> data[k]).toArray());
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Reals r && width == r.width && Values.sameBits(data, r.data);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return "R:" + width + Arrays.toString(data);
    }
  }

  /** Integers. */
  record Integers(int width, long[] data) implements AtomColumn {
    @Override
    public char kind() {
      return 'I';
    }

    @Override
    public int length() {
      return data.length;
    }

    @Override
    public AtomColumn taken(int[] rows) {
      return new Integers(
          width, Arrays.stream(places(rows, width)).mapToLong(k -> data[k]).toArray());
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Integers r && width == r.width && Arrays.equals(data, r.data);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return "I:" + width + Arrays.toString(data);
    }
  }

  /** Words without white space. */
  record Strings(int width, String[] data) implements AtomColumn {
    @Override
    public char kind() {
      return 'S';
    }

    @Override
    public int length() {
      return data.length;
    }

    @Override
    public AtomColumn taken(int[] rows) {
      return new Strings(
          width, Arrays.stream(places(rows, width)).mapToObj(k -> data[k]).toArray(String[]::new));
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Strings r && width == r.width && Arrays.equals(data, r.data);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return "S:" + width + Arrays.toString(data);
    }
  }

  /** Logicals. */
  record Logicals(int width, boolean[] data) implements AtomColumn {
    @Override
    public char kind() {
      return 'L';
    }

    @Override
    public int length() {
      return data.length;
    }

    @Override
    public AtomColumn taken(int[] rows) {
      int[] places = places(rows, width);
      boolean[] some = new boolean[places.length];
      for (int k = 0; k < some.length; k++) {
        some[k] = data[places[k]];
      }
      return new Logicals(width, some);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Logicals r && width == r.width && Arrays.equals(data, r.data);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return "L:" + width + Arrays.toString(data);
    }
  }
}

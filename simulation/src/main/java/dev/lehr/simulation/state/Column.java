package dev.lehr.simulation.state;

import java.util.Arrays;
import java.util.List;

/**
 * A named extra of a {@link SimState}: rows of equal width, one for each atom or each system.
 *
 * <p>The four kinds differ only in what they hold. {@link Doubles}, {@link Longs} and {@link
 * Ragged} are data and go into checkpoints; {@link Companions} is a companion that can be made
 * again (a neighbour list, for example): it travels with its system inside a process and is never
 * written.
 */
public sealed interface Column {

  /** Whether a row belongs to an atom or to a system. */
  Scope scope();

  /** Values in a row, at least 1. */
  int width();

  /** Number of rows. */
  int rows();

  /** A column of the same kind, scope and width made of the rows [from, to). */
  Column slice(int from, int to);

  /** A column of this one's kind, scope and width made of rows of such columns, in order. */
  Column join(List<Rows> parts);

  /**
   * Some consecutive rows of a column.
   *
   * @param from the first
   * @param to the first that is not among them
   */
  record Rows(Column column, int from, int to) {
    private static int count(List<Rows> parts) {
      int count = 0;
      for (Rows part : parts) {
        count += part.to - part.from;
      }
      return count;
    }
  }

  /** Whether rows of {@code other} may be joined with rows of this column. */
  default boolean matches(Column other) {
    return getClass() == other.getClass() && scope() == other.scope() && width() == other.width();
  }

  /** Floating-point rows, row-major. The array is live: writing to it writes to the state. */
  record Doubles(Scope scope, int width, double[] data) implements Column {
    /** Checks that the data are whole rows. */
    public Doubles {
      checkRows(width, data.length);
    }

    @Override
    public int rows() {
      return data.length / width;
    }

    @Override
    public Column slice(int from, int to) {
      return new Doubles(scope, width, Arrays.copyOfRange(data, from * width, to * width));
    }

    @Override
    public Column join(List<Rows> parts) {
      double[] all = new double[width * Rows.count(parts)];
      int at = 0;
      for (Rows part : parts) {
        int length = width * (part.to() - part.from());
        System.arraycopy(((Doubles) part.column()).data, width * part.from(), all, at, length);
        at += length;
      }
      return new Doubles(scope, width, all);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Doubles d
          && scope == d.scope
          && width == d.width
          && Arrays.equals(data, d.data);
    }

    @Override
    public int hashCode() {
      return java.util.Objects.hash(scope, width, Arrays.hashCode(data));
    }

    @Override
    public String toString() {
      return "Doubles[" + scope + ", " + rows() + "x" + width + "]";
    }
  }

  /** Integer rows (counters, flags), row-major. The array is live. */
  record Longs(Scope scope, int width, long[] data) implements Column {
    /** Checks that the data are whole rows. */
    public Longs {
      checkRows(width, data.length);
    }

    @Override
    public int rows() {
      return data.length / width;
    }

    @Override
    public Column slice(int from, int to) {
      return new Longs(scope, width, Arrays.copyOfRange(data, from * width, to * width));
    }

    @Override
    public Column join(List<Rows> parts) {
      long[] all = new long[width * Rows.count(parts)];
      int at = 0;
      for (Rows part : parts) {
        int length = width * (part.to() - part.from());
        System.arraycopy(((Longs) part.column()).data, width * part.from(), all, at, length);
        at += length;
      }
      return new Longs(scope, width, all);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Longs d
          && scope == d.scope
          && width == d.width
          && Arrays.equals(data, d.data);
    }

    @Override
    public int hashCode() {
      return java.util.Objects.hash(scope, width, Arrays.hashCode(data));
    }

    @Override
    public String toString() {
      return "Longs[" + scope + ", " + rows() + "x" + width + "]";
    }
  }

  /**
   * Floating-point data of any length for each system: what grows faster than the number of atoms
   * (a Hessian) or with time (a history). The arrays are live, and may be replaced by longer ones.
   */
  record Ragged(double[][] data) implements Column {
    @Override
    public Scope scope() {
      return Scope.SYSTEM;
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public int rows() {
      return data.length;
    }

    @Override
    public Column slice(int from, int to) {
      double[][] part = new double[to - from][];
      for (int i = 0; i < part.length; i++) {
        part[i] = data[from + i].clone();
      }
      return new Ragged(part);
    }

    @Override
    public Column join(List<Rows> parts) {
      double[][] all = new double[Rows.count(parts)][];
      int at = 0;
      for (Rows part : parts) {
        double[][] rows = ((Ragged) part.column()).data;
        for (int i = part.from(); i < part.to(); i++) {
          all[at++] = rows[i].clone();
        }
      }
      return new Ragged(all);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Ragged r && Arrays.deepEquals(data, r.data);
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(data);
    }

    @Override
    public String toString() {
      return "Ragged[" + data.length + "]";
    }
  }

  /** One companion object for each system; a missing one is {@code null} in the array only. */
  record Companions(Object[] data) implements Column {
    @Override
    public Scope scope() {
      return Scope.SYSTEM;
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public int rows() {
      return data.length;
    }

    @Override
    public Column slice(int from, int to) {
      return new Companions(Arrays.copyOfRange(data, from, to));
    }

    @Override
    public Column join(List<Rows> parts) {
      Object[] all = new Object[Rows.count(parts)];
      int at = 0;
      for (Rows part : parts) {
        int length = (part.to() - part.from());
        System.arraycopy(((Companions) part.column()).data, part.from(), all, at, length);
        at += length;
      }
      return new Companions(all);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Companions d && Arrays.equals(data, d.data);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return "Companions[" + data.length + "]";
    }
  }

  private static void checkRows(int width, int length) {
    if (width < 1 || length % width != 0) {
      throw new IllegalArgumentException(
          "a column of width " + width + " cannot hold " + length + " values in whole rows");
    }
  }
}

package dev.lehr.activities.files;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A value of a structure's info as bytes: a letter for its kind, then the value. */
final class ValueBits {

  private ValueBits() {}

  static void write(DataOutputStream out, Object value) throws IOException {
    if (value instanceof String v) {
      out.writeByte('s');
      Bits.write(out, v);
    } else if (value instanceof Long v) {
      out.writeByte('i');
      out.writeLong(v);
    } else if (value instanceof Double v) {
      out.writeByte('r');
      out.writeLong(Double.doubleToRawLongBits(v));
    } else if (value instanceof Boolean v) {
      out.writeByte('l');
      out.writeBoolean(v);
    } else if (value instanceof long[] v) {
      out.writeByte('I');
      Bits.write(out, v);
    } else if (value instanceof double[] v) {
      out.writeByte('R');
      Bits.write(out, v);
    } else if (value instanceof boolean[] v) {
      out.writeByte('L');
      Bits.write(out, v);
    } else if (value instanceof String[] v) {
      out.writeByte('S');
      Bits.write(out, v);
    } else if (value instanceof Object[] rows) {
      writeRows(out, rows);
    } else {
      throw new IllegalArgumentException("cannot write a " + value.getClass().getSimpleName());
    }
  }

  private static void writeRows(DataOutputStream out, Object[] rows) throws IOException {
    out.writeByte('M');
    char kind =
        rows instanceof long[][]
            ? 'I'
            : rows instanceof double[][] ? 'R' : rows instanceof boolean[][] ? 'L' : 'S';
    out.writeByte(kind);
    out.writeInt(rows.length);
    for (Object row : rows) {
      write(out, row);
    }
  }

  static Object read(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 's' -> Bits.readString(in);
      case 'i' -> in.readLong();
      case 'r' -> Double.longBitsToDouble(in.readLong());
      case 'l' -> in.readBoolean();
      case 'I' -> Bits.readLongs(in);
      case 'R' -> Bits.readDoubles(in);
      case 'L' -> Bits.readBooleans(in);
      case 'S' -> Bits.readStrings(in);
      case 'M' -> readRows(in);
      default -> throw new DamagedBytesException("unknown kind of value " + kind);
    };
  }

  private static Object readRows(DataInputStream in) throws IOException {
    int kind = in.readByte();
    int n = in.readInt();
    Object[] rows =
        switch (kind) {
          case 'I' -> new long[n][];
          case 'R' -> new double[n][];
          case 'L' -> new boolean[n][];
          case 'S' -> new String[n][];
          default -> throw new DamagedBytesException("unknown kind of rows " + kind);
        };
    for (int i = 0; i < n; i++) {
      rows[i] = read(in);
    }
    return rows;
  }
}

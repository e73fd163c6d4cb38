package dev.lehr.activities.files;

import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeSet;

/**
 * The checkpoint of a system: everything of a single-system state but its companions, which can be
 * made again. The same state always gives the same bytes; torn or changed bytes are recognised.
 */
public final class StateCodec {

  private static final char KIND = 'C';
  private static final int VERSION = 1;

  private StateCodec() {}

  /**
   * The bytes of a state of one system.
   *
   * @throws IllegalArgumentException where there is not exactly one system, or a global is not a
   *     String, Long, Double, Boolean or array of these
   */
  public static byte[] encode(SimState state) {
    if (state.nSystems() != 1) {
      throw new IllegalArgumentException(
          "a checkpoint is of one system, this state has " + state.nSystems());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      Bits.write(out, state.atomicNumbers());
      Bits.write(out, state.masses());
      Bits.write(out, state.positions());
      Bits.write(out, state.cell());
      Bits.write(out, state.pbc());
      // In which order columns came depends on interruptions; bytes do not.
      for (String name : new TreeSet<>(state.columnNames())) {
        writeColumn(out, name, state.column(name));
      }
      out.writeByte(0);
      out.writeInt(state.globals().size());
      for (Map.Entry<String, Object> global : state.globals().entrySet()) {
        Bits.write(out, global.getKey());
        ValueBits.write(out, global.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return Sealed.seal(KIND, VERSION, bytes.toByteArray());
  }

  private static void writeColumn(DataOutputStream out, String name, Column column)
      throws IOException {
    if (column instanceof Column.Companions) {
      return;
    }
    if (column instanceof Column.Ragged ragged) {
      out.writeByte('r');
      Bits.write(out, name);
      ValueBits.write(out, ragged.data()[0]);
      return;
    }
    out.writeByte(column.scope() == Scope.ATOM ? 'a' : 's');
    Bits.write(out, name);
    out.writeInt(column.width());
    ValueBits.write(
        out, column instanceof Column.Doubles d ? d.data() : ((Column.Longs) column).data());
  }

  /**
   * Whether the bytes are whole, without reading them.
   *
   * @throws NewerFormatException where they are, and a newer version of this program wrote them
   */
  public static boolean isWhole(byte[] bytes) {
    try {
      return Sealed.open(KIND, VERSION, bytes).length > 0;
    } catch (DamagedBytesException e) {
      return false;
    }
  }

  /**
   * The state of bytes that {@link #encode} made.
   *
   * @throws DamagedBytesException where they are not such bytes
   * @throws NewerFormatException where a newer version of this program wrote them
   */
  public static SimState decode(byte[] bytes) throws DamagedBytesException {
    byte[] content = Sealed.open(KIND, VERSION, bytes);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
      SimState state =
          SimState.ofSystem(
              Bits.readInts(in),
              Bits.readDoubles(in),
              Bits.readDoubles(in),
              Bits.readDoubles(in),
              Bits.readBooleans(in));
      for (int scope = in.readByte(); scope != 0; scope = in.readByte()) {
        String name = Bits.readString(in);
        if (scope == 'r') {
          double[] row = (double[]) ValueBits.read(in);
          state.putColumn(name, new Column.Ragged(new double[][] {row}));
          continue;
        }
        int width = in.readInt();
        Object data = ValueBits.read(in);
        Scope of = scope == 'a' ? Scope.ATOM : Scope.SYSTEM;
        state.putColumn(
            name,
            data instanceof double[] d
                ? new Column.Doubles(of, width, d)
                : new Column.Longs(of, width, (long[]) data));
      }
      for (int left = in.readInt(); left > 0; left--) {
        state.putGlobal(Bits.readString(in), ValueBits.read(in));
      }
      return state;
    } catch (DamagedBytesException e) {
      throw e;
    } catch (IOException e) {
      throw new DamagedBytesException("a checkpoint's bytes end too early", e);
    }
  }
}

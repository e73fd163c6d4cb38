package dev.lehr.activities.files;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** A structure as compact bytes and back, equal to the bit in everything that it holds. */
public final class StructureCodec {

  private static final char KIND = 'S';
  private static final int VERSION = 1;

  private StructureCodec() {}

  /** The bytes of a structure: compressed, with a version and a checksum. */
  public static byte[] encode(Structure s) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      Bits.write(out, s.id());
      Bits.write(out, s.source());
      Bits.write(out, s.atomicNumbers());
      Bits.write(out, s.positions());
      Bits.write(out, s.pbc());
      Bits.write(out, s.cell().orElseGet(() -> new double[0]));
      out.writeBoolean(s.masses().isPresent());
      Bits.write(out, s.masses().orElseGet(() -> new double[0]));
      out.writeInt(s.info().size());
      for (Map.Entry<String, Object> entry : s.info().entrySet()) {
        Bits.write(out, entry.getKey());
        ValueBits.write(out, entry.getValue());
      }
      out.writeInt(s.arrays().size());
      for (Map.Entry<String, AtomColumn> entry : s.arrays().entrySet()) {
        Bits.write(out, entry.getKey());
        out.writeInt(entry.getValue().width());
        ValueBits.write(out, data(entry.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return Sealed.seal(KIND, VERSION, bytes.toByteArray());
  }

  private static Object data(AtomColumn column) {
    if (column instanceof AtomColumn.Reals c) {
      return c.data();
    }
    if (column instanceof AtomColumn.Integers c) {
      return c.data();
    }
    if (column instanceof AtomColumn.Logicals c) {
      return c.data();
    }
    return ((AtomColumn.Strings) column).data();
  }

  /**
   * The structure of bytes that {@link #encode} made.
   *
   * @throws DamagedBytesException where they are not such bytes
   * @throws NewerFormatException where a newer version of this program wrote them
   */
  public static Structure decode(byte[] bytes) throws DamagedBytesException {
    byte[] content = Sealed.open(KIND, VERSION, bytes);
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(content)))) {
      return read(in);
    } catch (DamagedBytesException e) {
      throw e;
    } catch (IOException e) {
      throw new DamagedBytesException("a structure's bytes end too early or are damaged", e);
    }
  }

  private static Structure read(DataInputStream in) throws IOException {
    String id = Bits.readString(in);
    String source = Bits.readString(in);
    Structure.Builder builder =
        Structure.builder(id, source, Bits.readInts(in), Bits.readDoubles(in));
    boolean[] pbc = Bits.readBooleans(in);
    builder.pbc(pbc[0], pbc[1], pbc[2]);
    Optional.of(Bits.readDoubles(in)).filter(c -> c.length > 0).ifPresent(builder::cell);
    boolean massesGiven = in.readBoolean();
    double[] masses = Bits.readDoubles(in);
    if (massesGiven) {
      builder.masses(masses);
    }
    for (int left = in.readInt(); left > 0; left--) {
      builder.info(Bits.readString(in), ValueBits.read(in));
    }
    for (int left = in.readInt(); left > 0; left--) {
      String name = Bits.readString(in);
      int width = in.readInt();
      builder.array(name, column(width, ValueBits.read(in)));
    }
    return builder.build();
  }

  private static AtomColumn column(int width, Object data) throws DamagedBytesException {
    if (data instanceof double[] d) {
      return new AtomColumn.Reals(width, d);
    }
    if (data instanceof long[] d) {
      return new AtomColumn.Integers(width, d);
    }
    if (data instanceof boolean[] d) {
      return new AtomColumn.Logicals(width, d);
    }
    if (data instanceof String[] d) {
      return new AtomColumn.Strings(width, d);
    }
    throw new DamagedBytesException("a column's data are of no kind that columns have");
  }
}

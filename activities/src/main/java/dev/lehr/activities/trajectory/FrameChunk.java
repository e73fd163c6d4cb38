package dev.lehr.activities.trajectory;

import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Consecutive frames of one structure in one stage as bytes. All numbers are little-endian.
 *
 * <pre>
 * head     magic        4 bytes   LFR1
 *          flags        int32     1: 32-bit numbers; 2: momenta; 4: compressed (zlib)
 *          structure    int64     index in the campaign
 *          generation   int32     of the task
 *          frames       int32     F
 *          length       int64     bytes of the body as stored
 *          raw          int64     bytes of the body before compression
 *          steps        F int64   moves made up to each frame, ascending
 *          check        int32     CRC-32C of the head up to here
 * body     id           int32 length, UTF-8
 *          stage        int32 length, UTF-8
 *          campaign     int64     the ledger's key
 *          stage index  int32
 *          atoms        int32     N
 *          periodic     3 bytes   0 or 1, one for each lattice vector
 *          numbers      N int32   atomic numbers
 *          F times      energy, cell (9), stress (9), positions (3N), forces (3N),
 *                       momenta (3N, where flagged): eV, angstrom, sqrt(eV amu)
 * tail     check        int32     CRC-32C of the body as stored
 * </pre>
 */
final class FrameChunk {

  static final int FIXED_HEAD = 40;

  private static final int MAGIC = 0x3152464c;
  private static final int SINGLE = 1;
  private static final int MOMENTA = 2;
  private static final int COMPRESSED = 4;

  /**
   * The beginning of a chunk.
   *
   * @param structure index in the campaign
   * @param generation of the task
   * @param steps of the frames
   * @param length bytes of the whole chunk
   */
  record Head(long structure, int generation, long[] steps, int flags, long length, int raw) {
    private int bodyAt() {
      return headLength(steps.length);
    }
  }

  /** Bytes that are not a chunk, or a damaged one. */
  static final class DamagedChunkException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedChunkException(String message) {
      super(message);
    }
  }

  private FrameChunk() {}

  private static int headLength(int frames) {
    return FIXED_HEAD + 8 * frames + 4;
  }

  /**
   * The bytes of some frames of one structure.
   *
   * @param frames of the same task, style and kind of columns; at least one
   */
  static byte[] of(List<TrajectoryFrame> frames) {
    TrajectoryFrame first = frames.get(0);
    boolean momenta = first.system().hasColumn(Dynamics.MOMENTA);
    boolean single = first.style().format() == FrameFormat.BINARY_FLOAT32;
    boolean compress = first.style().compress();
    byte[] raw = body(frames, single, momenta);
    byte[] stored = compress ? deflated(raw) : raw;
    int head = headLength(frames.size());
    ByteBuffer out = ByteBuffer.allocate(head + stored.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC);
    out.putInt((single ? SINGLE : 0) | (momenta ? MOMENTA : 0) | (compress ? COMPRESSED : 0));
    out.putLong(first.task().structure()).putInt(first.generation()).putInt(frames.size());
    out.putLong(stored.length).putLong(raw.length);
    frames.forEach(frame -> out.putLong(frame.step()));
    out.putInt(check(out.array(), 0, out.position()));
    out.put(stored);
    out.putInt(check(stored, 0, stored.length));
    return out.array();
  }

  private static byte[] body(List<TrajectoryFrame> frames, boolean single, boolean momenta) {
    TrajectoryFrame first = frames.get(0);
    int n = first.system().nAtoms();
    byte[] id = first.id().getBytes(StandardCharsets.UTF_8);
    byte[] stage = first.stage().getBytes(StandardCharsets.UTF_8);
    int numbers = 19 + (momenta ? 9 : 6) * n;
    long size =
        27L + id.length + stage.length + 4L * n + (single ? 4L : 8L) * numbers * frames.size();
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(id.length).put(id).putInt(stage.length).put(stage);
    out.putLong(first.task().campaignId()).putInt(first.task().stage()).putInt(n);
    for (boolean periodic : first.system().pbc()) {
      out.put((byte) (periodic ? 1 : 0));
    }
    for (int z : first.system().atomicNumbers()) {
      out.putInt(z);
    }
    for (TrajectoryFrame frame : frames) {
      SimState s = frame.system();
      put(out, s.doubles(Stepper.ENERGY), single);
      put(out, s.cell(), single);
      put(out, s.doubles(Stepper.STRESS), single);
      put(out, s.positions(), single);
      put(out, s.doubles(Stepper.FORCES), single);
      if (momenta) {
        put(out, s.doubles(Dynamics.MOMENTA), single);
      }
    }
    return out.array();
  }

  private static void put(ByteBuffer out, double[] values, boolean single) {
    for (double v : values) {
      if (single) {
        out.putFloat((float) v);
      } else {
        out.putLong(Double.doubleToRawLongBits(v));
      }
    }
  }

  private static double[] get(ByteBuffer in, int n, boolean single) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = single ? in.getFloat() : Double.longBitsToDouble(in.getLong());
    }
    return values;
  }

  /**
   * How many bytes the head has of a chunk that begins like this.
   *
   * @param start {@link #FIXED_HEAD} bytes
   */
  static int headLength(byte[] start) throws DamagedChunkException {
    ByteBuffer in = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    int frames = in.getInt(20);
    if (in.getInt(0) != MAGIC || frames < 1 || frames > (1 << 27)) {
      throw new DamagedChunkException("something that is no chunk of frames");
    }
    return headLength(frames);
  }

  /** Reads a head; {@code bytes} may go on behind it. */
  static Head head(byte[] bytes) throws DamagedChunkException {
    int length = headLength(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < length || in.getInt(length - 4) != check(bytes, 0, length - 4)) {
      throw new DamagedChunkException("a chunk of frames with a damaged head");
    }
    long[] steps = new long[in.getInt(20)];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = in.getLong(FIXED_HEAD + 8 * i);
    }
    return new Head(
        in.getLong(8),
        in.getInt(16),
        steps,
        in.getInt(4),
        length + in.getLong(24) + 4,
        Math.toIntExact(in.getLong(32)));
  }

  /** Reads a chunk. */
  static List<TrajectoryFrame> read(byte[] bytes) throws DamagedChunkException {
    Head head = head(bytes);
    int from = head.bodyAt();
    int to = (int) (head.length() - 4);
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length != head.length() || all.getInt(to) != check(bytes, from, to - from)) {
      throw new DamagedChunkException("a chunk of frames with a damaged body");
    }
    byte[] body = Arrays.copyOfRange(bytes, from, to);
    if ((head.flags() & COMPRESSED) != 0) {
      body = inflated(body, head.raw());
    }
    try {
      return frames(head, ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new DamagedChunkException("a chunk of frames that ends too early");
    }
  }

  private static List<TrajectoryFrame> frames(Head head, ByteBuffer in) {
    boolean single = (head.flags() & SINGLE) != 0;
    boolean momenta = (head.flags() & MOMENTA) != 0;
    String id = text(in);
    String stage = text(in);
    TaskKey task = new TaskKey(in.getLong(), in.getInt(), head.structure());
    int n = in.getInt();
    boolean[] pbc = {in.get() != 0, in.get() != 0, in.get() != 0};
    int[] numbers = new int[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = in.getInt();
    }
    FrameStyle style =
        new FrameStyle(
            single ? FrameFormat.BINARY_FLOAT32 : FrameFormat.BINARY,
            momenta,
            (head.flags() & COMPRESSED) != 0);
    List<TrajectoryFrame> frames = new ArrayList<>();
    for (long step : head.steps()) {
      SimState system = system(in, numbers, pbc, single, momenta);
      frames.add(new TrajectoryFrame(task, id, stage, head.generation(), step, system, style));
    }
    return frames;
  }

  private static SimState system(
      ByteBuffer in, int[] numbers, boolean[] pbc, boolean single, boolean momenta) {
    int n = numbers.length;
    double[] energy = get(in, 1, single);
    double[] cell = get(in, 9, single);
    double[] stress = get(in, 9, single);
    double[] positions = get(in, 3 * n, single);
    SimState s = SimState.ofSystem(numbers.clone(), new double[n], positions, cell, pbc.clone());
    s.putColumn(Stepper.ENERGY, new Column.Doubles(Scope.SYSTEM, 1, energy));
    s.putColumn(Stepper.STRESS, new Column.Doubles(Scope.SYSTEM, 9, stress));
    s.putColumn(Stepper.FORCES, new Column.Doubles(Scope.ATOM, 3, get(in, 3 * n, single)));
    if (momenta) {
      s.putColumn(Dynamics.MOMENTA, new Column.Doubles(Scope.ATOM, 3, get(in, 3 * n, single)));
    }
    return s;
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int check(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  private static byte[] deflated(byte[] raw) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(raw);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length);
      byte[] part = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflated(byte[] stored, int length) throws DamagedChunkException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored);
      byte[] raw = new byte[length];
      int at = 0;
      while (at < length) {
        int n = inflater.inflate(raw, at, length - at);
        if (n == 0) {
          throw new DamagedChunkException("a chunk of frames that ends too early");
        }
        at += n;
      }
      return raw;
    } catch (DataFormatException e) {
      throw new DamagedChunkException("a chunk of frames that does not unpack");
    } finally {
      inflater.end();
    }
  }
}

package dev.lehr.activities.bridge;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What goes over the pipe: 16 bytes of head ({@code LEHR}, a letter, 3 zeros, the length) and a
 * body, little-endian; the script {@code bridge.py} says what the bodies are.
 *
 * @param kind the letter
 * @param body positioned at its start
 */
record Frame(char kind, ByteBuffer body) {

  static final int HEAD = 16;

  private static final byte[] MAGIC = "LEHR".getBytes(StandardCharsets.US_ASCII);

  static Frame ofText(char kind, String text) {
    return new Frame(kind, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  String text() {
    return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
  }

  void write(OutputStream out) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    head.put(MAGIC).put((byte) kind).put(new byte[3]).putLong(body.remaining());
    out.write(head.array());
    out.write(body.array(), body.arrayOffset() + body.position(), body.remaining());
    out.flush();
  }

  /**
   * Reads the next one.
   *
   * @throws EOFException where the other side has ended
   * @throws ProcessLostException where what came is no frame
   */
  static Frame read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[HEAD];
    in.readFully(bytes);
    ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (byte expected : MAGIC) {
      if (head.get() != expected) {
        throw new ProcessLostException("it wrote something that is not a frame");
      }
    }
    char kind = (char) head.get();
    long length = head.getLong(8);
    if (length < 0 || length > Integer.MAX_VALUE - 16) {
      throw new ProcessLostException("it announced a frame of " + length + " bytes");
    }
    byte[] body = in.readNBytes((int) length);
    if (body.length < length) {
      throw new EOFException("it ended within a frame");
    }
    return new Frame(kind, ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
  }
}

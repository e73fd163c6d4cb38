package dev.lehr.activities.files;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * A kind byte, a version byte, the length and CRC32 of the content, and the content. Every version
 * keeps this frame, so that what is whole but newer is told from what is damaged.
 */
final class Sealed {

  private static final int HEADER = 10;

  private Sealed() {}

  static byte[] seal(char kind, int version, byte[] content) {
    ByteBuffer sealed = ByteBuffer.allocate(HEADER + content.length);
    sealed.put((byte) kind).put((byte) version).putInt(content.length);
    sealed.putInt(crc(kind, version, content)).put(content);
    return sealed.array();
  }

  static byte[] open(char kind, int version, byte[] bytes) throws DamagedBytesException {
    if (bytes.length < HEADER || bytes[0] != (byte) kind) {
      throw new DamagedBytesException(
          bytes.length + " bytes do not start as a sealed '" + kind + "' does");
    }
    int written = Byte.toUnsignedInt(bytes[1]);
    ByteBuffer sealed = ByteBuffer.wrap(bytes, 2, bytes.length - 2);
    int length = sealed.getInt();
    int crc = sealed.getInt();
    if (length != bytes.length - HEADER) {
      throw new DamagedBytesException(
          "content of " + (bytes.length - HEADER) + " bytes, expected " + length);
    }
    byte[] content = new byte[length];
    sealed.get(content);
    if (crc(kind, written, content) != crc) {
      throw new DamagedBytesException("the checksum of " + length + " bytes does not match");
    }
    if (written > version) {
      throw new NewerFormatException(written, version);
    }
    if (written != version) {
      throw new DamagedBytesException(
          "format version " + written + ", this program reads version " + version);
    }
    return content;
  }

  private static int crc(char kind, int version, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(kind);
    crc.update(version);
    crc.update(content);
    return (int) crc.getValue();
  }
}

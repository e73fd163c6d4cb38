package dev.lehr.activities.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Takes gzip off where its two magic bytes stand; names other compressions, which are not read. */
final class Decompression {

  private static final int BUFFER = 1 << 16;

  private Decompression() {}

  /**
   * The bytes themselves.
   *
   * @throws IOException where the first bytes cannot be read, or are those of bzip2, xz, Zstandard,
   *     zip or compress
   */
  static InputStream open(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    buffered.mark(8);
    byte[] magic = buffered.readNBytes(6);
    buffered.reset();
    if (starts(magic, 0x1f, 0x8b)) {
      return new GZIPInputStream(buffered, BUFFER);
    }
    String other =
        starts(magic, 'B', 'Z', 'h')
            ? "bzip2"
            : starts(magic, 0xfd, '7', 'z', 'X', 'Z', 0)
                ? "xz"
                : starts(magic, 0x28, 0xb5, 0x2f, 0xfd)
                    ? "Zstandard"
                    : starts(magic, 'P', 'K', 3, 4)
                        ? "zip"
                        : starts(magic, 0x1f, 0x9d) ? "compress" : "";
    if (!other.isEmpty()) {
      throw new UnreadCompressionException(other);
    }
    return buffered;
  }

  private static boolean starts(byte[] bytes, int... magic) {
    boolean same = bytes.length >= magic.length;
    for (int i = 0; same && i < magic.length; i++) {
      same = (bytes[i] & 0xff) == magic[i];
    }
    return same;
  }
}

package dev.lehr.activities.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that people write: small ones. */
public final class TextFile {

  /** Bytes of a campaign file, or of a table beside it. */
  public static final int LARGEST = 16 << 20;

  private TextFile() {}

  /**
   * A file's text.
   *
   * @throws IOException with a sentence where there is more than {@link #LARGEST} bytes, whatever
   *     the file says its size is; a {@link java.nio.charset.MalformedInputException} where it is
   *     no UTF-8
   */
  public static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException(
            file + ": found more than " + (LARGEST >> 20) + " MiB, expected a text of people's");
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    }
  }
}

package dev.lehr.activities.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 text that end in LF, CR LF or CR, each at most {@link ReadLimits#CHARACTERS} long:
 * a reader that has no such bound gives all memory to a few bytes of gzip. A byte order mark is
 * passed over.
 */
final class BoundedLines implements Closeable {

  private final Reader reader;
  private final char[] buffer = new char[1 << 14];
  private int at;
  private int end;
  private boolean afterCr;
  private long number;

  BoundedLines(InputStream in) {
    this(in, StandardCharsets.UTF_8);
  }

  /** Lines of another charset. */
  BoundedLines(InputStream in, Charset charset) {
    reader = new InputStreamReader(in, charset);
  }

  /** The number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /**
   * The next line without its end, or null after the last.
   *
   * @throws TooLargeException where it is too long
   */
  @Nullable String next() throws IOException {
    StringBuilder text = null;
    while (true) {
      if (at == end && !fill()) {
        return text == null ? null : finished(text.toString());
      }
      if (afterCr) {
        afterCr = false;
        if (buffer[at] == '\n') {
          at++;
          continue;
        }
      }
      int start = at;
      while (at < end && buffer[at] != '\n' && buffer[at] != '\r') {
        at++;
      }
      if (at < end && text == null) {
        return endAt(new String(buffer, start, at - start));
      }
      text = text == null ? new StringBuilder() : text;
      text.append(buffer, start, at - start);
      if (at < end) {
        return endAt(text.toString());
      }
      if (text.length() > ReadLimits.CHARACTERS) {
        number++;
        throw new TooLargeException(
            "more than " + ReadLimits.CHARACTERS + " characters in a line", "shorter lines");
      }
    }
  }

  private String endAt(String text) {
    afterCr = buffer[at] == '\r';
    at++;
    return finished(text);
  }

  private String finished(String text) {
    number++;
    return number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private boolean fill() throws IOException {
    int read;
    do {
      read = reader.read(buffer, 0, buffer.length);
    } while (read == 0);
    at = 0;
    end = Math.max(read, 0);
    return read > 0;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

package dev.lehr.activities.commands;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for patterns line by line. Of a line the first 65,536 characters are looked at, and a
 * pattern that goes back and forth in one without end is given up.
 */
final class LineSearch {

  private static final int LONGEST = 1 << 16;
  private static final long MOST_LOOKS = 50_000_000;

  private LineSearch() {}

  /** What the group holds, of a line's first match, in the last line that has one. */
  static Optional<String> last(Path file, String name, String pattern)
      throws IOException, BadOutputException {
    Pattern compiled = Pattern.compile(pattern);
    Optional<String> found = Optional.empty();
    try (Reader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      while (next(reader, line)) {
        Matcher matcher = compiled.matcher(new CountedText(line.toString()));
        if (matcher.find()) {
          found = Optional.ofNullable(matcher.group(1)).or(() -> Optional.of(""));
        }
      }
    } catch (TooManyLooksException | StackOverflowError e) {
      throw new BadOutputException(
          name, "a line on which '" + pattern + "' does not come to an end", "a simpler pattern");
    }
    return found;
  }

  /** Whether there is another line. */
  private static boolean next(Reader reader, StringBuilder line) throws IOException {
    line.setLength(0);
    boolean any = false;
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      any = true;
      if (c == '\n') {
        break;
      }
      if (c != '\r' && line.length() < LONGEST) {
        line.append((char) c);
      }
    }
    return any;
  }

  /** A pattern has looked at too many characters. */
  private static final class TooManyLooksException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A line that counts how often it is looked at. */
  private static final class CountedText implements CharSequence {
    private final String text;
    private long looks;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST_LOOKS) {
        throw new TooManyLooksException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}

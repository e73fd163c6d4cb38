package dev.lehr.activities.reports.html;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Takes JSON to where it stands in a script element. Angle brackets and ampersands are in strings
 * alone in JSON, so there they are written as {@code \}{@code u003c} and the like: no string can
 * end the element or begin a comment. Closing closes nothing.
 */
final class ScriptData extends FilterWriter {

  ScriptData(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    switch (c) {
      case '<', '>', '&', '\u2028', '\u2029' -> out.write(String.format("\\u%04x", c));
      default -> out.write(c);
    }
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(text[i]);
    }
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(text.charAt(i));
    }
  }

  @Override
  public void close() {
    // Whoever opened the page closes it.
  }
}

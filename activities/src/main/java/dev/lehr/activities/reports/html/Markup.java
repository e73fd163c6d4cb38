package dev.lehr.activities.reports.html;

import java.io.IOException;

/** Writes elements; every text and attribute is escaped. */
final class Markup {

  private final Appendable out;

  Markup(Appendable out) {
    this.out = out;
  }

  /** Text without a meaning for a browser. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c == '\n' || c == '\t' || c >= ' ' ? c : '\uFFFD');
      }
    }
    return safe.toString();
  }

  /** Opens an element. */
  Markup open(String tag, String... attributes) throws IOException {
    out.append('<').append(tag);
    for (int i = 0; i + 1 < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escaped(attributes[i + 1])).append('"');
    }
    out.append('>');
    return this;
  }

  /** Closes an element. */
  Markup close(String tag) throws IOException {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /** Text. */
  Markup text(String text) throws IOException {
    out.append(escaped(text));
    return this;
  }

  /** An element with text alone. */
  Markup element(String tag, String text, String... attributes) throws IOException {
    return open(tag, attributes).text(text).close(tag);
  }

  /** Markup of ours, with nothing of the user's in it. */
  Markup own(String markup) throws IOException {
    out.append(markup);
    return this;
  }
}

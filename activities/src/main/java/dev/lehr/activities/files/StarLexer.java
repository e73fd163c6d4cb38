package dev.lehr.activities.files;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Words of a STAR file as CIF 1.1 has them (S. R. Hall, F. H. Allen, I. D. Brown, Acta Cryst. A47,
 * 655 (1991); IUCr, CIF 1.1 syntax), with what CIF 2.0 adds where the first line says that it is
 * one: triple quotes, and lists and tables, each as one word of raw text.
 */
final class StarLexer {

  /** What a word is. */
  enum Kind {
    DATA,
    SAVE,
    LOOP,
    STOP,
    GLOBAL,
    TAG,
    VALUE,
    END
  }

  /**
   * A word.
   *
   * @param text a tag in lower case with {@code .} as {@code _}; the name of a block; a value
   *     without its quotes
   * @param bare whether a value had no quotes, so that {@code .} and {@code ?} mean none
   * @param line where it starts
   */
  record Token(Kind kind, String text, boolean bare, long line) {

    /** Whether it is a value that says that there is none. */
    boolean isNone() {
      return bare && (text.equals("?") || text.equals("."));
    }
  }

  private final BoundedLines lines;
  private @Nullable String text = "";
  private int at;
  private boolean cif2;

  StarLexer(BoundedLines lines) {
    this.lines = lines;
  }

  long line() {
    return lines.number();
  }

  /**
   * The next word; {@link Kind#END} after the last.
   *
   * @throws Malformed {@code malformed_cif} where a quotation or a text field is not closed
   */
  Token next() throws IOException, Malformed {
    while (text != null) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at < text.length() && text.charAt(at) != '#') {
        return word(text);
      }
      nextLine();
      if (text != null && text.startsWith(";")) {
        return textField(text);
      }
    }
    return new Token(Kind.END, "", true, lines.number());
  }

  /** Passes over everything up to the next line on which a data block starts. */
  void skipToBlock() throws IOException {
    do {
      nextLine();
    } while (text != null && !startsBlock(text));
  }

  private static boolean startsBlock(String line) {
    return line.regionMatches(true, 0, "data_", 0, 5);
  }

  private void nextLine() throws IOException {
    text = lines.next();
    at = 0;
    if (text != null && lines.number() == 1) {
      cif2 = text.startsWith("#\\#CIF_2.0");
    }
  }

  private Token word(String t) throws IOException, Malformed {
    long line = lines.number();
    char c = t.charAt(at);
    if (c == '"' || c == '\'') {
      boolean triple = cif2 && t.startsWith(String.valueOf(c).repeat(3), at);
      return new Token(Kind.VALUE, triple ? tripleQuoted(c) : quoted(t, c), false, line);
    }
    if (cif2 && (c == '[' || c == '{')) {
      return new Token(Kind.VALUE, bracketed(t, line), false, line);
    }
    int start = at;
    while (at < t.length() && !Character.isWhitespace(t.charAt(at))) {
      at++;
    }
    return bare(t.substring(start, at), line);
  }

  private static Token bare(String word, long line) {
    if (word.startsWith("_")) {
      return new Token(Kind.TAG, tag(word), true, line);
    }
    String lower = word.length() > 200 ? "" : word.toLowerCase(Locale.ROOT);
    Optional<Kind> reserved =
        lower.startsWith("data_")
            ? Optional.of(Kind.DATA)
            : lower.startsWith("save_")
                ? Optional.of(Kind.SAVE)
                : switch (lower) {
                  case "loop_" -> Optional.of(Kind.LOOP);
                  case "stop_" -> Optional.of(Kind.STOP);
                  case "global_" -> Optional.of(Kind.GLOBAL);
                  default -> Optional.empty();
                };
    String shown = reserved.isPresent() && reserved.get() != Kind.LOOP ? word.substring(5) : word;
    return new Token(reserved.orElse(Kind.VALUE), reserved.isPresent() ? shown : word, true, line);
  }

  /** Case does not matter, and DDLm dictionaries have a dot where older ones have a dash. */
  static String tag(String word) {
    return word.toLowerCase(Locale.ROOT).replace('.', '_');
  }

  /** A quotation ends at a quote that white space follows; in CIF 2.0 at any. */
  private String quoted(String t, char quote) throws Malformed {
    for (int i = at + 1; i < t.length(); i++) {
      boolean last = i + 1 == t.length() || Character.isWhitespace(t.charAt(i + 1));
      if (t.charAt(i) == quote && (cif2 || last)) {
        String inner = t.substring(at + 1, i);
        at = i + 1;
        return inner;
      }
    }
    throw new Malformed(
        "malformed_cif",
        "quotation",
        Malformed.quoted(t.substring(at)) + " that is not closed on its line",
        "a closing " + quote,
        lines.number());
  }

  private String tripleQuoted(char quote) throws IOException, Malformed {
    long line = lines.number();
    String closing = String.valueOf(quote).repeat(3);
    StringBuilder inner = new StringBuilder();
    at += 3;
    while (text != null) {
      int end = text.indexOf(closing, at);
      if (end >= 0) {
        inner.append(text, at, end);
        at = end + 3;
        return inner.toString();
      }
      inner.append(text, at, text.length()).append('\n');
      checkLength(inner, line);
      nextLine();
    }
    throw notClosed("triple quotes", closing, line);
  }

  private Token textField(String first) throws IOException, Malformed {
    long line = lines.number();
    StringBuilder inner = new StringBuilder(first.substring(1));
    while (true) {
      nextLine();
      if (text == null) {
        throw notClosed("text field", "';' at the start of a line", line);
      }
      if (text.startsWith(";")) {
        at = 1;
        return new Token(Kind.VALUE, inner.toString(), false, line);
      }
      inner.append('\n').append(text);
      checkLength(inner, line);
    }
  }

  /** A list or table, quotations in it passed over. */
  private String bracketed(String start, long line) throws IOException, Malformed {
    StringBuilder raw = new StringBuilder();
    int depth = 0;
    String t = start;
    while (true) {
      for (; at < t.length(); at++) {
        char c = t.charAt(at);
        raw.append(c);
        if (c == '"' || c == '\'') {
          int end = t.indexOf(c, at + 1);
          end = end < 0 ? t.length() - 1 : end;
          raw.append(t, at + 1, end + 1);
          at = end;
        } else if (c == '[' || c == '{') {
          depth++;
        } else if ((c == ']' || c == '}') && --depth == 0) {
          at++;
          return raw.toString();
        }
      }
      raw.append('\n');
      checkLength(raw, line);
      nextLine();
      if (text == null) {
        throw notClosed("list or table", "its closing bracket", line);
      }
      t = text;
    }
  }

  private static void checkLength(StringBuilder inner, long line) throws Malformed {
    if (inner.length() > ReadLimits.CHARACTERS) {
      throw new Malformed(
          "too_large",
          "text field",
          "more than " + ReadLimits.CHARACTERS + " characters",
          "a shorter text",
          line);
    }
  }

  private static Malformed notClosed(String what, String expected, long line) {
    return new Malformed("malformed_cif", what, "the end of the file in it", expected, line);
  }
}

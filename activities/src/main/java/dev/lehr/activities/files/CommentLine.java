package dev.lehr.activities.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Splits the second line of a frame into keys and values, as ASE does: values may be in quotes,
 * braces or brackets; a backslash takes the next character as it is; a key alone is true; blanks
 * around {@code =} are allowed. Stricter than ASE, a key may stand there once only and quotes must
 * be closed. Brackets that hold brackets or strings are read as JSON, as libAtoms' extxyz has them.
 */
final class CommentLine {

  private final String line;
  private int at;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private CommentLine(String line) {
    this.line = line;
  }

  /** Keys and typed values in their order; a line without {@code =} is a comment of plain XYZ. */
  static Map<String, Object> parse(String line) throws Malformed {
    String stripped = line.strip();
    boolean extended = stripped.contains("Lattice") || stripped.contains("Properties");
    if (stripped.indexOf('=') < 0) {
      return stripped.isEmpty() ? Map.of() : Map.of("comment", stripped);
    }
    try {
      CommentLine parser = new CommentLine(stripped);
      parser.pairs();
      return parser.values;
    } catch (Malformed e) {
      if (extended) {
        throw e;
      }
      return Map.of("comment", stripped);
    }
  }

  private void pairs() throws Malformed {
    skipBlanks();
    while (at < line.length()) {
      if (line.charAt(at) == '=') {
        throw new Malformed("malformed_comment", "comment line", "'=' without a key", "key=value");
      }
      String key = word(true);
      skipBlanks();
      if (at < line.length() && line.charAt(at) == '=') {
        at++;
        skipBlanks();
        Optional<Object> nested = nested();
        put(key, nested.isPresent() ? nested.get() : InfoText.parse(key, word(false)));
      } else {
        put(key, true);
      }
      skipBlanks();
    }
  }

  private void put(String key, Object value) throws Malformed {
    if (values.put(key, value) != null) {
      throw new Malformed("duplicate_key", key, "the key twice", "each key once");
    }
  }

  private void skipBlanks() {
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
  }

  /** Reads up to a blank outside of quotes; a key ends at {@code =} as well. */
  private String word(boolean key) throws Malformed {
    StringBuilder text = new StringBuilder();
    char closing = 0;
    for (; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '\\' && at + 1 < line.length()) {
        text.append(line.charAt(++at));
      } else if (closing != 0) {
        if (c == closing) {
          closing = 0;
        } else {
          text.append(c);
        }
      } else if (closing(c) != 0) {
        closing = closing(c);
      } else if (Character.isWhitespace(c) || (key && c == '=')) {
        break;
      } else {
        text.append(c);
      }
    }
    if (closing != 0) {
      throw new Malformed(
          "malformed_comment",
          key ? "comment line" : "value",
          Malformed.quoted(text.toString()) + " that is not closed",
          "a closing " + closing);
    }
    return text.toString();
  }

  private static char closing(char opening) {
    return switch (opening) {
      case '"', '\'' -> opening;
      case '{' -> '}';
      case '[' -> ']';
      default -> 0;
    };
  }

  /** An array of arrays or of strings in brackets; nothing is read where there is none. */
  private Optional<Object> nested() {
    if (at >= line.length() || line.charAt(at) != '[') {
      return Optional.empty();
    }
    int end = matchingBracket();
    if (end < 0) {
      return Optional.empty();
    }
    String inner = line.substring(at + 1, end).strip();
    boolean alone = end + 1 == line.length() || Character.isWhitespace(line.charAt(end + 1));
    if (!alone || !(inner.startsWith("[") || inner.startsWith("\""))) {
      return Optional.empty();
    }
    Optional<Object> value = InfoText.json(line.substring(at, end + 1));
    if (value.isPresent()) {
      at = end + 1;
    }
    return value;
  }

  private int matchingBracket() {
    int depth = 0;
    boolean quoted = false;
    for (int i = at; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '[') {
        depth++;
      } else if (!quoted && c == ']' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }
}

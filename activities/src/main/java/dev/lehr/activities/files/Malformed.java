package dev.lehr.activities.files;

/** A part of a structure cannot be read: the structure is set aside, the file goes on. */
final class Malformed extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 80;

  /** Of a part of a message; a key of a file may be as long as the file. */
  private static final int LONGEST_PART = 300;

  private final String reason;
  private final String field;
  private final String found;
  private final String expected;
  private final long line;

  Malformed(String reason, String field, String found, String expected) {
    this(reason, field, found, expected, 0);
  }

  /**
   * What is wrong.
   *
   * @param line where, from 1; 0 where the reader knows better
   */
  Malformed(String reason, String field, String found, String expected, long line) {
    super(reason);
    this.reason = reason;
    this.field = shown(field, LONGEST_PART);
    this.found = shown(found, LONGEST_PART);
    this.expected = shown(expected, LONGEST_PART);
    this.line = line;
  }

  /** A quotation of the file that is short enough for a message, and on one line. */
  static String quoted(String text) {
    return "'" + shown(text, LONGEST) + "'";
  }

  private static String shown(String text, int longest) {
    String start = text.length() > longest ? text.substring(0, longest) + "..." : text;
    return start.replaceAll("\\p{Cntrl}", " ");
  }

  /** The same, on a line. */
  Malformed on(long where) {
    return new Malformed(reason, field, found, expected, line > 0 ? line : where);
  }

  String reason() {
    return reason;
  }

  FileProblem at(String file, long frame, long lineOfStructure) {
    return new FileProblem(
        reason, file, frame, line > 0 ? line : lineOfStructure, field, found, expected);
  }
}

package dev.lehr.activities.files;

/** A part of a frame cannot be read: the frame is set aside, the file goes on. */
final class Malformed extends Exception {

  private static final int LONGEST = 80;

  private final String reason;
  private final String field;
  private final String found;
  private final String expected;

  Malformed(String reason, String field, String found, String expected) {
    super(reason);
    this.reason = reason;
    this.field = field;
    this.found = found;
    this.expected = expected;
  }

  /** A quotation of the file that is short enough for a message. */
  static String quoted(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return "'" + shown + "'";
  }

  FileProblem at(String file, long frame, long line) {
    return new FileProblem(reason, file, frame, line, field, found, expected);
  }
}

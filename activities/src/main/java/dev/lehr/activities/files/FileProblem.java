package dev.lehr.activities.files;

/**
 * What is wrong in a file of structures, for people and for machines.
 *
 * @param reason a word that programs can compare, for example {@code overlapping_atoms}
 * @param file the file as the campaign names it
 * @param frame the frame, from 0, or -1 for the file as a whole
 * @param line the line, from 1, or 0 for the file as a whole
 * @param field the key, column or part concerned
 * @param found what is there
 * @param expected what should be there
 */
public record FileProblem(
    String reason,
    String file,
    long frame,
    long line,
    String field,
    String found,
    String expected) {

  /** One line: file, line, frame, field, found, expected, reason. */
  public String message() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
    }
    text.append(": ");
    if (frame >= 0) {
      text.append("frame ").append(frame).append(", ");
    }
    text.append(field).append(": found ").append(found).append(", expected ").append(expected);
    return text.append(" (").append(reason).append(')').toString();
  }
}

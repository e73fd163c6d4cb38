package dev.lehr.activities.files;

/**
 * Bytes are whole, and of a format that only a newer version of this program reads: nothing is
 * wrong with them, and nobody may take them for damaged and begin anew.
 */
public final class NewerFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NewerFormatException(int found, int known) {
    super(
        "it was written by a newer version of Lehr, in format "
            + found
            + "; this version reads formats up to "
            + known);
  }

  /** With what it is about. */
  public NewerFormatException(String what, NewerFormatException cause) {
    super(what + ": " + cause.getMessage(), cause);
  }
}

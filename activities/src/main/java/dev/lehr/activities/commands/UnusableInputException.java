package dev.lehr.activities.commands;

/** Input that cannot be written for a structure; the message says what was found and expected. */
final class UnusableInputException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableInputException(String message) {
    super(message);
  }
}

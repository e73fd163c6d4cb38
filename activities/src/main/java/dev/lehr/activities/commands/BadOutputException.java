package dev.lehr.activities.commands;

/** Output that is not as declared; the message names the file, what was found, and expected. */
final class BadOutputException extends Exception {
  private static final long serialVersionUID = 1L;

  BadOutputException(String file, String found, String expected) {
    super(file + ": found " + found + ", expected " + expected);
  }
}

package dev.lehr.activities.files;

import java.io.IOException;

/** A part of a file is beyond {@link ReadLimits}; reading of the file ends there. */
final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String expected;

  TooLargeException(String found, String expected) {
    super(found);
    this.expected = expected;
  }

  String expected() {
    return expected;
  }
}

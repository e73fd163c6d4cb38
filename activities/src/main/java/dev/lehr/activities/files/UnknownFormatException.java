package dev.lehr.activities.files;

import java.io.IOException;

/** Neither name nor content of a file says a format that is read. */
final class UnknownFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  UnknownFormatException(String found) {
    super(found);
  }
}

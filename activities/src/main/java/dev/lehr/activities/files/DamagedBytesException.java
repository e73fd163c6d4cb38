package dev.lehr.activities.files;

import java.io.IOException;

/** Bytes are not what was written: torn, of another kind, or of a newer version. */
public final class DamagedBytesException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedBytesException(String message) {
    super(message);
  }

  DamagedBytesException(String message, Throwable cause) {
    super(message, cause);
  }
}

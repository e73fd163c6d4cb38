package dev.lehr.activities.bridge;

import java.io.IOException;

/** One life of the process is over, or what came from it cannot be read. */
final class ProcessLostException extends IOException {

  private static final long serialVersionUID = 1L;

  ProcessLostException(String message, Throwable cause) {
    super(message, cause);
  }

  ProcessLostException(String message) {
    super(message);
  }
}

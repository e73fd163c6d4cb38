package dev.lehr.activities.files;

import java.io.IOException;

/** A file is compressed in a way that is known and not read. */
final class UnreadCompressionException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadCompressionException(String kind) {
    super("a file compressed by " + kind);
  }
}

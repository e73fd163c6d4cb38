package dev.lehr.activities.files;

import java.io.IOException;
import java.util.Iterator;

/**
 * The structures of one file, one after another. A bad structure is answered as {@link
 * ReadResult.Rejected} and the rest goes on; where the file itself ends in the middle, or cannot be
 * read any further, the last answer is a rejection that says so. No exception leaves {@code next}.
 */
public sealed interface StructureReader extends Iterator<ReadResult>, AutoCloseable
    permits ExtxyzReader, CifReader, PoscarReader, JsonStructureReader {

  @Override
  void close() throws IOException;
}

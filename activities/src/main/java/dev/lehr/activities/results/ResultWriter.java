package dev.lehr.activities.results;

import dev.lehr.activities.ledger.ResultRow;
import java.io.IOException;

/** Writes the rows of a stage in one format. */
interface ResultWriter {

  /** Whether {@link #survey(ResultRow)} wants to see all rows before the first is written. */
  default boolean surveys() {
    return false;
  }

  /** Looks at a row before anything is written. */
  default void survey(ResultRow row) throws IOException {}

  /** Writes what stands before the rows. */
  default void begin() throws IOException {}

  /** Writes a row. */
  void write(ResultRow row) throws IOException;
}

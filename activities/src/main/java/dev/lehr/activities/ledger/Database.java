package dev.lehr.activities.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the ledger's tables are: transactions on them, and their troubles in sentences. */
interface Database extends AutoCloseable {

  /** Work in a transaction. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Commits work, or nothing of it; it is on disk when this returns.
   *
   * @param work is run again from its start where the database rolled it back for another writer's
   *     sake: it has no effect but in the transaction
   */
  <T> T write(Work<T> work);

  /** As {@link #write}, for work that cannot be run again. */
  <T> T writeOnce(Work<T> work);

  /** Reads one state of the database, while others write. */
  <T> T read(Work<T> work);

  /** What keeps writers apart. */
  Locks locks();

  /**
   * Much was written: plans of queries are made for as much from now on. Where that cannot be done
   * nothing is lost but time.
   */
  void measure();

  /** Gives free space back to the disk. */
  void compact();

  /** Number of bytes on disk. */
  long sizeInBytes();

  @Override
  void close();
}

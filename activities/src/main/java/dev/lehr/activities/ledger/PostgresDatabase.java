package dev.lehr.activities.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables in a schema of a PostgreSQL database, for several processes that write at once. Writers
 * see what is committed when a statement begins and are kept apart by {@link PostgresLocks};
 * readers see one state of the database from their first statement to their last.
 */
final class PostgresDatabase implements Database {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

  private static final int WRITERS = 4;
  private static final int READERS = 4;
  private static final int TRIES = 8;

  /** Scripts that only this database needs. */
  private static final String SCRIPTS = "classpath:dev/lehr/ledger/postgresql";

  /** How long to wait for a connection. */
  private static final int PATIENCE_MILLIS = 10_000;

  /**
   * How a writing connection is set up. A process that stands still in a transaction, or is gone
   * without a word, would keep the others from its shard; what is committed is on disk, whatever
   * the server's default.
   */
  private static final String WRITING =
      "SET lock_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s';"
          + " SELECT set_config('synchronous_commit', 'on', false) WHERE"
          + " current_setting('synchronous_commit') IN ('off', 'local')";

  private final PostgresAddress address;
  private final HikariDataSource readers;
  private final HikariDataSource writers;
  private final boolean readOnly;
  private final Locks locks = new PostgresLocks();

  private PostgresDatabase(
      PostgresAddress address,
      HikariDataSource readers,
      HikariDataSource writers,
      boolean readOnly) {
    this.address = address;
    this.readers = readers;
    this.writers = writers;
    this.readOnly = readOnly;
  }

  static PostgresDatabase open(PostgresAddress address) {
    try {
      HikariDataSource writers = pool(address, false, WRITERS);
      try {
        int version = version(address, writers);
        Migrations.refuseNewer(address, version);
        if (version < Migrations.KNOWN) {
          migrate(address);
        }
        return new PostgresDatabase(address, pool(address, true, READERS), writers, false);
      } catch (SQLException | RuntimeException e) {
        writers.close();
        throw e;
      }
    } catch (SQLException | RuntimeException e) {
      throw PostgresTroubles.explain(address, e);
    }
  }

  static PostgresDatabase openReadOnly(PostgresAddress address) {
    try {
      HikariDataSource readers = pool(address, true, READERS);
      try {
        Migrations.requireReadable(address, version(address, readers));
        return new PostgresDatabase(address, readers, readers, true);
      } catch (SQLException | RuntimeException e) {
        readers.close();
        throw e;
      }
    } catch (SQLException | RuntimeException e) {
      throw PostgresTroubles.explain(address, e);
    }
  }

  private static HikariDataSource pool(PostgresAddress address, boolean readOnly, int size) {
    HikariConfig pool = connection(address);
    pool.setMaximumPoolSize(size);
    pool.setAutoCommit(false);
    pool.setReadOnly(readOnly);
    pool.setPoolName(readOnly ? "ledger-read" : "ledger-write");
    if (readOnly) {
      pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    } else {
      pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
      pool.setConnectionInitSql(WRITING);
      pool.addDataSourceProperty("targetServerType", "primary");
      pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    }
    return new HikariDataSource(pool);
  }

  /** What the address says itself goes before the properties here. */
  private static HikariConfig connection(PostgresAddress address) {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(address.url());
    address.user().ifPresent(pool::setUsername);
    address.password().ifPresent(pool::setPassword);
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(PATIENCE_MILLIS);
    pool.addDataSourceProperty("ApplicationName", "lehr");
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("connectTimeout", "10");
    pool.addDataSourceProperty("socketTimeout", "300");
    return pool;
  }

  /** The tables' version, where the server can hold a ledger at all. */
  private static int version(PostgresAddress address, HikariDataSource source) throws SQLException {
    try (Connection c = source.getConnection()) {
      String encoding =
          Sql.one(c, "SELECT current_setting('server_encoding')", r -> r.getString(1)).orElse("");
      if (!encoding.equals("UTF8")) {
        throw new LedgerException(
            address + ": found a database in the encoding " + encoding + ", expected UTF8",
            null,
            false);
      }
      String schema = c.getSchema();
      if (schema == null) {
        throw new LedgerException(
            address + " has no schema of the name in 'currentSchema'; make it with CREATE SCHEMA",
            null,
            false);
      }
      int version = Migrations.version(c, schema);
      c.rollback();
      return version;
    }
  }

  /** On connections of its own, without the limits of the others; Flyway takes three. */
  private static void migrate(PostgresAddress address) {
    HikariConfig one = connection(address);
    one.setMaximumPoolSize(4);
    one.setPoolName("ledger-migration");
    one.addDataSourceProperty("socketTimeout", "0");
    one.addDataSourceProperty("targetServerType", "primary");
    try (HikariDataSource source = new HikariDataSource(one)) {
      Migrations.run(source, SCRIPTS);
    } catch (org.flywaydb.core.api.FlywayException e) {
      if (PostgresTroubles.state(e).equals(PostgresTroubles.FORBIDDEN)) {
        throw new LedgerException(
            address
                + ": the tables must be made or brought up to date, and this user may not: have a"
                + " command that writes, such as lehr setup, run as the owner of the schema",
            e,
            false);
      }
      if (String.valueOf(e.getMessage()).contains("non-empty schema")) {
        throw new LedgerException(
            address
                + ": the schema holds tables of something else; give the ledger one of its own"
                + " (CREATE SCHEMA lehr, and '?currentSchema=lehr' in the address)",
            e,
            false);
      }
      throw e;
    }
  }

  @Override
  public <T> T write(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction(work);
      } catch (LedgerException e) {
        if (attempt == TRIES || !PostgresTroubles.isLostToAnother(e)) {
          throw e;
        }
        pause(attempt, e);
      }
    }
  }

  /** Not all at the same time again. */
  private static void pause(int attempt, LedgerException e) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(5, 10L << attempt));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw e;
    }
  }

  /** Such work reads files on its way, which may take its time. */
  @Override
  public <T> T writeOnce(Work<T> work) {
    return transaction(
        c -> {
          try (Statement s = c.createStatement()) {
            s.execute("SET LOCAL idle_in_transaction_session_timeout = '1h'");
          }
          return work.run(c);
        });
  }

  private <T> T transaction(Work<T> work) {
    if (readOnly) {
      throw new LedgerException(address + " was opened for reading", null, false);
    }
    try (Connection c = writers.getConnection()) {
      try {
        T answer = Sql.keeping(c, work);
        c.commit();
        return answer;
      } catch (SQLException | RuntimeException | Error e) {
        giveUp(c, e);
        throw e;
      }
    } catch (SQLException e) {
      throw PostgresTroubles.explain(address, e);
    }
  }

  /** A connection to a server that no longer takes writes is not used again. */
  private void giveUp(Connection c, Throwable cause) {
    try {
      c.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
      writers.evictConnection(c);
    }
    if (PostgresTroubles.state(cause).equals(PostgresTroubles.READ_ONLY)) {
      writers.evictConnection(c);
    }
  }

  @Override
  public <T> T read(Work<T> work) {
    try (Connection c = readers.getConnection()) {
      T answer = work.run(c);
      c.rollback();
      return answer;
    } catch (SQLException e) {
      throw PostgresTroubles.explain(address, e);
    }
  }

  @Override
  public Locks locks() {
    return locks;
  }

  /**
   * The server does so by itself (autovacuum), after a minute in which it goes through whole tables
   * for want of knowing that they are large. For whom the tables are not, it only warns.
   */
  @Override
  public void measure() {
    try {
      write(
          c -> {
            try (Statement s = c.createStatement()) {
              return s.execute("ANALYZE structure, task, shard");
            }
          });
    } catch (LedgerException e) {
      LOG.warn("plans are made without knowing how much there is: {}", e.getMessage());
    }
  }

  /** The server does so by itself, in its own time (autovacuum). */
  @Override
  public void compact() {}

  @Override
  public long sizeInBytes() {
    return read(
        c ->
            Sql.one(
                    c,
                    "SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0) FROM pg_class WHERE relkind ="
                        + " 'r' AND relnamespace = to_regnamespace(quote_ident(current_schema()))",
                    r -> r.getLong(1))
                .orElse(0L));
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}

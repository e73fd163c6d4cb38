package dev.lehr.activities.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * A SQLite file with one writer and several readers: write-ahead log, every commit on disk before
 * it returns. What SQLite says of its troubles is turned into sentences here.
 */
final class SqliteDatabase implements Database {

  static final String FILE = "ledger.db";

  /** Scripts that only this database needs. */
  private static final String SCRIPTS = "classpath:dev/lehr/ledger/sqlite";

  private static final int BUSY_MILLIS = 5_000;

  /** Pages that a connection keeps; negative numbers mean KiB to SQLite. */
  private static final int WRITER_CACHE_KIB = 64 << 10;

  private static final int READER_CACHE_KIB = 8 << 10;

  private final Path file;
  private final HikariDataSource readers;
  private final HikariDataSource writer;
  private final ReentrantLock writing = new ReentrantLock(true);

  private SqliteDatabase(Path file, HikariDataSource readers, HikariDataSource writer) {
    this.file = file;
    this.readers = readers;
    this.writer = writer;
  }

  static SqliteDatabase open(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      Files.createDirectories(directory);
      HikariDataSource writer = pool(file, false, 1);
      try {
        Migrations.refuseNewer(file, version(writer));
        Migrations.run(writer, SCRIPTS);
        return new SqliteDatabase(file, pool(file, true, 4), writer);
      } catch (SQLException | RuntimeException e) {
        writer.close();
        throw e;
      }
    } catch (IOException e) {
      throw new LedgerException("cannot make the workspace " + directory + ": " + e, e, false);
    } catch (SQLException | RuntimeException e) {
      throw explain(file, e);
    }
  }

  /** The ledger of a workspace, or one that is a file of any name. */
  static SqliteDatabase openReadOnly(Path directory) {
    Path file = Files.isRegularFile(directory) ? directory : directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new LedgerException(
          "there is no ledger in " + directory + " (expected " + FILE + ")", null, false);
    }
    try {
      HikariDataSource readers = pool(file, true, 2);
      try {
        Migrations.requireReadable(file, version(readers));
        return new SqliteDatabase(file, readers, readers);
      } catch (SQLException | RuntimeException e) {
        readers.close();
        throw e;
      }
    } catch (SQLException | RuntimeException e) {
      throw explain(file, e);
    }
  }

  private static HikariDataSource pool(Path file, boolean readOnly, int size) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(readOnly ? -READER_CACHE_KIB : -WRITER_CACHE_KIB);
    if (readOnly) {
      config.setReadOnly(true);
    } else {
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setJournalSizeLimit(64 << 20);
    }
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(30_000);
    // The driver opens the next transaction as soon as one ends. A writer's would keep the file's
    // write lock while idle, so the writer begins its own.
    pool.setAutoCommit(!readOnly);
    pool.setReadOnly(readOnly);
    pool.setPoolName(readOnly ? "ledger-read" : "ledger-write");
    return new HikariDataSource(pool);
  }

  private static int version(HikariDataSource source) throws SQLException {
    try (Connection c = source.getConnection()) {
      int version = Migrations.version(c, "");
      if (!c.getAutoCommit()) {
        c.rollback();
      }
      return version;
    }
  }

  @Override
  public <T> T write(Work<T> work) {
    return writing(
        c -> {
          execute(c, "BEGIN IMMEDIATE");
          try {
            T answer = Sql.keeping(c, work);
            execute(c, "COMMIT");
            return answer;
          } catch (SQLException | RuntimeException | Error e) {
            rollback(c, e);
            throw e;
          }
        });
  }

  private <T> T writing(Work<T> work) {
    writing.lock();
    try (Connection c = writer.getConnection()) {
      return work.run(c);
    } catch (SQLException e) {
      throw explain(file, e);
    } finally {
      writing.unlock();
    }
  }

  private static void execute(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  /** SQLite may have rolled back already; a connection that cannot is not used again. */
  private void rollback(Connection c, Throwable cause) {
    try {
      execute(c, "ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
      writer.evictConnection(c);
    }
  }

  @Override
  public <T> T writeOnce(Work<T> work) {
    return write(work);
  }

  @Override
  public Locks locks() {
    return Locks.NONE;
  }

  @Override
  public <T> T read(Work<T> work) {
    try (Connection c = readers.getConnection()) {
      try {
        return Sql.keeping(c, work);
      } finally {
        c.rollback();
      }
    } catch (SQLException e) {
      throw explain(file, e);
    }
  }

  /** The most pages that the file may have: how tests fill a disk. */
  void limitPages(int pages) {
    writing(c -> Sql.one(c, "PRAGMA max_page_count = " + pages, r -> r.getLong(1)));
  }

  /** A setting of the writing connection, as SQLite tells it. */
  String pragma(String name) {
    return writing(c -> Sql.one(c, "PRAGMA " + name, r -> r.getString(1)).orElse(""));
  }

  /** Its plans go by the indices alone. */
  @Override
  public void measure() {}

  @Override
  public void compact() {
    writing(
        c -> {
          execute(c, "VACUUM");
          execute(c, "PRAGMA wal_checkpoint(TRUNCATE)");
          return true;
        });
  }

  /** Puts everything into the one file, which is then read without others beside it. */
  void becomeOneFile() {
    readers.close();
    pragma("journal_mode = DELETE");
  }

  @Override
  public long sizeInBytes() {
    long size = 0;
    for (String suffix : List.of("", "-wal", "-shm")) {
      Path part = file.resolveSibling(file.getFileName() + suffix);
      try {
        size += Files.exists(part) ? Files.size(part) : 0;
      } catch (IOException e) {
        throw new LedgerException("cannot read the size of " + part, e, true);
      }
    }
    return size;
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }

  static LedgerException explain(Path file, Throwable e) {
    if (e instanceof LedgerException known) {
      return known;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof org.sqlite.SQLiteException sqlite) {
        return explain(file, primary(sqlite.getResultCode()), e);
      }
    }
    return new LedgerException("the ledger " + file + " failed: " + e.getMessage(), e, true);
  }

  /** SQLite refines its codes in the higher bits: SQLITE_BUSY_SNAPSHOT is an SQLITE_BUSY. */
  private static SQLiteErrorCode primary(SQLiteErrorCode code) {
    return SQLiteErrorCode.getErrorCode(code.code & 0xff);
  }

  private static LedgerException explain(Path file, SQLiteErrorCode code, Throwable e) {
    return switch (code) {
      case SQLITE_FULL ->
          new LedgerException(
              "the disk is full: "
                  + file
                  + " cannot grow; free some space, nothing committed is lost",
              e,
              true);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new LedgerException(
              file + " is locked by another program (a backup, an open sqlite3 shell?)", e, true);
      case SQLITE_NOTADB ->
          new LedgerException(
              file + " is not a ledger: another file has its name; move it away", e, false);
      case SQLITE_CORRUPT ->
          new LedgerException(
              file
                  + " is damaged; restore it from a backup, or see 'sqlite3 "
                  + FILE
                  + " .recover'",
              e,
              false);
      case SQLITE_READONLY ->
          new LedgerException(file + " cannot be written to: check its permissions", e, false);
      case SQLITE_CANTOPEN ->
          new LedgerException(file + " cannot be opened: check path and permissions", e, false);
      default ->
          code == SQLiteErrorCode.SQLITE_IOERR
              ? new LedgerException(file + ": the disk reports an error (" + code + ")", e, true)
              : new LedgerException("the ledger " + file + " failed: " + code.message, e, true);
    };
  }
}

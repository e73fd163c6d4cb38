package dev.lehr.activities.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The databases that a ledger may be in. A test that holds for all of them is a
 * {@code @ParameterizedClass} with an {@code @EnumSource} and opens its ledger here. Where there is
 * no PostgreSQL its tests are skipped while they open it, so that what closes it must not take it
 * for granted.
 */
public enum LedgerStore {
  /** In the directory. */
  SQLITE {
    @Override
    public SqlLedger open(Path directory) {
      return SqlLedger.open(directory);
    }

    @Override
    public SqlLedger openReadOnly(Path directory) {
      return SqlLedger.openReadOnly(directory);
    }

    @Override
    public Connection connect(Path directory) throws SQLException {
      return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(SqliteDatabase.FILE));
    }

    @Override
    public void backUp(Path directory, Path file) throws Exception {
      try (Connection c = connect(directory);
          Statement s = c.createStatement()) {
        s.execute("VACUUM INTO '" + file + "'");
      }
    }

    @Override
    public void putBack(Path directory, Path file) throws Exception {
      for (String suffix : List.of("-wal", "-shm")) {
        Files.deleteIfExists(directory.resolve(SqliteDatabase.FILE + suffix));
      }
      Files.copy(file, directory.resolve(SqliteDatabase.FILE), StandardCopyOption.REPLACE_EXISTING);
    }
  },

  /** In a schema that is named for the directory, of a server that ends with the tests. */
  POSTGRESQL {
    @Override
    public SqlLedger open(Path directory) {
      return SqlLedger.open(address(directory));
    }

    @Override
    public SqlLedger openReadOnly(Path directory) {
      return SqlLedger.openReadOnly(address(directory));
    }

    @Override
    public Connection connect(Path directory) throws SQLException {
      return connect(directory, "lehr");
    }

    @Override
    public void backUp(Path directory, Path file) throws Exception {
      String schema = address(directory).url().replaceAll(".*currentSchema=", "");
      PostgresServer.shared().program("pg_dump", "-n", schema, "-f", file.toString());
    }

    @Override
    public void putBack(Path directory, Path file) throws Exception {
      String schema = address(directory).url().replaceAll(".*currentSchema=", "");
      PostgresServer.shared().execute("DROP SCHEMA " + schema + " CASCADE");
      PostgresServer.shared().program("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", file.toString());
    }
  };

  /** Opens, or opens again, the ledger that belongs to a directory. */
  public abstract SqlLedger open(Path directory);

  /** Opens it for reading. */
  public abstract SqlLedger openReadOnly(Path directory);

  /** As a program of somebody else that speaks SQL. */
  public abstract Connection connect(Path directory) throws SQLException;

  /** Writes a backup, as docs/ledger.md says. */
  public abstract void backUp(Path directory, Path file) throws Exception;

  /** Puts a backup in the place of what is there; nobody has it open. */
  public abstract void putBack(Path directory, Path file) throws Exception;

  /** As another user of the server. */
  public static Connection connect(Path directory, String user) throws SQLException {
    return DriverManager.getConnection(address(directory).url(), user, "");
  }

  /** A schema for a directory; skips the test where there is no server, and says why. */
  public static PostgresAddress address(Path directory) {
    PostgresServer.missing().ifPresent(why -> Assumptions.abort(why));
    String name = directory.toAbsolutePath().toString().toLowerCase(java.util.Locale.ROOT);
    return PostgresServer.shared().schema(name.replaceAll("[^a-z0-9]+", "_"));
  }
}

package dev.lehr.activities.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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
  };

  /** Opens, or opens again, the ledger that belongs to a directory. */
  public abstract SqlLedger open(Path directory);

  /** Opens it for reading. */
  public abstract SqlLedger openReadOnly(Path directory);

  /** As a program of somebody else that speaks SQL. */
  public abstract Connection connect(Path directory) throws SQLException;

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

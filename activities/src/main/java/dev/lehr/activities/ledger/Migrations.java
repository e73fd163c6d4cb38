package dev.lehr.activities.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The tables' versions. Tables are made by the same scripts in all databases, views by their own.
 */
final class Migrations {

  /** The last migration that this version knows. */
  static final int KNOWN = 7;

  static final String HISTORY = "flyway_schema_history";
  private static final String SCRIPTS = "classpath:dev/lehr/ledger/migrations";

  private Migrations() {}

  /**
   * The version of a database's tables; 0 where there are none.
   *
   * @param schema where the tables are; empty: the database has no schemas
   */
  static int version(Connection c, String schema) throws SQLException {
    String pattern = schema.isEmpty() ? null : schema;
    try (ResultSet table = c.getMetaData().getTables(null, pattern, HISTORY, null)) {
      if (!table.next()) {
        return 0;
      }
    }
    return Sql.one(
            c,
            "SELECT MAX(CAST(version AS INTEGER)) FROM " + HISTORY + " WHERE version IS NOT NULL",
            r -> r.getInt(1))
        .orElse(0);
  }

  /** Flyway itself lets migrations from the future pass. */
  static void refuseNewer(Object where, int version) {
    if (version > KNOWN) {
      throw new LedgerException(
          where + " was written by a newer version of Lehr: use that one, or another ledger",
          null,
          false);
    }
  }

  /** Refuses what is no ledger, or a newer one. */
  static void requireReadable(Object where, int version) {
    if (version == 0) {
      throw new LedgerException(where + " is not a ledger: it has no tables of one", null, false);
    }
    refuseNewer(where, version);
    if (version < KNOWN) {
      throw new LedgerException(
          where
              + " was written by an older version of Lehr: any command that writes, such as lehr run,"
              + " brings it up to date",
          null,
          false);
    }
  }

  /**
   * Brings a database's tables up to date.
   *
   * @param more where there are scripts that only this database needs
   */
  static void run(DataSource source, String... more) {
    String[] locations = new String[more.length + 1];
    locations[0] = SCRIPTS;
    System.arraycopy(more, 0, locations, 1, more.length);
    Flyway.configure()
        .dataSource(source)
        .locations(locations)
        .validateMigrationNaming(true)
        .load()
        .migrate();
  }
}

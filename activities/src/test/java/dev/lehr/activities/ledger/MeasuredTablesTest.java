package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PostgreSQL that has not yet counted what was taken in reads whole tables in each commit: the
 * first 20,000 structures took four times as long.
 */
class MeasuredTablesTest {

  private static final int STRUCTURES = 2000;

  @TempDir Path directory;

  @Test
  void theServerKnowsHowLargeTablesAreAsSoonAsStructuresAreTakenIn() throws Exception {
    try (SqlLedger ledger = LedgerStore.POSTGRESQL.open(directory)) {
      CampaignRow campaign = Sample.create(ledger, STRUCTURES, 2, 500);
      assertThat(known("structure")).isEqualTo(STRUCTURES);
      assertThat(known("task")).isEqualTo(2 * STRUCTURES);
      ledger.addStructures(
          campaign.id(),
          IntStream.range(STRUCTURES, STRUCTURES + 100)
              .mapToObj(i -> Sample.structure(i, 16))
              .iterator());
      assertThat(known("structure")).isEqualTo(STRUCTURES + 100);
    }
  }

  /** Rows of a table, as plans take them for; -1 where nobody has looked. */
  private long known(String table) throws SQLException {
    try (Connection c = LedgerStore.POSTGRESQL.connect(directory);
        Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT reltuples FROM pg_class WHERE oid = to_regclass('" + table + "')")) {
      r.next();
      return r.getLong(1);
    }
  }
}

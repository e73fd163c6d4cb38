package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes of counts, gathered in a transaction and written once: at its end, since all that write
 * to a campaign change the same few rows, and in one order, so that they wait for each other in a
 * row.
 */
final class Tally {
  private record Count(int stage, TaskStatus status) {}

  private final long campaignId;
  private final Map<Count, Long> changes =
      new TreeMap<>(Comparator.comparingInt(Count::stage).thenComparing(Count::status));

  Tally(long campaignId) {
    this.campaignId = campaignId;
  }

  void add(int stage, TaskStatus status, long n) {
    changes.merge(new Count(stage, status), n, Long::sum);
  }

  void store(Connection c) throws SQLException {
    for (Map.Entry<Count, Long> entry : changes.entrySet()) {
      Sql.update(
          c,
          "INSERT INTO tally (campaign_id, stage, status, n) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT (campaign_id, stage, status) DO UPDATE SET n = tally.n +"
              + " excluded.n",
          campaignId,
          entry.getKey().stage(),
          String.valueOf(entry.getKey().status().code()),
          entry.getValue());
    }
    changes.clear();
  }
}

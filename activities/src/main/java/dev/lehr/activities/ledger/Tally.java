package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes of counts, gathered in a transaction and written once. */
final class Tally {
  private final long campaignId;
  private final Map<List<Object>, Long> changes = new LinkedHashMap<>();

  Tally(long campaignId) {
    this.campaignId = campaignId;
  }

  void add(int stage, TaskStatus status, long n) {
    changes.merge(List.of(stage, status), n, Long::sum);
  }

  void store(Connection c) throws SQLException {
    for (Map.Entry<List<Object>, Long> entry : changes.entrySet()) {
      TaskStatus status = (TaskStatus) entry.getKey().get(1);
      Sql.update(
          c,
          "INSERT INTO tally (campaign_id, stage, status, n) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT (campaign_id, stage, status) DO UPDATE SET n = n + excluded.n",
          campaignId,
          entry.getKey().get(0),
          String.valueOf(status.code()),
          entry.getValue());
    }
    changes.clear();
  }
}

package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction changes in the counts of a campaign and adds to the logs of its shards. Both
 * are written once, at its end, since all that write to a campaign change the same few rows, and in
 * one order, so that they wait for each other in a row.
 */
final class Books {
  private record Count(int stage, TaskStatus status) {}

  /** A row of a log without its number. */
  private record Row(
      TaskKey key,
      TaskStatus status,
      int iterations,
      int swapAttempts,
      double energy,
      String reason) {}

  private final long campaignId;
  private final Map<Count, Long> changes =
      new TreeMap<>(Comparator.comparingInt(Count::stage).thenComparing(Count::status));
  private final Map<ShardKey, List<Row>> logs =
      new TreeMap<>(Comparator.comparingInt(ShardKey::phase).thenComparing(ShardKey::shard));

  Books(long campaignId) {
    this.campaignId = campaignId;
  }

  /** A task has come from one status to another. */
  void moved(int stage, TaskStatus from, TaskStatus to) {
    add(stage, from, -1);
    add(stage, to, 1);
  }

  /** So many tasks more have a status. */
  void add(int stage, TaskStatus status, long n) {
    changes.merge(new Count(stage, status), n, Long::sum);
  }

  /** A task's status, for those who read the log, where there is no more to say. */
  void log(ShardKey shard, TaskKey key, TaskStatus status, String reason) {
    log(shard, key, status, 0, 0, Double.NaN, reason);
  }

  /** A task's status, for those who read the log. */
  void log(
      ShardKey shard,
      TaskKey key,
      TaskStatus status,
      int iterations,
      int swapAttempts,
      double energy,
      String reason) {
    logs.computeIfAbsent(shard, s -> new ArrayList<>())
        .add(new Row(key, status, iterations, swapAttempts, energy, reason));
  }

  /** Writes everything; the books are empty then. */
  void store(Connection c) throws SQLException {
    for (Map.Entry<ShardKey, List<Row>> log : logs.entrySet()) {
      write(c, log.getKey(), log.getValue());
    }
    logs.clear();
    List<@Nullable Object[]> rows = new ArrayList<>();
    changes.forEach(
        (count, n) ->
            rows.add(
                new Object[] {
                  campaignId, count.stage(), String.valueOf(count.status().code()), n
                }));
    Sql.batch(
        c,
        "INSERT INTO tally (campaign_id, stage, status, n) VALUES (?, ?, ?, ?) ON CONFLICT"
            + " (campaign_id, stage, status) DO UPDATE SET n = tally.n + excluded.n",
        rows);
    changes.clear();
  }

  private static void write(Connection c, ShardKey shard, List<Row> log) throws SQLException {
    long seq =
        Sql.one(
                    c,
                    "UPDATE shard SET log_seq = log_seq + ? WHERE "
                        + Rows.SHARD
                        + " RETURNING log_seq",
                    r -> r.getLong(1),
                    log.size(),
                    shard.campaignId(),
                    shard.phase(),
                    shard.shard())
                .orElseThrow(() -> new IllegalArgumentException("the ledger has no " + shard))
            - log.size();
    List<@Nullable Object[]> rows = new ArrayList<>(log.size());
    for (Row row : log) {
      seq++;
      rows.add(
          new @Nullable Object[] {
            shard.campaignId(),
            shard.phase(),
            shard.shard(),
            seq,
            row.key().structure(),
            row.key().stage(),
            String.valueOf(row.status().code()),
            row.iterations(),
            row.swapAttempts(),
            Double.isNaN(row.energy()) ? null : row.energy(),
            row.reason()
          });
    }
    Sql.batch(
        c,
        "INSERT INTO log (campaign_id, phase, shard, seq, structure, stage, status, iterations,"
            + " swap_attempts, energy, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }
}

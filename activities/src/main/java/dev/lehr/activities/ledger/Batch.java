package dev.lehr.activities.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes of a transaction whose answers nobody waits for: those of one kind go to the database in
 * one message. What is written about a task keeps its order; what is written about different tasks
 * need not have one.
 */
final class Batch {

  private record Part(String sql, List<@Nullable Object[]> rows) {}

  private final Connection c;
  private final List<Part> parts = new ArrayList<>();
  private final Map<String, Integer> lastOfKind = new HashMap<>();
  private final Map<TaskKey, Integer> lastOfKey = new HashMap<>();

  /** By whole tasks: also of their jobs. */
  private final Map<TaskKey, Integer> lastOfAny = new HashMap<>();

  Batch(Connection c) {
    this.c = c;
  }

  /** Writes about a task, or about one of its jobs, later. */
  void add(TaskKey key, String sql, @Nullable Object... values) {
    int after =
        key.isJob()
            ? Math.max(lastOfKey.getOrDefault(key, -1), lastOfKey.getOrDefault(key.whole(), -1))
            : lastOfAny.getOrDefault(key, -1);
    int at = lastOfKind.getOrDefault(sql, -1);
    // Never twice in one part either: an INSERT may not meet the same row twice.
    if (at <= after) {
      at = parts.size();
      parts.add(new Part(sql, new ArrayList<>()));
      lastOfKind.put(sql, at);
    }
    parts.get(at).rows().add(values);
    lastOfKey.put(key, at);
    lastOfAny.merge(key.whole(), at, Math::max);
  }

  /** Writes everything that was added. */
  void send() throws SQLException {
    for (Part part : parts) {
      Sql.batch(c, part.sql(), part.rows());
    }
    parts.clear();
    lastOfKind.clear();
    lastOfKey.clear();
    lastOfAny.clear();
  }
}

package dev.lehr.activities.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes of a transaction whose answers nobody waits for: those of one kind go to the database in
 * one message. What is written about a task keeps its order; what is written about different tasks
 * need not have one.
 */
final class Batch {

  /** What goes in one message. */
  private sealed interface Part {}

  /** A statement, and its values for each row. */
  private record Each(String sql, List<@Nullable Object[]> rows) implements Part {}

  /** A statement that does the same to several tasks of a stage. */
  private record Same(String sql, @Nullable Object[] values, TaskKey first, List<Long> structures)
      implements Part {}

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
    int at = place(key, sql, () -> new Each(sql, new ArrayList<>()));
    ((Each) parts.get(at)).rows().add(values);
  }

  /**
   * Does the same to all tasks for which this is called with the same values, later.
   *
   * @param sql up to its WHERE, which is added
   */
  void same(TaskKey key, String sql, @Nullable Object... values) {
    String kind = sql + " " + key.campaignId() + " " + key.stage() + Arrays.deepToString(values);
    int at = place(key, kind, () -> new Same(sql, values, key, new ArrayList<>()));
    ((Same) parts.get(at)).structures().add(key.structure());
  }

  /** Behind all that was added about the task before. */
  private int place(TaskKey key, String kind, Supplier<Part> anew) {
    int after =
        key.isJob()
            ? Math.max(lastOfKey.getOrDefault(key, -1), lastOfKey.getOrDefault(key.whole(), -1))
            : lastOfAny.getOrDefault(key, -1);
    int at = lastOfKind.getOrDefault(kind, -1);
    // Never twice in one part either: an INSERT may not meet the same row twice.
    if (at <= after) {
      at = parts.size();
      parts.add(anew.get());
      lastOfKind.put(kind, at);
    }
    lastOfKey.put(key, at);
    lastOfAny.merge(key.whole(), at, Math::max);
    return at;
  }

  /** Writes everything that was added. */
  void send() throws SQLException {
    for (Part part : parts) {
      if (part instanceof Each each) {
        Sql.batch(c, each.sql(), each.rows());
      } else if (part instanceof Same same) {
        send(same);
      }
    }
    parts.clear();
    lastOfKind.clear();
    lastOfKey.clear();
    lastOfAny.clear();
  }

  private void send(Same same) throws SQLException {
    @Nullable Object[] all = Arrays.copyOf(same.values(), same.values().length + 2);
    all[all.length - 2] = same.first().campaignId();
    all[all.length - 1] = same.first().stage();
    Sql.update(
        c,
        same.sql()
            + " WHERE campaign_id = ? AND stage = ? AND structure IN ("
            + Sql.numbers(same.structures())
            + ")",
        all);
  }
}

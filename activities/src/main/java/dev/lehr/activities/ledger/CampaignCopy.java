package dev.lehr.activities.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Copies a campaign's rows from one ledger to another, whatever databases they are in. */
final class CampaignCopy {

  /** All that has the number of a campaign, but claims: who has what is of one ledger. */
  static final List<String> TABLES =
      List.of(
          "stage",
          "structure",
          "task",
          "result",
          "checkpoint",
          "job",
          "shard",
          "log",
          "tally",
          "intent",
          "slice",
          "trajectory_segment",
          "memory");

  private static final int ROWS = 500;

  /** What is another in the copy. */
  interface Change {
    /** Leaves everything as it is. */
    Change NONE = row -> {};

    void apply(CopiedRow row);
  }

  /** A row on its way. */
  record CopiedRow(Map<String, Integer> columns, @Nullable Object[] values) {

    long number(String column) {
      Object value = values[at(column)];
      if (value instanceof Number n) {
        return n.longValue();
      }
      throw new IllegalStateException("no number in " + column);
    }

    void put(String column, @Nullable Object value) {
      values[at(column)] = value;
    }

    private int at(String column) {
      Integer at = columns.get(column);
      if (at == null) {
        throw new IllegalStateException("no column " + column);
      }
      return at;
    }
  }

  private final Connection from;
  private final Connection to;

  CampaignCopy(Connection from, Connection to) {
    this.from = from;
    this.to = to;
  }

  /** Copies a campaign with all rows, under the same number; answers how many by table. */
  Map<String, Long> all(long campaignId) throws SQLException {
    Map<String, Long> rows = new java.util.LinkedHashMap<>();
    rows.put("campaign", copy("campaign", "id", campaignId, Change.NONE));
    for (String table : TABLES) {
      rows.put(table, copy(table, "campaign_id", campaignId, Change.NONE));
    }
    return rows;
  }

  /** Copies those rows of a table that belong to a campaign; answers how many. */
  long copy(String table, String key, long campaignId, Change change) throws SQLException {
    Writer writer = new Writer(table, change);
    Sql.each(from, "SELECT * FROM " + table + " WHERE " + key + " = ?", writer::add, campaignId);
    writer.send();
    return writer.rows;
  }

  /** Number of rows of a campaign by table, as {@link #all} would copy them. */
  static Map<String, Long> count(Connection c, long campaignId) throws SQLException {
    Map<String, Long> rows = new java.util.LinkedHashMap<>();
    rows.put("campaign", 1L);
    for (String table : TABLES) {
      rows.put(
          table,
          Sql.one(
                  c,
                  "SELECT COUNT(*) FROM " + table + " WHERE campaign_id = ?",
                  r -> r.getLong(1),
                  campaignId)
              .orElse(0L));
    }
    return rows;
  }

  private final class Writer {
    private final String table;
    private final Change change;
    private final List<@Nullable Object[]> waiting = new ArrayList<>();
    private final Map<String, Integer> columns = new HashMap<>();
    private String insert = "";
    private long rows;

    Writer(String table, Change change) {
      this.table = table;
      this.change = change;
    }

    void add(ResultSet r) throws SQLException {
      if (insert.isEmpty()) {
        describe(r.getMetaData());
      }
      @Nullable Object[] values = new @Nullable Object[columns.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = r.getObject(i + 1);
      }
      change.apply(new CopiedRow(columns, values));
      waiting.add(values);
      rows++;
      if (waiting.size() == ROWS) {
        send();
      }
    }

    private void describe(ResultSetMetaData about) throws SQLException {
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= about.getColumnCount(); i++) {
        String name = about.getColumnName(i).toLowerCase(Locale.ROOT);
        columns.put(name, i - 1);
        names.add(name);
      }
      insert =
          "INSERT INTO "
              + table
              + " ("
              + String.join(", ", names)
              + ") VALUES ("
              + IntStream.range(0, names.size())
                  .mapToObj(i -> "?")
                  .collect(Collectors.joining(", "))
              + ")"
              + (table.equals("memory") ? " ON CONFLICT DO NOTHING" : "");
    }

    void send() throws SQLException {
      Sql.batch(to, insert, waiting);
      waiting.clear();
    }
  }
}

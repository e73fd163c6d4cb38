package dev.lehr.activities.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements in one line. */
final class Sql {

  /** Reads a row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes a row. */
  interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }

  /**
   * Statements of a transaction: most of them come again, and to prepare one costs as much as to
   * run it.
   */
  private record Kept(Connection connection, Map<String, PreparedStatement> idle) {}

  private static final ThreadLocal<@Nullable Kept> KEPT = new ThreadLocal<>();

  private Sql() {}

  /** Does something; statements of this thread on this connection are prepared once meanwhile. */
  static <T> T keeping(Connection c, Database.Work<T> work) throws SQLException {
    Kept outer = KEPT.get();
    Kept kept = new Kept(c, new HashMap<>());
    KEPT.set(kept);
    try {
      return work.run(c);
    } finally {
      if (outer == null) {
        KEPT.remove();
      } else {
        KEPT.set(outer);
      }
      for (PreparedStatement statement : kept.idle().values()) {
        statement.close();
      }
    }
  }

  private static PreparedStatement prepare(Connection c, String sql) throws SQLException {
    // One whose rows are being read is not there meanwhile.
    Kept kept = KEPT.get();
    PreparedStatement statement =
        kept == null || kept.connection() != c ? null : kept.idle().remove(sql);
    return statement == null ? c.prepareStatement(sql) : statement;
  }

  private static void done(Connection c, String sql, PreparedStatement statement)
      throws SQLException {
    Kept kept = KEPT.get();
    if (kept == null || kept.connection() != c || kept.idle().putIfAbsent(sql, statement) != null) {
      statement.close();
    }
  }

  static int update(Connection c, String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepare(c, sql);
    try {
      bind(statement, values);
      return statement.executeUpdate();
    } finally {
      done(c, sql, statement);
    }
  }

  /** The same statement with many values, in one message where the database lets it. */
  static void batch(Connection c, String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PreparedStatement statement = prepare(c, sql);
    try {
      for (@Nullable Object[] values : rows) {
        bind(statement, values);
        statement.addBatch();
      }
      statement.executeBatch();
    } finally {
      done(c, sql, statement);
    }
  }

  static <T> Optional<T> one(Connection c, String sql, Row<T> row, @Nullable Object... values)
      throws SQLException {
    List<T> rows = list(c, sql, row, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  static <T> List<T> list(Connection c, String sql, Row<T> row, @Nullable Object... values)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    each(c, sql, r -> rows.add(row.read(r)), values);
    return rows;
  }

  static void each(Connection c, String sql, RowConsumer consumer, @Nullable Object... values)
      throws SQLException {
    PreparedStatement statement = prepare(c, sql);
    try {
      statement.setFetchSize(500);
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          consumer.accept(rows);
        }
      }
    } finally {
      done(c, sql, statement);
    }
  }

  /** Numbers for an IN. */
  static String numbers(Collection<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else if (values[i] instanceof String text && text.indexOf('\0') >= 0) {
        // A text cannot hold it in PostgreSQL; what users see of it is the symbol anyway.
        statement.setString(i + 1, text.replace('\0', '\u2400'));
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
  }
}

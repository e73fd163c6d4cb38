package dev.lehr.activities.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private Sql() {}

  static int update(Connection c, String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
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
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      statement.setFetchSize(500);
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          consumer.accept(rows);
        }
      }
    }
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

package dev.lehr.activities.reports;

import dev.lehr.activities.expressions.Expression;
import java.util.List;
import java.util.Optional;

/**
 * What a comparison puts beside a table of references, and where.
 *
 * @param key names the row of the table that a structure belongs to, a text
 * @param columns what is compared
 * @param stage the stage that structures have to come through; empty: the last
 * @param order lowest first; empty: as the campaign has them
 */
public record ComparedValues(
    Expression key, List<Column> columns, String stage, Optional<Expression> order) {

  /** Copies the list. */
  public ComparedValues {
    columns = List.copyOf(columns);
  }

  /**
   * A value.
   *
   * @param name above it
   * @param value what it is of a structure
   * @param reference the column of the table; one that the table lacks leaves the value alone
   */
  public record Column(String name, Expression value, String reference) {}
}

package dev.lehr.activities.results;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Writes the results of a stage, a structure at a time, in input order.
 *
 * @param format how
 * @param arrays whether JSON Lines have the arrays; extended XYZ always has them
 * @param statuses which; empty: all
 */
public record ResultExport(ResultFormat format, boolean arrays, Set<TaskStatus> statuses) {

  private interface RowAction {
    void on(ResultRow row) throws IOException;
  }

  /**
   * Writes all rows; {@code out} is not closed.
   *
   * @param stage index of the stage
   * @throws IOException where {@code out} cannot be written
   */
  public void write(Ledger ledger, long campaignId, int stage, Appendable out) throws IOException {
    ResultWriter writer =
        switch (format) {
          case TABLE -> new TableWriter(out);
          case JSONL -> new JsonLinesWriter(out, arrays);
          case CSV -> new CsvWriter(out);
          case EXTXYZ -> new ExtxyzResultWriter(out);
        };
    if (writer.surveys()) {
      each(ledger, campaignId, stage, writer::survey);
    }
    writer.begin();
    each(ledger, campaignId, stage, writer::write);
  }

  private void each(Ledger ledger, long campaignId, int stage, RowAction action)
      throws IOException {
    boolean read = format == ResultFormat.EXTXYZ || (format == ResultFormat.JSONL && arrays);
    try {
      ledger.forEachResult(
          campaignId,
          stage,
          statuses,
          read,
          row -> {
            try {
              action.on(row);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}

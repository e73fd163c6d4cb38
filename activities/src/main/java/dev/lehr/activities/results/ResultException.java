package dev.lehr.activities.results;

import dev.lehr.activities.ledger.ResultRow;

/** A row of the ledger does not hold what it should. The message is fit for users. */
public final class ResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ResultException(ResultRow row, String what, Exception cause) {
    super(
        "structure "
            + row.structure()
            + " ("
            + row.id()
            + ") has "
            + what
            + " in the ledger: "
            + cause.getMessage(),
        cause);
  }
}

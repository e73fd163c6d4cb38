package dev.lehr.activities.ledger;

/**
 * Somebody knows more than the ledger: it was put back to an earlier state. What he knows is of a
 * past that is no more; he begins anew.
 */
public final class LedgerRestoredException extends RuntimeException {

  LedgerRestoredException(ShardKey shard, long seen, long last) {
    super(
        "the log of "
            + shard
            + " ends with row "
            + last
            + ", and row "
            + seen
            + " was seen: the ledger was put back to an earlier state; if nobody has told it yet,"
            + " see 'Backups and restore' in docs/ledger.md");
  }
}

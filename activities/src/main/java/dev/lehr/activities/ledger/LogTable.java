package dev.lehr.activities.ledger;

import dev.lehr.workflows.contract.ShardLogPage;
import java.sql.Connection;
import java.sql.SQLException;

/** The logs of shards; the connection is in a transaction. */
final class LogTable {

  /** JSON of a row without its reason, roughly. */
  private static final int ROW_BYTES = 48;

  private LogTable() {}

  /**
   * Rows after a number, at most about so many bytes of JSON.
   *
   * @throws LedgerRestoredException where the log does not go as far as that number
   */
  static ShardLogPage read(Connection c, ShardKey shard, long afterSeq, int maxBytes)
      throws SQLException {
    CampaignRow campaign = Rows.row(c, shard.campaignId());
    long first = (long) shard.shard() * campaign.shardSize();
    ShardLogPage.Builder page = new ShardLogPage.Builder(afterSeq);
    int limit = Math.max(1, maxBytes / ROW_BYTES);
    long[] bytes = {0};
    Sql.each(
        c,
        "SELECT seq, structure, stage, status, iterations, swap_attempts, energy, reason FROM"
            + " log WHERE "
            + Rows.SHARD
            + " AND seq > ? ORDER BY seq LIMIT ?",
        r -> {
          bytes[0] += ROW_BYTES + r.getString(8).length();
          if (page.rows() > 0 && bytes[0] > maxBytes) {
            page.more(true);
            return;
          }
          double energy = r.getDouble(7);
          boolean hasEnergy = !r.wasNull();
          page.add(
              r.getLong(1),
              (int) (r.getLong(2) - first),
              r.getInt(3),
              r.getString(4).charAt(0),
              r.getInt(6),
              r.getInt(5),
              hasEnergy ? energy : Double.NaN,
              r.getString(8));
        },
        shard.campaignId(),
        shard.phase(),
        shard.shard(),
        afterSeq,
        limit + 1);
    if (page.rows() == 0 && afterSeq > 0) {
      requireSeen(c, shard, afterSeq);
    }
    return page.build();
  }

  private static void requireSeen(Connection c, ShardKey shard, long seen) throws SQLException {
    long last =
        Sql.one(
                c,
                "SELECT log_seq FROM shard WHERE " + Rows.SHARD,
                r -> r.getLong(1),
                shard.campaignId(),
                shard.phase(),
                shard.shard())
            .orElse(0L);
    if (seen > last) {
      throw new LedgerRestoredException(shard, seen, last);
    }
  }
}

package dev.lehr.activities.ledger;

import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.ShardClaim;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Which lane has which shard, and under which epoch; the connection is in a transaction. */
final class ClaimTable {

  private ClaimTable() {}

  /** Gives a lane a shard; the same one to a run that asks again. */
  static ShardClaim claim(Connection c, CampaignRow campaign, ClaimRequest q) throws SQLException {
    if (campaign.mode() == CampaignMode.CANCELLED) {
      return none(campaign);
    }
    Optional<long[]> same =
        Sql.one(
            c,
            "SELECT shard, epoch FROM claim WHERE campaign_id = ? AND phase = ? AND run_id = ?",
            r -> new long[] {r.getLong(1), r.getLong(2)},
            q.campaignId(),
            q.phase(),
            q.runId());
    if (same.isPresent()) {
      return claimed(campaign, (int) same.get()[0], same.get()[1]);
    }
    Optional<Integer> free = freeShard(c, q);
    return free.isEmpty() ? none(campaign) : issue(c, campaign, q, free.get());
  }

  private static Optional<Integer> freeShard(Connection c, ClaimRequest q) throws SQLException {
    Optional<Integer> own =
        Sql.one(
            c,
            "SELECT shard FROM shard WHERE campaign_id = ? AND phase = ? AND open_tasks > 0"
                + " AND owner_run = ? AND owner_lane = ? ORDER BY shard LIMIT 1",
            r -> r.getInt(1),
            q.campaignId(),
            q.phase(),
            q.campaignRun(),
            q.lane());
    if (own.isPresent()) {
      return own;
    }
    return Sql.one(
        c,
        "SELECT shard FROM shard WHERE campaign_id = ? AND phase = ? AND open_tasks > 0"
            + " AND (owner_run IS NULL OR owner_run <> ?) ORDER BY shard LIMIT 1",
        r -> r.getInt(1),
        q.campaignId(),
        q.phase(),
        q.campaignRun());
  }

  private static ShardClaim issue(Connection c, CampaignRow campaign, ClaimRequest q, int shard)
      throws SQLException {
    long epoch =
        Sql.one(
                c,
                "SELECT next_epoch FROM shard WHERE " + Rows.SHARD,
                r -> r.getLong(1),
                q.campaignId(),
                q.phase(),
                shard)
            .orElseThrow();
    Sql.update(
        c,
        "UPDATE shard SET next_epoch = ?, owner_run = ?, owner_lane = ? WHERE " + Rows.SHARD,
        epoch + 1,
        q.campaignRun(),
        q.lane(),
        q.campaignId(),
        q.phase(),
        shard);
    Sql.update(
        c,
        "INSERT INTO claim (campaign_id, phase, run_id, shard, epoch) VALUES (?, ?, ?, ?, ?)",
        q.campaignId(),
        q.phase(),
        q.runId(),
        shard,
        epoch);
    return claimed(campaign, shard, epoch);
  }

  /** Whether an epoch was issued: what was not is of a life of the ledger that was lost. */
  static boolean isIssued(Connection c, ShardKey shard, long epoch) throws SQLException {
    return Sql.one(
            c,
            "SELECT next_epoch FROM shard WHERE " + Rows.SHARD,
            r -> r.getLong(1),
            shard.campaignId(),
            shard.phase(),
            shard.shard())
        .filter(next -> epoch < next)
        .isPresent();
  }

  private static ShardClaim none(CampaignRow campaign) {
    return new ShardClaim(false, 0, 0, 0, 0, campaign.mode());
  }

  private static ShardClaim claimed(CampaignRow campaign, int shard, long epoch) {
    long first = (long) shard * campaign.shardSize();
    int count = (int) Math.min(campaign.shardSize(), campaign.structures() - first);
    return new ShardClaim(true, shard, first, count, epoch, campaign.mode());
  }
}

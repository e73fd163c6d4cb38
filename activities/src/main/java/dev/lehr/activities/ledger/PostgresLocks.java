package dev.lehr.activities.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Advisory locks for campaigns, row locks for shards; they go with their transaction. An advisory
 * lock writes nothing, and who waits for it alone is not overtaken by those who share it.
 */
final class PostgresLocks implements Locks {

  /** "lehr": apart from what other programs lock in the same database. */
  private static final int SPACE = 0x6c656872;

  /** Campaigns are counted from 1. */
  private static final int CATALOGUE = 0;

  /** The strongest of tables' locks; who holds a part of it already is waited for. */
  @Override
  public void everything(Connection c) throws SQLException {
    Sql.update(c, "LOCK TABLE campaign, shard, task, job, claim IN ACCESS EXCLUSIVE MODE");
  }

  @Override
  public void catalogue(Connection c) throws SQLException {
    take(c, "pg_advisory_xact_lock", CATALOGUE);
  }

  @Override
  public void campaign(Connection c, long campaignId) throws SQLException {
    take(c, "pg_advisory_xact_lock", campaignId);
  }

  @Override
  public void shards(Connection c, long campaignId, Collection<ShardKey> shards)
      throws SQLException {
    take(c, "pg_advisory_xact_lock_shared", campaignId);
    TreeMap<Integer, TreeSet<Integer>> byPhase = new TreeMap<>();
    shards.forEach(s -> byPhase.computeIfAbsent(s.phase(), p -> new TreeSet<>()).add(s.shard()));
    for (var phase : byPhase.entrySet()) {
      Array numbers = c.createArrayOf("integer", phase.getValue().toArray());
      Sql.list(
          c,
          "SELECT shard FROM shard WHERE campaign_id = ? AND phase = ? AND shard = ANY (?)"
              + " ORDER BY shard FOR UPDATE",
          r -> r.getInt(1),
          campaignId,
          phase.getKey(),
          numbers);
      numbers.free();
    }
  }

  private static void take(Connection c, String how, long number) throws SQLException {
    Sql.list(c, "SELECT " + how + "(?, ?)", r -> 1, SPACE, (int) number);
  }
}

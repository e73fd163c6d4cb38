package dev.lehr.activities.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The life of a database: from where it was made, or put back from a backup, until it is put back
 * again. What one life has issued (epochs, numbers of campaigns) no later one issues again, also
 * not one that grew from the same backup; the connection is in a transaction.
 */
final class Incarnation {

  private static final String NAME = "incarnation";
  private static final String FIRST_EPOCH = "first_epoch";
  private static final String FIRST_CAMPAIGN = "first_campaign";

  /** Numbers of campaigns that a life that was lost may have used, and more than it did. */
  private static final int LOST = 1_000;

  private static final int SPREAD = 500_000;

  /** Half of what a 32-bit number holds: room for new lives above. */
  private static final int RANGE = 1 << 30;

  private Incarnation() {}

  static String name(Connection c) throws SQLException {
    return read(c, NAME, "");
  }

  /**
   * Names a database that has no name yet. Its campaigns get numbers that another ledger does not
   * have either: a worker with the wrong ledger finds no campaign, and not the wrong one.
   */
  static void begin(Connection c) throws SQLException {
    int made =
        Sql.update(
            c,
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
            NAME,
            UUID.randomUUID().toString());
    if (made > 0) {
      write(c, FIRST_CAMPAIGN, String.valueOf(1 + ThreadLocalRandom.current().nextInt(RANGE)));
    }
  }

  /** The first epoch that a shard of this life is claimed under. */
  static long firstEpoch(Connection c) throws SQLException {
    return Long.parseLong(read(c, FIRST_EPOCH, "1"));
  }

  /** The number of the next campaign. */
  static long nextCampaign(Connection c) throws SQLException {
    return Math.max(Long.parseLong(read(c, FIRST_CAMPAIGN, "1")), highestCampaign(c) + 1);
  }

  /**
   * A new life: every shard is free and takes no epoch of the life before, and nobody is held
   * responsible for what he had in hand. The clock keeps apart two lives from one backup.
   */
  static void renew(Connection c) throws SQLException {
    long highest =
        Sql.one(c, "SELECT COALESCE(MAX(next_epoch), 0) FROM shard", r -> r.getLong(1)).orElse(0L);
    long first = Math.max(System.currentTimeMillis(), highest + 1);
    int more = LOST + ThreadLocalRandom.current().nextInt(SPREAD);
    write(c, NAME, UUID.randomUUID().toString());
    write(c, FIRST_EPOCH, String.valueOf(first));
    write(c, FIRST_CAMPAIGN, String.valueOf(nextCampaign(c) + more));
    Sql.update(
        c,
        "UPDATE shard SET epoch = ?, slice = 0, attempt = 0, next_epoch = ?, owner_run = NULL,"
            + " owner_lane = NULL, holder = NULL",
        first - 1,
        first);
    Sql.update(c, "DELETE FROM claim");
    Sql.update(c, "UPDATE task SET marker = NULL WHERE marker IS NOT NULL");
    Sql.update(c, "UPDATE job SET marker = NULL WHERE marker IS NOT NULL");
  }

  private static long highestCampaign(Connection c) throws SQLException {
    return Sql.one(c, "SELECT COALESCE(MAX(id), 0) FROM campaign", r -> r.getLong(1)).orElse(0L);
  }

  private static String read(Connection c, String name, String otherwise) throws SQLException {
    return Sql.one(c, "SELECT value FROM meta WHERE name = ?", r -> r.getString(1), name)
        .orElse(otherwise);
  }

  private static void write(Connection c, String name, String value) throws SQLException {
    Sql.update(
        c,
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value ="
            + " excluded.value",
        name,
        value);
  }
}

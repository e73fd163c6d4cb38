package dev.lehr.activities.ledger;

import dev.lehr.workflows.contract.CampaignMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Rows of campaigns, shards and the log; the connection is in a transaction. */
final class Rows {

  static final String TASK = "campaign_id = ? AND stage = ? AND structure = ?";
  static final String SHARD = "campaign_id = ? AND phase = ? AND shard = ?";

  /** Graphs that were read; a process sees few. */
  private static final Map<String, StageGraph> GRAPHS = new ConcurrentHashMap<>();

  private Rows() {}

  static Optional<CampaignRow> find(Connection c, long campaignId) throws SQLException {
    return Sql.one(c, "SELECT * FROM campaign WHERE id = ?", Rows::campaignRow, campaignId);
  }

  static Optional<StageGraph> findGraph(Connection c, long campaignId) throws SQLException {
    return Sql.one(c, "SELECT stages, graph FROM campaign WHERE id = ?", Rows::graph, campaignId);
  }

  static CampaignRow row(Connection c, long campaignId) throws SQLException {
    return find(c, campaignId)
        .orElseThrow(
            () -> new IllegalArgumentException("the ledger has no campaign " + campaignId));
  }

  static CampaignRow campaignRow(ResultSet r) throws SQLException {
    return new CampaignRow(
        r.getLong("id"),
        r.getString("name"),
        r.getInt("revision"),
        r.getInt("current") == 1,
        r.getString("definition"),
        r.getString("definition_digest"),
        r.getString("model_digest"),
        List.of(r.getString("stages").split(",")),
        graph(r),
        r.getInt("shard_size"),
        r.getInt("lanes"),
        r.getLong("structures"),
        CampaignMode.valueOf(r.getString("mode")),
        Instant.ofEpochMilli(r.getLong("mode_since")),
        Instant.ofEpochMilli(r.getLong("created_at")),
        Optional.ofNullable(r.getString("halted")).orElse(""),
        Optional.ofNullable(r.getString("part")).flatMap(Part::read));
  }

  /** A campaign's graph, which never changes. */
  static StageGraph graph(Connection c, long campaignId) throws SQLException {
    return findGraph(c, campaignId)
        .orElseThrow(
            () -> new IllegalArgumentException("the ledger has no campaign " + campaignId));
  }

  private static StageGraph graph(ResultSet r) throws SQLException {
    String written = r.getString("graph");
    return written == null
        ? StageGraph.chain(r.getString("stages").split(",", -1).length)
        : GRAPHS.computeIfAbsent(written, StageGraph::read);
  }

  /** Makes the shards from the one that holds a structure on, or counts their open tasks anew. */
  static void openShards(Connection c, CampaignRow campaign, long fromStructure)
      throws SQLException {
    long epoch = Incarnation.firstEpoch(c);
    int first = (int) (fromStructure / campaign.shardSize());
    int count = (int) ((campaign.structures() + campaign.shardSize() - 1) / campaign.shardSize());
    for (int phase = 0; phase < campaign.phases().size(); phase++) {
      for (int shard = first; shard < count; shard++) {
        Sql.update(
            c,
            "INSERT INTO shard (campaign_id, phase, shard, open_tasks, epoch, slice, attempt,"
                + " next_epoch, log_seq) VALUES (?, ?, ?, 0, ?, 0, 0, ?, 0) ON CONFLICT DO NOTHING",
            campaign.id(),
            phase,
            shard,
            epoch - 1,
            epoch);
        countOpen(c, campaign, phase, shard);
      }
    }
  }

  static SignsOfLife signsOfLife(Connection c, long campaignId, int phase) throws SQLException {
    return Sql.one(
            c,
            "SELECT MAX(committed_at), MAX(CASE WHEN open_tasks > 0 AND owner_run IS NOT NULL THEN"
                + " attempt END) FROM shard WHERE campaign_id = ? AND phase = ?",
            r -> {
              long at = r.getLong(1);
              Optional<Instant> last =
                  r.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
              return new SignsOfLife(last, r.getInt(2));
            },
            campaignId,
            phase)
        .orElseThrow();
  }

  static void countOpen(Connection c, CampaignRow campaign, int phase, int shard)
      throws SQLException {
    long open = 0;
    long first = (long) shard * campaign.shardSize();
    for (int stage : campaign.phases().get(phase)) {
      open +=
          Sql.one(
                  c,
                  "SELECT COUNT(*) FROM task WHERE campaign_id = ? AND stage = ? AND structure >= ?"
                      + " AND structure < ? AND status IN ('p', 'r')",
                  r -> r.getLong(1),
                  campaign.id(),
                  stage,
                  first,
                  first + campaign.shardSize())
              .orElse(0L);
    }
    Sql.update(
        c, "UPDATE shard SET open_tasks = ? WHERE " + SHARD, open, campaign.id(), phase, shard);
  }

  /** The shard of a task: where it is logged, and, unless it is a barrier's, where it is done. */
  static ShardKey shardOf(CampaignRow campaign, TaskKey key) {
    int shard = (int) (key.structure() / campaign.shardSize());
    return new ShardKey(campaign.id(), campaign.graph().phaseOf(key.stage()), shard);
  }

  static Fence fence(Connection c, ShardKey shard) throws SQLException {
    return Sql.one(
            c,
            "SELECT epoch, slice, attempt FROM shard WHERE " + SHARD,
            r -> new Fence(r.getLong(1), r.getInt(2), r.getInt(3)),
            shard.campaignId(),
            shard.phase(),
            shard.shard())
        .orElseThrow(() -> new IllegalArgumentException("the ledger has no " + shard));
  }

  static boolean isHolder(Connection c, ShardKey shard, String incarnation) throws SQLException {
    return Sql.one(
            c,
            "SELECT 1 FROM shard WHERE holder = ? AND " + SHARD,
            r -> 1,
            incarnation,
            shard.campaignId(),
            shard.phase(),
            shard.shard())
        .isPresent();
  }

  static void setFence(Connection c, ShardKey shard, Fence fence) throws SQLException {
    Sql.update(
        c,
        "UPDATE shard SET epoch = ?, slice = ?, attempt = ? WHERE " + SHARD,
        fence.epoch(),
        fence.slice(),
        fence.attempt(),
        shard.campaignId(),
        shard.phase(),
        shard.shard());
  }
}

package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Tasks that will never start because of another one; the connection is in a transaction. */
final class Skipping {

  /**
   * A task that was skipped.
   *
   * @param key which
   * @param shard where it is
   */
  record Skipped(TaskKey key, ShardKey shard) {
    /** Its shard has one task less to do. */
    void close(Connection c, CampaignRow campaign) throws SQLException {
      if (!campaign.graph().node(key.stage()).isBarrier()) {
        Sql.update(
            c,
            "UPDATE shard SET open_tasks = open_tasks - 1 WHERE " + Rows.SHARD,
            shard.campaignId(),
            shard.phase(),
            shard.shard());
      }
    }
  }

  private final Connection c;
  private final CampaignRow campaign;
  private final Books books;

  Skipping(Connection c, CampaignRow campaign, Books books) {
    this.c = c;
    this.campaign = campaign;
    this.books = books;
  }

  /** Skips what waits for a task, also of structures that were made of its structure. */
  List<Skipped> after(TaskKey key, String reason) throws SQLException {
    List<Skipped> skipped = new ArrayList<>();
    for (int stage : campaign.graph().descendants(key.stage())) {
      TaskKey later = new TaskKey(key.campaignId(), stage, key.structure());
      skip(later, reason, skipped);
    }
    skipMadeOf(key, skipped);
    return skipped;
  }

  /** Skips all that a structure waits for. */
  List<Skipped> all(long structure, int origin, String reason) throws SQLException {
    List<Skipped> skipped = new ArrayList<>();
    for (int stage : campaign.graph().stagesOf(origin)) {
      skip(new TaskKey(campaign.id(), stage, structure), reason, skipped);
    }
    return skipped;
  }

  private void skip(TaskKey key, String reason, List<Skipped> skipped) throws SQLException {
    int changed =
        Sql.update(
            c,
            "UPDATE task SET status = 's', reason = ? WHERE status = 'p' AND " + Rows.TASK,
            reason,
            key.campaignId(),
            key.stage(),
            key.structure());
    if (changed == 0) {
      return;
    }
    books.moved(key.stage(), TaskStatus.PENDING, TaskStatus.SKIPPED);
    ShardKey shard = Rows.shardOf(campaign, key);
    books.log(shard, key, TaskStatus.SKIPPED, reason);
    skipped.add(new Skipped(key, shard));
    skipMadeOf(key, skipped);
  }

  /** What a task made before, and does not make now. */
  private void skipMadeOf(TaskKey key, List<Skipped> skipped) throws SQLException {
    if (campaign.graph().node(key.stage()).shape() == StageGraph.Shape.EXPANSION) {
      for (StructureTable.Child child :
          StructureTable.children(c, campaign.id(), key.stage(), key.structure())) {
        skipped.addAll(all(child.index(), key.stage(), "not_made"));
      }
    }
  }
}

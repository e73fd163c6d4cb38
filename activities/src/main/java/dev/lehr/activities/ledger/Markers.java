package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What dead processes left behind in a shard: crash markers become deaths of their tasks, and a
 * task whose workers have died too long without a step forward ends. The connection is in a
 * transaction.
 */
final class Markers {

  private final Connection c;
  private final CampaignRow campaign;
  private final ShardKey shard;
  private final String incarnation;
  private final Set<TaskKey> residents;

  Markers(
      Connection c,
      CampaignRow campaign,
      ShardKey shard,
      String incarnation,
      Set<TaskKey> residents) {
    this.c = c;
    this.campaign = campaign;
    this.shard = shard;
    this.incarnation = incarnation;
    this.residents = residents;
  }

  void settle() throws SQLException {
    long first = (long) shard.shard() * campaign.shardSize();
    long end = first + campaign.shardSize();
    long now = System.currentTimeMillis();
    for (int stage : campaign.phases().get(shard.phase())) {
      boolean found = settle(stage, first, end, now);
      if (campaign.graph().node(stage).readsFound()) {
        found |=
            JobTable.settleMarkers(
                c, campaign.id(), stage, first, end, incarnation, residents, now);
      }
      if (found) {
        endWhatIsStuck(stage, first, end, now);
      }
    }
  }

  /** Answers whether there were any. */
  private boolean settle(int stage, long first, long end, long now) throws SQLException {
    Map<TaskKey, String> marked = new LinkedHashMap<>();
    Sql.each(
        c,
        "SELECT structure, marker FROM task WHERE campaign_id = ? AND stage = ? AND structure >= ?"
            + " AND structure < ? AND marker IS NOT NULL",
        r -> marked.put(new TaskKey(campaign.id(), stage, r.getLong(1)), r.getString(2)),
        campaign.id(),
        stage,
        first,
        end);
    for (Map.Entry<TaskKey, String> entry : marked.entrySet()) {
      TaskKey key = entry.getKey();
      if (!residents.contains(key)) {
        boolean died = !CrashMarker.isOf(entry.getValue(), incarnation);
        Sql.update(
            c,
            "UPDATE task SET marker = NULL, deaths = deaths + ?, deaths_alone = deaths_alone + ?,"
                + " stuck_since = COALESCE(stuck_since, ?) WHERE "
                + Rows.TASK,
            died ? 1 : 0,
            died ? CrashMarker.evidence(entry.getValue()) : 0,
            now,
            key.campaignId(),
            key.stage(),
            key.structure());
      }
    }
    return !marked.isEmpty();
  }

  private void endWhatIsStuck(int stage, long first, long end, long now) throws SQLException {
    long deadline = campaign.graph().node(stage).deadlineSeconds();
    List<LedgerWrite> ends = new ArrayList<>();
    Sql.each(
        c,
        "SELECT structure, generation, deaths, iterations, swap_attempts FROM task WHERE campaign_id ="
            + " ? AND stage = ? AND structure >= ? AND structure < ? AND status IN ('p', 'r') AND"
            + " stuck_since < ?",
        r ->
            ends.add(
                new LedgerWrite.Finished(
                    new TaskKey(campaign.id(), stage, r.getLong(1)),
                    r.getInt(2),
                    new TaskResult(
                        TaskStatus.FAILED,
                        "platform_deadline",
                        "for more than "
                            + deadline
                            + " s its workers or their device failed without a step forward, "
                            + r.getInt(3)
                            + " deaths",
                        Double.NaN,
                        r.getInt(4),
                        r.getInt(5),
                        "{}",
                        new byte[0]))),
        campaign.id(),
        stage,
        first,
        end,
        now - deadline * 1000);
    if (!ends.isEmpty()) {
      Fence fence = Rows.fence(c, shard);
      Books books = new Books(campaign.id());
      new ShardWriter(c, campaign, new FencedWrites(shard, fence, ends), books).write();
      books.store(c);
    }
  }
}

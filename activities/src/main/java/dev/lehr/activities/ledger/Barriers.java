package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stage that looks at all structures together; the connection is in a transaction. */
final class Barriers {

  private final Connection c;
  private final CampaignRow campaign;
  private final StageGraph graph;
  private final int stage;

  Barriers(Connection c, CampaignRow campaign, int stage) {
    this.c = c;
    this.campaign = campaign;
    this.graph = campaign.graph();
    this.stage = stage;
  }

  /** Structures that have come to it, also those about which it has decided. */
  void candidates(boolean arrays, Consumer<CandidateRow> each) throws SQLException {
    PendingTasks tasks = new PendingTasks(c, campaign);
    Sql.each(
        c,
        "SELECT t.structure, t.generation, t.status, s.id, s.formula"
            + (arrays ? ", s.payload, r.state" : "")
            + " FROM task t JOIN structure s ON s.campaign_id = t.campaign_id AND s.idx = t.structure"
            + (arrays
                ? " LEFT JOIN result r ON r.campaign_id = t.campaign_id AND r.stage = "
                    + graph.source(stage)
                    + " AND r.structure = t.structure AND r.current = 1"
                : "")
            + " WHERE t.campaign_id = ? AND t.stage = ? AND t.status IN ('p', 'c', 'd', 'f')"
            + " ORDER BY t.structure",
        r -> {
          byte @Nullable [] state = arrays ? r.getBytes("state") : null;
          long structure = r.getLong("structure");
          each.accept(
              new CandidateRow(
                  structure,
                  r.getString("id"),
                  r.getString("formula"),
                  r.getInt("generation"),
                  TaskStatus.ofCode(r.getString("status").charAt(0)),
                  tasks.found(stage, structure),
                  arrays ? Optional.of(r.getBytes("payload")) : Optional.empty(),
                  state == null || state.length == 0 ? Optional.empty() : Optional.of(state)));
        },
        campaign.id(),
        stage);
  }

  /** Writes what was decided about those that are still pending; the rest stands. */
  void decide(List<Decision> decisions) throws SQLException {
    Books books = new Books(campaign.id());
    Batch batch = new Batch(c);
    CampaignRow now = campaign;
    String halted = "";
    for (Decision decision : decisions) {
      TaskKey key = new TaskKey(campaign.id(), stage, decision.structure());
      if (close(key, decision, books, batch)) {
        books.moved(stage, TaskStatus.PENDING, decision.status());
        if (!graph.node(stage).lets(decision.status())) {
          Skipping skipping = new Skipping(c, campaign, books);
          for (Skipping.Skipped skipped :
              skipping.after(key, "upstream_" + decision.status().key())) {
            skipped.close(c, campaign);
          }
          if (graph.node(stage).onFailure() == StageGraph.OnFailure.FAIL
              && decision.status() == TaskStatus.FAILED) {
            halted = Reopening.whyHalted(campaign, stage, TaskStatus.FAILED, decision.reason());
          }
        }
        if (graph.node(stage).shape() == StageGraph.Shape.EXPANSION
            && decision.status().isSuccess()) {
          now = makeChildren(now, decision, books);
        }
      }
    }
    batch.send();
    books.store(c);
    if (now.structures() > campaign.structures()) {
      Rows.openShards(c, now, campaign.structures());
    }
    if (!halted.isEmpty()) {
      new Reopening(c, now).halt(halted);
    }
  }

  private boolean close(TaskKey key, Decision decision, Books books, Batch batch)
      throws SQLException {
    int open =
        Sql.update(
            c,
            "UPDATE task SET status = ?, reason = ?, detail = ? WHERE status = 'p' AND generation = ?"
                + " AND "
                + Rows.TASK,
            String.valueOf(decision.status().code()),
            decision.reason(),
            decision.detail(),
            decision.generation(),
            key.campaignId(),
            key.stage(),
            key.structure());
    if (open == 0) {
      return false;
    }
    ResultTable.insert(
        batch,
        key,
        decision.generation(),
        true,
        new TaskResult(
            decision.status(),
            decision.reason(),
            decision.detail(),
            Double.NaN,
            0,
            0,
            decision.properties(),
            new byte[0]),
        "phase " + graph.phaseOf(stage));
    ShardKey shard = Rows.shardOf(campaign, key);
    books.log(shard, key, decision.status(), decision.reason());
    return true;
  }

  /** Those that were made before stay, with their new content where it is another one. */
  private CampaignRow makeChildren(CampaignRow before, Decision decision, Books books)
      throws SQLException {
    Map<String, StructureTable.Child> old = new HashMap<>();
    for (StructureTable.Child child :
        StructureTable.children(c, campaign.id(), stage, decision.structure())) {
      old.put(child.id(), child);
    }
    List<StructureRow> added = new ArrayList<>();
    for (StructureRow row : decision.children()) {
      StructureTable.Child known = old.remove(row.id());
      if (known == null) {
        added.add(row);
      } else if (!known.digest().equals(row.digest())) {
        StructureTable.replace(c, campaign.id(), known.index(), row);
        new Reopening(c, before).changed(known.index(), stage);
      }
    }
    for (StructureTable.Child gone : old.values()) {
      Skipping skipping = new Skipping(c, before, books);
      for (Skipping.Skipped skipped : skipping.all(gone.index(), stage, "not_made")) {
        skipped.close(c, before);
      }
    }
    return added.isEmpty()
        ? before
        : StructureTable.appendChildren(c, before, added.iterator(), stage, decision.structure());
  }
}

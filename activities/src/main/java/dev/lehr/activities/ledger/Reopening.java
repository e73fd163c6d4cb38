package dev.lehr.activities.ledger;

import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.IntentAnswer;
import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What users ask of a campaign: ended tasks become pending again, and with them what depends on
 * them. The connection is in a transaction.
 */
final class Reopening {

  /** What a retry tries again. */
  private static final Set<TaskStatus> TRIED_AGAIN =
      EnumSet.of(TaskStatus.FAILED, TaskStatus.MAX_ITERATIONS, TaskStatus.CANCELLED);

  /** What was decided once, and may be decided otherwise. */
  private static final Set<TaskStatus> DECIDED =
      EnumSet.of(
          TaskStatus.CONVERGED,
          TaskStatus.MAX_ITERATIONS,
          TaskStatus.FAILED,
          TaskStatus.FILTERED,
          TaskStatus.CANCELLED,
          TaskStatus.RUNNING);

  /** What a restart does anew: what waits may have a checkpoint, or be in an engine's hands. */
  private static final Set<TaskStatus> BEGUN =
      EnumSet.complementOf(EnumSet.of(TaskStatus.REJECTED, TaskStatus.SKIPPED));

  private final Connection c;
  private final CampaignRow campaign;
  private final StageGraph graph;
  private final Books books;
  private final Set<ShardKey> touched = new LinkedHashSet<>();
  private final Set<Integer> openedStages = new TreeSet<>();
  private long tasks;

  Reopening(Connection c, CampaignRow campaign) {
    this.c = c;
    this.campaign = campaign;
    this.graph = campaign.graph();
    this.books = new Books(campaign.id());
  }

  /** Carries out an intent. */
  IntentAnswer apply(Intent intent) throws SQLException {
    return switch (intent.kind()) {
      case PAUSE ->
          campaign.mode() == CampaignMode.RUNNING
              ? mode(CampaignMode.PAUSED)
              : new IntentAnswer(campaign.mode(), false, 0);
      case RESUME -> {
        if (campaign.mode() == CampaignMode.RUNNING) {
          yield new IntentAnswer(campaign.mode(), false, 0);
        }
        resume();
        yield mode(CampaignMode.RUNNING);
      }
      case CANCEL -> {
        if (campaign.mode() == CampaignMode.CANCELLED) {
          yield new IntentAnswer(campaign.mode(), false, 0);
        }
        cancelOpen();
        yield mode(CampaignMode.CANCELLED);
      }
      case RETRY -> {
        retry();
        yield mode(CampaignMode.RUNNING);
      }
      case RESTART -> {
        String stage = intent.stage();
        restart(stage == null ? "" : stage);
        yield mode(CampaignMode.RUNNING);
      }
    };
  }

  private IntentAnswer mode(CampaignMode mode) throws SQLException {
    if (mode != campaign.mode()) {
      Sql.update(
          c,
          "UPDATE campaign SET mode = ?, mode_since = ? WHERE id = ?",
          mode.name(),
          System.currentTimeMillis(),
          campaign.id());
    }
    if (mode == CampaignMode.RUNNING) {
      Sql.update(c, "UPDATE campaign SET halted = NULL WHERE id = ?", campaign.id());
    }
    return new IntentAnswer(mode, mode != campaign.mode() || tasks > 0, tasks);
  }

  /** What is said of a campaign that a failure in a stage has ended. */
  static String whyHalted(CampaignRow campaign, int stage, TaskStatus status, String reason) {
    return "stage "
        + campaign.stages().get(stage)
        + " ended as "
        + status.key()
        + (reason.isEmpty() ? "" : " (" + reason + ")")
        + " for a structure, and a failure there ends the campaign";
  }

  /** One of the campaign's own stages stops it. */
  void halt(String why) throws SQLException {
    cancelOpen();
    mode(CampaignMode.CANCELLED);
    Sql.update(c, "UPDATE campaign SET halted = ? WHERE id = ?", why, campaign.id());
  }

  /** New structures have come: what compares all of them is no longer true. */
  void structuresCame() throws SQLException {
    openedStages.addAll(graph.stagesOf(StageGraph.INPUT));
    reopenComparisons();
    store();
  }

  /** A structure that a stage made has another content than before. */
  void changed(long structure, int origin) throws SQLException {
    settle(structure, Set.copyOf(graph.stagesOf(origin)), false, true);
    store();
  }

  private void cancelOpen() throws SQLException {
    for (TaskStatus status : List.of(TaskStatus.PENDING, TaskStatus.RUNNING)) {
      for (TaskKey key : tasksWith(status)) {
        move(key, status, TaskStatus.CANCELLED, "cancelled");
      }
    }
    store();
  }

  private void resume() throws SQLException {
    openAll(byStructure(tasksWith(TaskStatus.CANCELLED)), false, false);
  }

  private void retry() throws SQLException {
    Map<Long, Set<Integer>> opened = new TreeMap<>();
    for (TaskStatus status : TRIED_AGAIN) {
      byStructure(tasksWith(status))
          .forEach((s, stages) -> opened.merge(s, stages, Reopening::union));
    }
    openAll(opened, true, true);
  }

  private void restart(String stageId) throws SQLException {
    Set<Integer> stages = new TreeSet<>();
    if (stageId.isEmpty()) {
      for (int i = 0; i < graph.size(); i++) {
        stages.add(i);
      }
    } else {
      int stage =
          campaign
              .stage(stageId)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException("the campaign has no stage '" + stageId + "'"));
      stages.add(stage);
      stages.addAll(graph.descendants(stage));
    }
    Map<Long, Set<Integer>> opened = new TreeMap<>();
    for (TaskStatus status : BEGUN) {
      for (TaskKey key : tasksWith(status)) {
        if (stages.contains(key.stage())) {
          opened.computeIfAbsent(key.structure(), s -> new HashSet<>()).add(key.stage());
        }
      }
    }
    openAll(opened, true, true);
  }

  private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
    Set<Integer> both = new HashSet<>(a);
    both.addAll(b);
    return both;
  }

  private static Map<Long, Set<Integer>> byStructure(Collection<TaskKey> keys) {
    Map<Long, Set<Integer>> stages = new TreeMap<>();
    keys.forEach(k -> stages.computeIfAbsent(k.structure(), s -> new HashSet<>()).add(k.stage()));
    return stages;
  }

  private List<TaskKey> tasksWith(TaskStatus status) throws SQLException {
    return Sql.list(
        c,
        "SELECT stage, structure FROM task WHERE campaign_id = ? AND status = ? ORDER BY structure,"
            + " stage",
        r -> new TaskKey(campaign.id(), r.getInt(1), r.getLong(2)),
        campaign.id(),
        String.valueOf(status.code()));
  }

  private void openAll(Map<Long, Set<Integer>> opened, boolean anew, boolean again)
      throws SQLException {
    for (Map.Entry<Long, Set<Integer>> entry : opened.entrySet()) {
      settle(entry.getKey(), entry.getValue(), again, anew);
    }
    if (anew) {
      reopenComparisons();
    }
    store();
  }

  /** What compared structures that are computed again compares them again, and all that follows. */
  private void reopenComparisons() throws SQLException {
    for (int stage = 0; stage < graph.size(); stage++) {
      boolean compares = graph.node(stage).shape() == StageGraph.Shape.COMPARISON;
      boolean concerned =
          openedStages.contains(stage)
              || graph.ancestors(stage).stream().anyMatch(openedStages::contains);
      if (compares && concerned) {
        int comparison = stage;
        List<Long> decided =
            Sql.list(
                c,
                "SELECT structure FROM task WHERE campaign_id = ? AND stage = ? AND status IN ('c',"
                    + " 'd', 'f') ORDER BY structure",
                r -> r.getLong(1),
                campaign.id(),
                comparison);
        for (long structure : decided) {
          settle(structure, Set.of(comparison), false, true);
        }
      }
    }
  }

  /**
   * Opens tasks of a structure, and brings those behind them in order: what was done from what is
   * done again is done again, and what was skipped because of it waits.
   *
   * @param again whether nothing is remembered of those that are named
   * @param anew whether they begin a new generation
   */
  private void settle(long structure, Set<Integer> opened, boolean again, boolean anew)
      throws SQLException {
    Map<Integer, TaskStatus> statuses = new LinkedHashMap<>();
    Sql.each(
        c,
        "SELECT stage, status FROM task WHERE campaign_id = ? AND structure = ? ORDER BY stage",
        r -> statuses.put(r.getInt(1), TaskStatus.ofCode(r.getString(2).charAt(0))),
        campaign.id(),
        structure);
    PendingTasks order = new PendingTasks(c, campaign);
    Set<Integer> redone = new HashSet<>();
    for (Map.Entry<Integer, TaskStatus> entry : statuses.entrySet()) {
      int stage = entry.getKey();
      TaskStatus was = entry.getValue();
      TaskKey key = new TaskKey(campaign.id(), stage, structure);
      boolean letIn = order.isLetIn(stage, statuses);
      boolean named = opened.contains(stage);
      boolean follows = graph.node(stage).after().stream().anyMatch(redone::contains);
      boolean isDone = DECIDED.contains(was);
      if (letIn && (named || follows) && isDone) {
        boolean begins = anew || was != TaskStatus.CANCELLED;
        reopen(key, was, begins, named && again);
        redone.add(stage);
        entry.setValue(TaskStatus.PENDING);
      } else if (letIn && (named || follows) && was == TaskStatus.PENDING && anew) {
        begin(key, named && again);
        redone.add(stage);
      } else if (letIn && was == TaskStatus.SKIPPED) {
        reopen(key, was, anew, false);
        redone.add(stage);
        entry.setValue(TaskStatus.PENDING);
      } else if (!letIn && isDone && was != TaskStatus.RUNNING && named) {
        redone.add(stage);
      }
    }
  }

  private void reopen(TaskKey key, TaskStatus was, boolean anew, boolean again)
      throws SQLException {
    if (anew) {
      begin(key, again);
    }
    move(key, was, TaskStatus.PENDING, "");
    openedStages.add(key.stage());
    if (graph.node(key.stage()).shape() == StageGraph.Shape.EXPANSION) {
      for (StructureTable.Child child :
          StructureTable.children(c, campaign.id(), key.stage(), key.structure())) {
        settle(child.index(), Set.copyOf(graph.stagesOf(key.stage())), false, anew);
      }
    }
  }

  /**
   * A new generation, of which nothing is there: what is still written of the old one is dropped.
   */
  private void begin(TaskKey key, boolean again) throws SQLException {
    for (String sql :
        List.of("UPDATE result SET current = 0 WHERE ", "DELETE FROM checkpoint WHERE ")) {
      Sql.update(c, sql + Rows.TASK, key.campaignId(), key.stage(), key.structure());
    }
    JobTable.clear(c, key);
    Sql.update(
        c,
        "UPDATE task SET generation = generation + 1, iterations = 0, swap_attempts = 0, attempts = 0,"
            + " again = CASE WHEN status = 'p' THEN again | ? ELSE ? END WHERE "
            + Rows.TASK,
        again ? 1 : 0,
        again ? 1 : 0,
        key.campaignId(),
        key.stage(),
        key.structure());
    openedStages.add(key.stage());
  }

  private void move(TaskKey key, TaskStatus from, TaskStatus to, String reason)
      throws SQLException {
    Sql.update(
        c,
        "UPDATE task SET status = ?, reason = ?, detail = '', marker = NULL, deaths = 0,"
            + " deaths_alone = 0, stuck_since = NULL WHERE "
            + Rows.TASK,
        String.valueOf(to.code()),
        reason,
        key.campaignId(),
        key.stage(),
        key.structure());
    books.moved(key.stage(), from, to);
    ShardKey shard = Rows.shardOf(campaign, key);
    touched.add(shard);
    books.log(shard, key, to, reason);
    tasks++;
  }

  private void store() throws SQLException {
    books.store(c);
    for (ShardKey shard : touched) {
      Sql.update(
          c,
          "UPDATE shard SET owner_run = NULL, owner_lane = NULL WHERE " + Rows.SHARD,
          shard.campaignId(),
          shard.phase(),
          shard.shard());
      Rows.countOpen(c, campaign, shard.phase(), shard.shard());
    }
    touched.clear();
  }
}

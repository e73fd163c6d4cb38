package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes one group; the connection is in a transaction. */
final class ShardWriter {
  private final Connection c;
  private final CampaignRow campaign;
  private final FencedWrites group;
  private final Tally tally;
  private final List<Integer> phase;
  private final List<TaskKey> ended = new ArrayList<>();
  private final List<TaskKey> retried = new ArrayList<>();
  private String halted = "";
  private long closed;

  /**
   * A writer.
   *
   * @param tally of the transaction, which stores it at its end
   */
  ShardWriter(Connection c, CampaignRow campaign, FencedWrites group, Tally tally) {
    this.c = c;
    this.campaign = campaign;
    this.group = group;
    this.tally = tally;
    this.phase = campaign.phases().get(group.shard().phase());
  }

  /** Writes, and answers what may start now because of it. */
  List<PendingTask> write() throws SQLException {
    Rows.setFence(c, group.shard(), group.fence());
    for (LedgerWrite write : group.writes()) {
      Optional<TaskStatus> status = open(write);
      if (status.isPresent()) {
        apply(write, status.get());
      }
    }
    for (TrajectorySegment segment : group.segments()) {
      count(segment);
    }
    Sql.update(
        c,
        "UPDATE shard SET open_tasks = open_tasks - ?, committed_at = COALESCE(?, committed_at) WHERE "
            + Rows.SHARD,
        closed,
        isStepForward() ? System.currentTimeMillis() : null,
        campaign.id(),
        group.shard().phase(),
        group.shard().shard());
    if (!halted.isEmpty()) {
      new Reopening(c, campaign).halt(halted);
      return List.of();
    }
    PendingTasks pending = new PendingTasks(c, campaign);
    // What waited for two that end together is ready once.
    Map<TaskKey, PendingTask> ready = new LinkedHashMap<>();
    for (TaskKey key : ended) {
      pending
          .readyAfter(key.stage(), key.structure(), phase)
          .forEach(task -> ready.put(task.key(), task));
    }
    for (TaskKey key : retried) {
      pending
          .of(key.stage(), key.structure(), key.structure() + 1, Set.of())
          .forEach(task -> ready.put(task.key(), task));
    }
    return List.copyOf(ready.values());
  }

  /** Taking a structure on is none: that is what a worker does over and over that dies of it. */
  private boolean isStepForward() {
    return group.writes().stream()
        .anyMatch(w -> w instanceof LedgerWrite.Progressed || w instanceof LedgerWrite.Finished);
  }

  /** Whether one of the writes may end its campaign, and so write to all of its shards. */
  static boolean mayHalt(StageGraph graph, FencedWrites group) {
    return group.writes().stream()
        .anyMatch(
            w ->
                w instanceof LedgerWrite.Finished f
                    && graph.node(f.task().stage()).onFailure() == StageGraph.OnFailure.FAIL
                    && !graph.node(f.task().stage()).lets(f.result().status()));
  }

  private void count(TrajectorySegment segment) throws SQLException {
    Sql.update(
        c,
        "INSERT INTO trajectory_segment (campaign_id, stage, shard, epoch, slice, attempt, file,"
            + " bytes, frames) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (campaign_id, stage,"
            + " shard, epoch, slice, attempt) DO UPDATE SET bytes = excluded.bytes, frames ="
            + " excluded.frames",
        campaign.id(),
        segment.stage(),
        segment.shard(),
        segment.fence().epoch(),
        segment.fence().slice(),
        segment.fence().attempt(),
        segment.file(),
        segment.bytes(),
        segment.frames());
  }

  /** The status of a task that may still be written to; empty for a repetition. */
  private Optional<TaskStatus> open(LedgerWrite write) throws SQLException {
    TaskKey key = write.task();
    return Sql.one(
        c,
        "SELECT status FROM task WHERE "
            + Rows.TASK
            + " AND generation = ? AND status IN ('p', 'r')",
        r -> TaskStatus.ofCode(r.getString(1).charAt(0)),
        key.campaignId(),
        key.stage(),
        key.structure(),
        write.generation());
  }

  private void apply(LedgerWrite write, TaskStatus status) throws SQLException {
    TaskKey key = write.task();
    if (key.isJob()) {
      JobTable.apply(c, write);
    } else if (write instanceof LedgerWrite.Begun) {
      begin(key, status, "status = 'r'");
    } else if (write instanceof LedgerWrite.Admitted admitted) {
      begin(
          key,
          status,
          "status = 'r', marker = ?",
          CrashMarker.of(admitted.incarnation(), admitted.company()));
    } else if (write instanceof LedgerWrite.Progressed progressed) {
      Checkpoint k = progressed.checkpoint();
      Sql.update(
          c,
          "INSERT INTO checkpoint (campaign_id, stage, structure, iterations, swap_attempts,"
              + " state) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (campaign_id, stage, structure) DO"
              + " UPDATE SET iterations = excluded.iterations, swap_attempts ="
              + " excluded.swap_attempts, state = excluded.state",
          key.campaignId(),
          key.stage(),
          key.structure(),
          k.iterations(),
          k.swapAttempts(),
          k.state());
      update(
          "deaths_alone = 0, stuck_since = NULL, iterations = ?, swap_attempts = ?",
          key,
          k.iterations(),
          k.swapAttempts());
    } else if (write instanceof LedgerWrite.Released) {
      update("marker = NULL, stuck_since = NULL", key);
    } else if (write instanceof LedgerWrite.Cleared cleared) {
      update(
          "deaths = 0, deaths_alone = 0, marker = ?",
          key,
          CrashMarker.of(cleared.incarnation(), LedgerWrite.Company.OTHERS));
    } else if (write instanceof LedgerWrite.Finished finished) {
      finish(key, finished, status);
    }
  }

  private void begin(TaskKey key, TaskStatus status, String what, Object... values)
      throws SQLException {
    update(what, key, values);
    if (status != TaskStatus.RUNNING) {
      moved(key, status, TaskStatus.RUNNING);
      Rows.log(c, group.shard(), key, TaskStatus.RUNNING, 0, 0, Double.NaN, "");
    }
  }

  private void update(String what, TaskKey key, Object... values) throws SQLException {
    Object[] all = Arrays.copyOf(values, values.length + 3);
    all[values.length] = key.campaignId();
    all[values.length + 1] = key.stage();
    all[values.length + 2] = key.structure();
    Sql.update(c, "UPDATE task SET " + what + " WHERE " + Rows.TASK, all);
  }

  private void moved(TaskKey key, TaskStatus from, TaskStatus to) {
    tally.add(key.stage(), from, -1);
    tally.add(key.stage(), to, 1);
    if (to.isTerminal() && phase.contains(key.stage())) {
      closed++;
    }
  }

  private void finish(TaskKey key, LedgerWrite.Finished write, TaskStatus from)
      throws SQLException {
    TaskResult t = write.result();
    StageGraph.Node node = campaign.graph().node(key.stage());
    boolean again = attempts(key) < node.retriesFor(t.status(), t.reason());
    ResultTable.insert(c, key, write.generation(), !again, t, group.fence().toString());
    Sql.update(
        c,
        "DELETE FROM checkpoint WHERE " + Rows.TASK,
        key.campaignId(),
        key.stage(),
        key.structure());
    if (node.readsFound()) {
      JobTable.clear(c, key);
    }
    if (again) {
      tryAgain(key, from);
      return;
    }
    if (!write.memory().isEmpty()) {
      ResultTable.remember(c, write.memory(), key, write.generation());
    }
    update(
        "status = ?, reason = ?, detail = ?, iterations = ?, swap_attempts = ?, marker = NULL,"
            + " stuck_since = NULL",
        key,
        String.valueOf(t.status().code()),
        t.reason(),
        t.detail(),
        t.iterations(),
        t.swapAttempts());
    moved(key, from, t.status());
    Rows.log(
        c,
        group.shard(),
        key,
        t.status(),
        t.iterations(),
        t.swapAttempts(),
        t.energy(),
        t.reason());
    if (node.lets(t.status())) {
      ended.add(key);
      return;
    }
    skipAfter(key, "upstream_" + t.status().key());
    if (node.onFailure() == StageGraph.OnFailure.FAIL && t.status() != TaskStatus.FILTERED) {
      halted = Reopening.whyHalted(campaign, key.stage(), t.status(), t.reason());
    }
  }

  private int attempts(TaskKey key) throws SQLException {
    return Sql.one(
            c,
            "SELECT attempts FROM task WHERE " + Rows.TASK,
            r -> r.getInt(1),
            key.campaignId(),
            key.stage(),
            key.structure())
        .orElse(0);
  }

  private void tryAgain(TaskKey key, TaskStatus from) throws SQLException {
    update(
        "status = 'p', generation = generation + 1, attempts = attempts + 1, iterations = 0,"
            + " swap_attempts = 0, deaths = 0, deaths_alone = 0, marker = NULL, stuck_since = NULL",
        key);
    moved(key, from, TaskStatus.PENDING);
    Rows.log(c, group.shard(), key, TaskStatus.PENDING, 0, 0, Double.NaN, "");
    retried.add(key);
  }

  private void skipAfter(TaskKey key, String reason) throws SQLException {
    Skipping skipping = new Skipping(c, campaign, tally);
    for (Skipping.Skipped skipped : skipping.after(key, reason)) {
      if (phase.contains(skipped.key().stage()) && skipped.shard().equals(group.shard())) {
        closed++;
      } else {
        skipped.close(c, campaign);
      }
    }
  }
}

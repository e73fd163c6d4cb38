package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes one group; the connection is in a transaction. */
final class ShardWriter {
  private final Connection c;
  private final CampaignRow campaign;
  private final FencedWrites group;
  private final Books books;
  private final Batch batch;
  private final OpenTasks open;
  private final List<Integer> phase;
  private final List<TaskKey> ended = new ArrayList<>();
  private final List<TaskKey> retried = new ArrayList<>();
  private String halted = "";
  private long closed;

  /**
   * A writer.
   *
   * @param books of the transaction, which stores them at its end
   */
  ShardWriter(Connection c, CampaignRow campaign, FencedWrites group, Books books) {
    this.c = c;
    this.campaign = campaign;
    this.group = group;
    this.books = books;
    this.batch = new Batch(c);
    this.open = new OpenTasks();
    this.phase = campaign.phases().get(group.shard().phase());
  }

  /** Writes, and answers what may start now because of it. */
  List<PendingTask> write() throws SQLException {
    open.read(c, group.writes());
    for (LedgerWrite write : group.writes()) {
      if (open.takes(write)) {
        apply(write);
      }
    }
    for (TrajectorySegment segment : group.segments()) {
      count(segment);
    }
    batch.send();
    Sql.update(
        c,
        "UPDATE shard SET epoch = ?, slice = ?, attempt = ?, open_tasks = open_tasks - ?, committed_at ="
            + " COALESCE(?, committed_at) WHERE "
            + Rows.SHARD,
        group.fence().epoch(),
        group.fence().slice(),
        group.fence().attempt(),
        closed,
        isStepForward() ? System.currentTimeMillis() : null,
        campaign.id(),
        group.shard().phase(),
        group.shard().shard());
    if (!halted.isEmpty()) {
      books.store(c);
      new Reopening(c, campaign).halt(halted);
      return List.of();
    }
    PendingTasks pending = new PendingTasks(c, campaign);
    Map<TaskKey, PendingTask> ready = new LinkedHashMap<>();
    pending.readyAfter(ended, phase).forEach(task -> ready.put(task.key(), task));
    for (TaskKey key : retried) {
      pending
          .of(key.stage(), List.of(key.structure()))
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

  private void apply(LedgerWrite write) throws SQLException {
    TaskKey key = write.task();
    if (key.isJob()) {
      JobTable.apply(batch, write);
    } else if (write instanceof LedgerWrite.Begun) {
      begin(key, "status = 'r'");
    } else if (write instanceof LedgerWrite.Admitted admitted) {
      begin(
          key,
          "status = 'r', marker = ?",
          CrashMarker.of(admitted.incarnation(), admitted.company()));
    } else if (write instanceof LedgerWrite.Progressed progressed) {
      Checkpoint k = progressed.checkpoint();
      batch.add(
          key,
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
      batch.same(key, "UPDATE task SET marker = NULL, stuck_since = NULL");
    } else if (write instanceof LedgerWrite.Cleared cleared) {
      update(
          "deaths = 0, deaths_alone = 0, marker = ?",
          key,
          CrashMarker.of(cleared.incarnation(), LedgerWrite.Company.OTHERS));
    } else if (write instanceof LedgerWrite.Finished finished) {
      finish(key, finished);
    }
  }

  private void begin(TaskKey key, String what, Object... values) {
    batch.same(key, "UPDATE task SET " + what, values);
    if (open.status(key) != TaskStatus.RUNNING) {
      moved(key, TaskStatus.RUNNING);
      books.log(group.shard(), key, TaskStatus.RUNNING, "");
    }
  }

  private void update(String what, TaskKey key, Object... values) {
    Object[] all = Arrays.copyOf(values, values.length + 3);
    all[values.length] = key.campaignId();
    all[values.length + 1] = key.stage();
    all[values.length + 2] = key.structure();
    batch.add(key, "UPDATE task SET " + what + " WHERE " + Rows.TASK, all);
  }

  private void moved(TaskKey key, TaskStatus to) {
    books.moved(key.stage(), open.status(key), to);
    open.moved(key, to);
    if (to.isTerminal() && phase.contains(key.stage())) {
      closed++;
    }
  }

  private void finish(TaskKey key, LedgerWrite.Finished write) throws SQLException {
    TaskResult t = write.result();
    StageGraph.Node node = campaign.graph().node(key.stage());
    boolean again = open.attempts(key) < node.retriesFor(t.status(), t.reason());
    ResultTable.insert(batch, key, write.generation(), !again, t, group.fence().toString());
    batch.same(key, "DELETE FROM checkpoint");
    if (node.readsFound()) {
      JobTable.clear(batch, key);
    }
    if (again) {
      tryAgain(key);
      return;
    }
    if (!write.memory().isEmpty()) {
      ResultTable.remember(batch, write.memory(), key, write.generation());
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
    moved(key, t.status());
    books.log(
        group.shard(), key, t.status(), t.iterations(), t.swapAttempts(), t.energy(), t.reason());
    if (node.lets(t.status())) {
      ended.add(key);
      return;
    }
    skipAfter(key, "upstream_" + t.status().key());
    if (node.onFailure() == StageGraph.OnFailure.FAIL && t.status() != TaskStatus.FILTERED) {
      halted = Reopening.whyHalted(campaign, key.stage(), t.status(), t.reason());
    }
  }

  private void tryAgain(TaskKey key) {
    update(
        "status = 'p', generation = generation + 1, attempts = attempts + 1, iterations = 0,"
            + " swap_attempts = 0, deaths = 0, deaths_alone = 0, marker = NULL, stuck_since = NULL",
        key);
    moved(key, TaskStatus.PENDING);
    open.begunAnew(key);
    books.log(group.shard(), key, TaskStatus.PENDING, "");
    retried.add(key);
  }

  private void skipAfter(TaskKey key, String reason) throws SQLException {
    // What is skipped is not what has begun meanwhile.
    batch.send();
    Skipping skipping = new Skipping(c, campaign, books);
    for (Skipping.Skipped skipped : skipping.after(key, reason)) {
      open.moved(skipped.key(), TaskStatus.SKIPPED);
      if (phase.contains(skipped.key().stage()) && skipped.shard().equals(group.shard())) {
        closed++;
      } else {
        skipped.close(c, campaign);
      }
    }
  }
}

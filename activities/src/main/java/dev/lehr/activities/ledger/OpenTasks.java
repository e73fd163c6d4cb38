package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How the tasks stand that a group writes to: read at once, and kept while it is written. */
final class OpenTasks {

  private record Task(TaskStatus status, int generation, int attempts) {}

  private final Map<TaskKey, Task> tasks = new HashMap<>();

  void read(Connection c, List<LedgerWrite> writes) throws SQLException {
    Map<Integer, Set<Long>> byStage = new TreeMap<>();
    for (LedgerWrite write : writes) {
      byStage
          .computeIfAbsent(write.task().stage(), stage -> new TreeSet<>())
          .add(write.task().structure());
    }
    for (Map.Entry<Integer, Set<Long>> some : byStage.entrySet()) {
      long campaign = writes.get(0).task().campaignId();
      int stage = some.getKey();
      Sql.each(
          c,
          "SELECT structure, status, generation, attempts FROM task WHERE campaign_id = ? AND stage ="
              + " ? AND structure IN ("
              + Sql.numbers(some.getValue())
              + ")",
          r ->
              tasks.put(
                  new TaskKey(campaign, stage, r.getLong(1)),
                  new Task(TaskStatus.ofCode(r.getString(2).charAt(0)), r.getInt(3), r.getInt(4))),
          campaign,
          stage);
    }
  }

  /** Whether a write is to a task that is open, in its generation; no: it is a repetition. */
  boolean takes(LedgerWrite write) {
    Task task = tasks.get(write.task().whole());
    return task != null && task.generation() == write.generation() && !task.status().isTerminal();
  }

  TaskStatus status(TaskKey key) {
    return task(key).status();
  }

  /** How often it was tried again. */
  int attempts(TaskKey key) {
    return task(key).attempts();
  }

  /** A task has another status from now on; no-op for those that were not read. */
  void moved(TaskKey key, TaskStatus to) {
    tasks.computeIfPresent(key, (k, t) -> new Task(to, t.generation(), t.attempts()));
  }

  /** A task is tried again. */
  void begunAnew(TaskKey key) {
    Task before = task(key);
    tasks.put(key, new Task(before.status(), before.generation() + 1, before.attempts() + 1));
  }

  private Task task(TaskKey key) {
    Task task = tasks.get(key);
    if (task == null) {
      throw new IllegalArgumentException("was not read: " + key);
    }
    return task;
  }
}

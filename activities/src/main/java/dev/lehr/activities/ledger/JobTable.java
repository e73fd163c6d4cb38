package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluations of tasks that take several. They are there while their task is open; the connection
 * is in a transaction.
 */
final class JobTable {

  private static final String JOB = Rows.TASK + " AND job = ?";

  private JobTable() {}

  /** What there is of a task's evaluations, by number. */
  static List<PendingJob> read(Connection c, TaskKey task, int generation) throws SQLException {
    return Sql.list(
        c,
        "SELECT * FROM job WHERE " + Rows.TASK + " AND generation = ? ORDER BY job",
        JobTable::job,
        task.campaignId(),
        task.stage(),
        task.structure(),
        generation);
  }

  private static PendingJob job(ResultSet r) throws SQLException {
    TaskStatus status = TaskStatus.ofCode(r.getString("status").charAt(0));
    int iterations = r.getInt("iterations");
    int attempts = r.getInt("swap_attempts");
    byte @Nullable [] checkpoint = r.getBytes("checkpoint");
    Optional<TaskResult> result = Optional.empty();
    if (status.isTerminal()) {
      double energy = r.getDouble("energy");
      boolean has = !r.wasNull();
      byte @Nullable [] state = r.getBytes("state");
      result =
          Optional.of(
              new TaskResult(
                  status,
                  r.getString("reason"),
                  r.getString("detail"),
                  has ? energy : Double.NaN,
                  iterations,
                  attempts,
                  "{}",
                  state == null ? new byte[0] : state));
    }
    return new PendingJob(
        r.getInt("job"),
        result,
        Optional.ofNullable(checkpoint).map(k -> new Checkpoint(k, iterations, attempts)),
        r.getInt("deaths"),
        r.getInt("deaths_alone"));
  }

  /** Brings a change to an evaluation that has not ended. */
  static void apply(Batch batch, LedgerWrite write) {
    TaskKey key = write.task();
    if (write instanceof LedgerWrite.Progressed || write instanceof LedgerWrite.Finished) {
      batch.add(
          key,
          "UPDATE task SET stuck_since = NULL WHERE stuck_since IS NOT NULL AND " + Rows.TASK,
          key.campaignId(),
          key.stage(),
          key.structure());
    }
    if (write instanceof LedgerWrite.Admitted admitted) {
      String marker = CrashMarker.of(admitted.incarnation(), admitted.company());
      batch.add(
          key,
          "INSERT INTO job (campaign_id, stage, structure, job, generation, status, reason, detail,"
              + " iterations, swap_attempts, deaths, deaths_alone, marker) VALUES (?, ?, ?, ?, ?,"
              + " 'r', '', '', 0, 0, 0, 0, ?) ON CONFLICT (campaign_id, stage, structure, job) DO"
              + " UPDATE SET marker = excluded.marker WHERE job.status = 'r'",
          key.campaignId(),
          key.stage(),
          key.structure(),
          key.job(),
          write.generation(),
          marker);
    } else if (write instanceof LedgerWrite.Progressed progressed) {
      Checkpoint k = progressed.checkpoint();
      update(
          batch,
          "checkpoint = ?, deaths_alone = 0, iterations = ?, swap_attempts = ?",
          key,
          k.state(),
          k.iterations(),
          k.swapAttempts());
    } else if (write instanceof LedgerWrite.Released) {
      update(batch, "marker = NULL", key);
    } else if (write instanceof LedgerWrite.Cleared cleared) {
      update(
          batch,
          "deaths = 0, deaths_alone = 0, marker = ?",
          key,
          CrashMarker.of(cleared.incarnation(), LedgerWrite.Company.OTHERS));
    } else if (write instanceof LedgerWrite.Finished finished) {
      finish(batch, key, finished);
    }
  }

  private static void finish(Batch batch, TaskKey key, LedgerWrite.Finished write) {
    TaskResult t = write.result();
    batch.add(
        key,
        "INSERT INTO job (campaign_id, stage, structure, job, generation, status, reason, detail,"
            + " energy, iterations, swap_attempts, deaths, deaths_alone, state) VALUES (?, ?, ?, ?,"
            + " ?, ?, ?, ?, ?, ?, ?, 0, 0, ?) ON CONFLICT (campaign_id, stage, structure, job) DO"
            + " UPDATE SET status = excluded.status, reason = excluded.reason, detail ="
            + " excluded.detail, energy = excluded.energy, iterations = excluded.iterations,"
            + " swap_attempts = excluded.swap_attempts, state = excluded.state, checkpoint = NULL,"
            + " marker = NULL WHERE job.status = 'r'",
        key.campaignId(),
        key.stage(),
        key.structure(),
        key.job(),
        write.generation(),
        String.valueOf(t.status().code()),
        t.reason(),
        t.detail(),
        Double.isNaN(t.energy()) ? null : t.energy(),
        t.iterations(),
        t.swapAttempts(),
        t.state());
  }

  private static void update(Batch batch, String what, TaskKey key, Object... values) {
    List<Object> all = new ArrayList<>(List.of(values));
    all.addAll(List.of(key.campaignId(), key.stage(), key.structure(), key.job()));
    batch.add(key, "UPDATE job SET " + what + " WHERE status = 'r' AND " + JOB, all.toArray());
  }

  /** Forgets the evaluations of a task that has ended or begins anew. */
  static void clear(Batch batch, TaskKey task) {
    batch.same(task, "DELETE FROM job");
  }

  /** The same, at once. */
  static void clear(Connection c, TaskKey task) throws SQLException {
    Sql.update(
        c, "DELETE FROM job WHERE " + Rows.TASK, task.campaignId(), task.stage(), task.structure());
  }

  /**
   * What a dead process left marked counts as an unclean death of each of its evaluations; answers
   * whether there was anything.
   */
  static boolean settleMarkers(
      Connection c,
      long campaignId,
      int stage,
      long first,
      long end,
      String incarnation,
      Set<TaskKey> residents,
      long now)
      throws SQLException {
    record Marked(TaskKey key, String marker) {}
    List<Marked> marked =
        Sql.list(
            c,
            "SELECT structure, job, marker FROM job WHERE campaign_id = ? AND stage = ? AND structure"
                + " >= ? AND structure < ? AND marker IS NOT NULL",
            r ->
                new Marked(
                    new TaskKey(campaignId, stage, r.getLong(1), r.getInt(2)), r.getString(3)),
            campaignId,
            stage,
            first,
            end);
    for (Marked m : marked) {
      if (!residents.contains(m.key()) && !residents.contains(m.key().whole())) {
        Sql.update(
            c,
            "UPDATE task SET stuck_since = COALESCE(stuck_since, ?) WHERE " + Rows.TASK,
            now,
            m.key().campaignId(),
            m.key().stage(),
            m.key().structure());
        boolean died = !CrashMarker.isOf(m.marker(), incarnation);
        Sql.update(
            c,
            "UPDATE job SET marker = NULL, deaths = deaths + ?, deaths_alone = deaths_alone + ? WHERE "
                + JOB,
            died ? 1 : 0,
            died ? CrashMarker.evidence(m.marker()) : 0,
            m.key().campaignId(),
            m.key().stage(),
            m.key().structure(),
            m.key().job());
      }
    }
    return !marked.isEmpty();
  }
}

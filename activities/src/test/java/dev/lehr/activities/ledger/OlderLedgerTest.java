package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces of earlier versions. */
class OlderLedgerTest {

  @TempDir Path directory;

  private String url() {
    return "jdbc:sqlite:" + directory.resolve(SqliteDatabase.FILE);
  }

  private void migrateTo(String version) {
    Flyway.configure()
        .dataSource(url(), "", "")
        .locations("classpath:dev/lehr/ledger/migrations")
        .target(version)
        .load()
        .migrate();
  }

  /** What the version before graphs left: one structure done, one half done in its first stage. */
  private void fill() throws SQLException {
    try (Connection c = DriverManager.getConnection(url());
        Statement s = c.createStatement()) {
      for (String sql :
          List.of(
              "INSERT INTO campaign VALUES (1, 'old', 1, 1, '{}', 'd', 'm', 'relax,static',"
                  + " '0-1', 10, 2, 2, 'RUNNING', 0, 0)",
              "INSERT INTO structure VALUES (1, 0, 's0', 'x', 'f', 1, 'Cu', x'01')",
              "INSERT INTO structure VALUES (1, 1, 's1', 'y', 'f', 1, 'Cu', x'02')",
              task(0, 0, 'c'),
              task(1, 0, 'c'),
              task(0, 1, 'r'),
              task(1, 1, 'p'),
              result(0),
              result(1),
              "INSERT INTO checkpoint VALUES (1, 0, 1, 40, 41, x'2a')",
              "INSERT INTO shard (campaign_id, phase, shard, open_tasks, epoch, slice, attempt,"
                  + " next_epoch, log_seq) VALUES (1, 0, 0, 2, 1, 1, 1, 2, 0)",
              "INSERT INTO tally VALUES (1, 0, 'c', 1), (1, 1, 'c', 1), (1, 0, 'r', 1), (1, 1, 'p',"
                  + " 1)")) {
        s.executeUpdate(sql);
      }
    }
  }

  private static String task(int stage, int structure, char status) {
    return "INSERT INTO task (campaign_id, stage, structure, generation, status, reason, detail,"
        + " iterations, swap_attempts, deaths) VALUES (1, "
        + stage
        + ", "
        + structure
        + ", 0, '"
        + status
        + "', '', '', 0, 0, 0)";
  }

  private static String result(int stage) {
    return "INSERT INTO result VALUES (1, "
        + stage
        + ", 0, 0, 1, 'c', '', '', -1.5, 3, 3, '{}', x'07',"
        + " '1.1.1', 0)";
  }

  @Test
  void aLedgerOfBeforeThereWereGraphsGoesOnAsAChain() throws SQLException {
    migrateTo("4");
    fill();
    try (Ledger ledger = SqlLedger.open(directory)) {
      CampaignRow c = ledger.findCampaign("old").orElseThrow();
      assertThat(c.graph()).isEqualTo(StageGraph.chain(2));
      assertThat(c.halted()).isEmpty();
      ShardKey shard = new ShardKey(1, 0, 0);
      Fence fence = new Fence(2, 1, 1);
      List<PendingTask> tasks = ledger.openSlice(shard, fence, "process", Set.of());
      assertThat(tasks).extracting(PendingTask::id).containsExactly("s1");
      assertThat(tasks.get(0).checkpoint().orElseThrow().iterations()).isEqualTo(40);
      assertThat(tasks.get(0).context()).isEqualTo(TaskContext.NONE);
      List<PendingTask> next = commit(ledger, shard, fence, tasks.get(0));
      assertThat(next).extracting(t -> t.key().stage()).containsExactly(1);
      assertThat(commit(ledger, shard, fence, next.get(0))).isEmpty();
      assertThat(ledger.progress(1, 0).phaseDone()).isTrue();
      for (int stage = 0; stage < 2; stage++) {
        List<TaskStatus> statuses = new ArrayList<>();
        ledger.forEachResult(1, stage, Set.of(), true, r -> statuses.add(r.status()));
        assertThat(statuses).containsExactly(TaskStatus.CONVERGED, TaskStatus.CONVERGED);
      }
    }
  }

  private static List<PendingTask> commit(
      Ledger ledger, ShardKey shard, Fence fence, PendingTask task) {
    return ledger
        .commit(
            List.of(
                new FencedWrites(
                    shard, fence, List.of(Sample.finished(task, TaskStatus.CONVERGED, -2)))))
        .ready()
        .getOrDefault(shard, List.of());
  }

  /**
   * A migration that the version does not count as known locks everybody out at the second start.
   */
  @Test
  void aLedgerIsOpenedAgainByTheVersionThatMadeIt() {
    SqlLedger.open(directory).close();
    SqlLedger.open(directory).close();
    try (Ledger reader = SqlLedger.openReadOnly(directory)) {
      assertThat(reader.campaigns()).isEmpty();
    }
  }
}

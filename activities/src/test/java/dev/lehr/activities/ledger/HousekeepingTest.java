package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes from a ledger, and what does not. */
@ParameterizedClass
@EnumSource(LedgerStore.class)
class HousekeepingTest {

  @Parameter LedgerStore store;
  @TempDir Path directory;
  @TempDir Path elsewhere;
  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger = store.open(directory);
  }

  @AfterEach
  void close() {
    if (ledger != null) {
      ledger.close();
    }
  }

  private long count(String what) throws SQLException {
    try (Connection c = store.connect(directory);
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT COUNT(*) FROM " + what)) {
      r.next();
      return r.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection c = store.connect(directory);
        Statement s = c.createStatement()) {
      s.executeUpdate(sql);
    }
  }

  private static LedgerWrite checkpoint(PendingTask t) {
    return new LedgerWrite.Progressed(
        t.key(), t.generation(), new Checkpoint(new byte[500], 50, 51));
  }

  /** Begins with all, checkpoints all, and ends some. */
  private List<PendingTask> work(CampaignRow campaign, int finished) {
    long epoch =
        ledger.claimShard(new ClaimRequest(campaign.id(), 0, "R" + campaign.id(), 0, "r")).epoch();
    ShardKey shard = new ShardKey(campaign.id(), 0, 0);
    Fence fence = new Fence(epoch, 1, 1);
    List<PendingTask> tasks = ledger.openSlice(shard, fence, "p", Set.of());
    List<LedgerWrite> writes = new ArrayList<>();
    tasks.forEach(t -> writes.add(new LedgerWrite.Admitted(t.key(), 0, "p")));
    tasks.forEach(t -> writes.add(checkpoint(t)));
    for (PendingTask t : tasks.subList(0, finished)) {
      writes.add(
          new LedgerWrite.Finished(
              t.key(), 0, Sample.result(TaskStatus.CONVERGED, -1, 40), "digest-" + t.id()));
    }
    ledger.commit(List.of(new FencedWrites(shard, fence, writes)));
    return tasks;
  }

  private CampaignRow create(String name, int structures) {
    return ledger.createCampaign(
        Sample.campaign(name, 1, 100),
        IntStream.range(0, structures).mapToObj(i -> Sample.structure(i, 16)).iterator());
  }

  private static Map<String, Long> rows(List<Housekeeping.Swept> swept) {
    return swept.stream()
        .filter(s -> s.rows() > 0)
        .collect(Collectors.toMap(Housekeeping.Swept::what, Housekeeping.Swept::rows));
  }

  @Test
  void aCheckpointGoesWithTheCommitThatEndsItsTask() throws SQLException {
    work(create("a", 10), 4);
    assertThat(count("checkpoint")).isEqualTo(6);
  }

  @Test
  void evaluationsGoWithTheCommitThatEndsTheirTask() throws SQLException {
    StageGraph.Node node =
        new StageGraph.Node(
            List.of(),
            StageGraph.Shape.EACH,
            true,
            StageGraph.OnFailure.SKIP,
            true,
            Map.of(),
            StageGraph.Node.DEFAULT_DEADLINE_SECONDS);
    CampaignRow campaign =
        ledger.createCampaign(
            new NewCampaign(
                "jobs",
                "{}",
                "d",
                "m",
                List.of("eos"),
                new StageGraph(List.of(node)),
                10,
                1,
                false),
            List.of(Sample.structure(0, 16)).iterator());
    ShardKey shard = new ShardKey(campaign.id(), 0, 0);
    Fence fence = new Fence(1, 1, 1);
    PendingTask task = ledger.openSlice(shard, fence, "p", Set.of()).get(0);
    List<LedgerWrite> writes = new ArrayList<>();
    writes.add(new LedgerWrite.Begun(task.key(), 0));
    for (int job = 1; job <= 5; job++) {
      writes.add(new LedgerWrite.Admitted(task.key().job(job), 0, "p"));
      writes.add(
          new LedgerWrite.Finished(
              task.key().job(job), 0, Sample.result(TaskStatus.CONVERGED, -job, 16)));
    }
    ledger.commit(List.of(new FencedWrites(shard, fence, writes)));
    assertThat(count("job")).isEqualTo(5);
    // One more of them in the very commit that ends the task.
    ledger.commit(
        List.of(
            new FencedWrites(
                shard,
                fence,
                List.of(
                    new LedgerWrite.Admitted(task.key().job(6), 0, "p"),
                    new LedgerWrite.Finished(
                        task.key().job(6), 0, Sample.result(TaskStatus.CONVERGED, -6, 16)),
                    Sample.finished(task, TaskStatus.CONVERGED, -1)))));
    assertThat(count("job")).isZero();
  }

  @Test
  void aSweepTakesWhatHasEndedAndLeavesWhatIsUnderWay() throws SQLException {
    CampaignRow done = create("done", 5);
    work(done, 5);
    CampaignRow open = create("open", 10);
    work(open, 4);
    execute(
        "INSERT INTO checkpoint SELECT campaign_id, stage, structure, 1, 1, state FROM result WHERE"
            + " structure = 2");
    List<Housekeeping.Swept> foreseen = ledger.housekeeping().sweepable(false);
    assertThat(rows(foreseen))
        .containsEntry("checkpoints of structures that have ended", 2L)
        .containsEntry("log rows of campaigns that have ended", 10L)
        .containsEntry("claims of campaigns that have ended", 1L)
        .hasSize(3);
    assertThat(foreseen.get(0).bytes()).isEqualTo(2 * (40 + 40));
    assertThat(count("checkpoint")).isEqualTo(8);
    assertThat(ledger.housekeeping().sweep(false)).isEqualTo(foreseen);
    ledger.housekeeping().compact();
    assertThat(count("checkpoint")).isEqualTo(6);
    assertThat(count("log WHERE campaign_id = " + done.id())).isZero();
    assertThat(rows(ledger.housekeeping().sweep(false))).isEmpty();
    assertThat(ledger.progress(done.id(), 0).phaseDone()).isTrue();
    new LedgerInvariants(ledger, open.id()).check();
    assertThat(
            ledger.recordIntent(new Intent(done.id(), "q", Intent.Kind.RESTART, "stage0")).tasks())
        .as("what was swept can be done again")
        .isEqualTo(5);
    work(done, 0);
  }

  @Test
  void supersededResultsGoOnRequestAndOnlyWhereTheRevisionWasSetAside() throws SQLException {
    CampaignRow first = create("a", 3);
    work(first, 3);
    ledger.recordIntent(new Intent(first.id(), "q", Intent.Kind.RESTART, "stage0"));
    assertThat(rows(ledger.housekeeping().sweepable(true))).isEmpty();
    CampaignRow second =
        ledger.createCampaign(
            Sample.campaign("a", 1, 100).replacing(true),
            List.of(Sample.structure(0, 3)).iterator());
    assertThat(rows(ledger.housekeeping().sweepable(false))).isEmpty();
    assertThat(rows(ledger.housekeeping().sweep(true)))
        .containsEntry("superseded results of revisions that were set aside", 3L)
        .containsEntry("what was remembered of results that are gone", 3L);
    assertThat(count("result")).isZero();
    assertThat(ledger.campaign(second.id())).isPresent();
  }

  @Test
  void aCampaignThatIsUnderWayIsNotDeleted() throws SQLException {
    CampaignRow campaign = create("a", 3);
    work(campaign, 2);
    assertThatThrownBy(() -> ledger.housekeeping().delete(campaign.id()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(count("structure")).isEqualTo(3);
    ledger.recordIntent(new Intent(campaign.id(), "q", Intent.Kind.CANCEL));
    Map<String, Long> gone = ledger.housekeeping().delete(campaign.id());
    assertThat(gone).containsEntry("structure", 3L).containsEntry("result", 2L);
    for (String table : CampaignCopy.TABLES) {
      assertThat(count(table)).as(table).isZero();
    }
    assertThat(count("campaign")).isZero();
  }

  @Test
  void whoStillHoldsSomethingOfADeletedCampaignIsRefusedAndOthersAreNot() {
    CampaignRow gone = create("gone", 2);
    List<PendingTask> held = work(gone, 0);
    CampaignRow other = create("other", 2);
    List<PendingTask> good = work(other, 0);
    ledger.recordIntent(new Intent(gone.id(), "q", Intent.Kind.CANCEL));
    ledger.housekeeping().delete(gone.id());
    ShardKey dead = new ShardKey(gone.id(), 0, 0);
    ShardKey alive = new ShardKey(other.id(), 0, 0);
    Commit commit =
        ledger.commit(
            List.of(
                new FencedWrites(
                    dead,
                    new Fence(1, 1, 1),
                    List.of(Sample.finished(held.get(0), TaskStatus.CONVERGED, -1))),
                new FencedWrites(
                    alive,
                    new Fence(1, 1, 1),
                    List.of(Sample.finished(good.get(0), TaskStatus.CONVERGED, -2)))));
    assertThat(commit.refused()).containsExactly(dead);
    new LedgerInvariants(ledger, other.id()).check();
  }

  /** All that results have, arrays too. */
  private static List<String> rows(Ledger ledger, CampaignRow campaign) {
    List<String> rows = new ArrayList<>();
    ledger.forEachResult(
        campaign.id(),
        0,
        Set.of(),
        true,
        r ->
            rows.add(
                r.toString().replaceAll(", input=.*", "")
                    + r.input().map(java.util.Arrays::toString)
                    + r.state().map(java.util.Arrays::toString)));
    return rows;
  }

  @Test
  void anArchiveIsOneFileThatHasEverythingAndCanGoOn() throws Exception {
    create("before", 2);
    CampaignRow campaign = create("kept", 12);
    work(campaign, 7);
    Path file = elsewhere.resolve("kept.db");
    Map<String, Long> rows = ledger.housekeeping().archive(campaign.id(), file);
    assertThat(rows).containsEntry("structure", 12L).containsEntry("checkpoint", 5L);
    try (var files = Files.list(elsewhere)) {
      assertThat(files).containsExactly(file);
    }
    try (Ledger archive = SqlLedger.openReadOnly(file)) {
      assertThat(archive.campaigns()).hasSize(1);
      CampaignRow there = archive.findCampaign("kept").orElseThrow();
      assertThat(there.toString()).isEqualTo(ledger.findCampaign("kept").orElseThrow().toString());
      assertThat(rows(archive, there)).hasSize(12).isEqualTo(rows(ledger, campaign));
      assertThat(archive.incarnation()).isNotEqualTo(ledger.incarnation());
    }
    Path workspace = Files.createDirectory(elsewhere.resolve("workspace"));
    Files.copy(file, workspace.resolve(SqliteDatabase.FILE));
    try (SqlLedger again = SqlLedger.open(workspace)) {
      CampaignRow there = again.findCampaign("kept").orElseThrow();
      new LedgerInvariants(again, there.id()).check();
      long epoch = again.claimShard(new ClaimRequest(there.id(), 0, "new", 0, "new")).epoch();
      List<PendingTask> tasks =
          again.openSlice(new ShardKey(there.id(), 0, 0), new Fence(epoch, 1, 1), "q", Set.of());
      assertThat(tasks).hasSize(5).allMatch(t -> t.checkpoint().isPresent());
    }
  }
}

package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A ledger is put back to a backup of before, while others still know what came after it. */
@ParameterizedClass
@EnumSource(LedgerStore.class)
class RestoredLedgerTest {

  private static final int SHARD = 10;

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

  /** What a shard's worker has in hand. */
  private record Held(ShardKey shard, Fence fence, List<PendingTask> tasks) {}

  private Held begin(CampaignRow campaign, String run, int lane, String process) {
    ShardClaim claim =
        ledger.claimShard(new ClaimRequest(campaign.id(), 0, run, lane, run + "/" + lane));
    ShardKey shard = new ShardKey(campaign.id(), 0, claim.shard());
    Fence fence = new Fence(claim.epoch(), 1, 1);
    List<PendingTask> tasks = ledger.openSlice(shard, fence, process, Set.of());
    ledger.commit(
        List.of(
            new FencedWrites(
                shard,
                fence,
                tasks.stream()
                    .<LedgerWrite>map(t -> new LedgerWrite.Admitted(t.key(), 0, process))
                    .toList())));
    return new Held(shard, fence, tasks);
  }

  private static LedgerWrite finished(PendingTask task) {
    double energy = -1 - task.key().structure() - 100.0 * task.key().stage();
    return Sample.finished(task, TaskStatus.CONVERGED, energy);
  }

  /** Ends tasks of a shard one after another, and those that they let start. */
  private void work(Held held, int tasks) {
    List<PendingTask> queue = new ArrayList<>(held.tasks());
    for (int n = 0; n < tasks && !queue.isEmpty(); n++) {
      PendingTask task = queue.remove(0);
      Commit commit =
          ledger.commit(
              List.of(new FencedWrites(held.shard(), held.fence(), List.of(finished(task)))));
      assertThat(commit.refused()).isEmpty();
      queue.addAll(commit.ready().getOrDefault(held.shard(), List.of()));
    }
  }

  private void workToTheEnd(CampaignRow campaign, String run) {
    for (int lane = 0; !ledger.progress(campaign.id(), 0).phaseDone(); lane++) {
      work(begin(campaign, run, lane, "process-" + run), 1000);
    }
  }

  private List<String> results(CampaignRow campaign) {
    List<String> rows = new ArrayList<>();
    for (int stage = 0; stage < 2; stage++) {
      ledger.forEachResult(
          campaign.id(),
          stage,
          Set.of(),
          true,
          r ->
              rows.add(
                  r.stage()
                      + " "
                      + r.id()
                      + " "
                      + r.status()
                      + " "
                      + r.energy()
                      + " "
                      + r.generation()));
    }
    return rows;
  }

  private long count(String sql) throws SQLException {
    try (Connection c = store.connect(directory);
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }

  private void putBack(Path backup) throws Exception {
    ledger.close();
    store.putBack(directory, backup);
    ledger = store.open(directory);
  }

  @Test
  void theCampaignGoesOnFromTheBackupAndEndsWithTheSameResults() throws Exception {
    CampaignRow campaign = Sample.create(ledger, 3 * SHARD, 2, SHARD);
    Held first = begin(campaign, "A", 0, "zombie");
    Held second = begin(campaign, "A", 1, "zombie");
    work(first, 12);
    work(second, 5);
    Path backup = elsewhere.resolve("backup");
    store.backUp(directory, backup);
    Held third = begin(campaign, "A", 2, "zombie");
    work(third, 20);
    work(new Held(second.shard(), second.fence(), second.tasks().subList(5, SHARD)), 100);
    workToTheEnd(campaign, "B");
    List<String> undisturbed = results(campaign);
    assertThat(undisturbed).hasSize(60).allMatch(r -> r.contains("CONVERGED"));

    String before = ledger.incarnation();
    putBack(backup);
    assertThat(results(campaign)).filteredOn(r -> r.contains("CONVERGED")).hasSize(17);
    ledger.restored();
    assertThat(ledger.incarnation()).isNotEqualTo(before);

    for (Held zombie : List.of(first, second, third)) {
      List<LedgerWrite> writes =
          zombie.tasks().stream()
              .<LedgerWrite>map(t -> Sample.finished(t, TaskStatus.CONVERGED, 666))
              .toList();
      for (Fence fence : List.of(zombie.fence(), new Fence(zombie.fence().epoch() + 50, 9, 9))) {
        assertThat(
                ledger.commit(List.of(new FencedWrites(zombie.shard(), fence, writes))).refused())
            .as("%s of before", fence)
            .containsExactly(zombie.shard());
      }
      assertThatThrownBy(() -> ledger.openSlice(zombie.shard(), zombie.fence(), "zombie", Set.of()))
          .isInstanceOfSatisfying(
              StaleFenceException.class, e -> assertThat(e.isClaimLost()).isTrue());
    }
    workToTheEnd(campaign, "C");
    assertThat(results(campaign)).isEqualTo(undisturbed);
    assertThat(count("SELECT COUNT(*) FROM result")).isEqualTo(60);
    assertThat(count("SELECT COUNT(*) FROM task WHERE deaths > 0"))
        .as("tasks that are blamed for what an administrator did")
        .isZero();
    new LedgerInvariants(ledger, campaign.id()).check();
  }

  @Test
  void whoHasSeenMoreOfALogThanThereIsIsToldSo() throws Exception {
    CampaignRow campaign = Sample.create(ledger, SHARD, 2, SHARD);
    Held held = begin(campaign, "A", 0, "p");
    Path backup = elsewhere.resolve("backup");
    store.backUp(directory, backup);
    work(held, 6);
    long seen = ledger.readLog(held.shard(), 0, 100_000).toSeq();
    assertThat(ledger.readLog(held.shard(), seen, 100_000).rows()).isZero();
    putBack(backup);
    assertThatThrownBy(() -> ledger.readLog(held.shard(), seen, 100_000))
        .isInstanceOf(LedgerRestoredException.class)
        .hasMessageContaining("put back to an earlier state");
  }

  @Test
  void anEpochThatWasIssuedAfterTheBackupIsUnknown() throws Exception {
    CampaignRow campaign = Sample.create(ledger, SHARD, 2, SHARD);
    Path backup = elsewhere.resolve("backup");
    store.backUp(directory, backup);
    Held held = begin(campaign, "A", 0, "p");
    assertThat(ledger.isIssued(held.shard(), held.fence().epoch())).isTrue();
    putBack(backup);
    assertThat(ledger.isIssued(held.shard(), held.fence().epoch())).isFalse();
  }

  @Test
  void twoLivesFromOneBackupShareNoEpochAndNoCampaign() throws Exception {
    CampaignRow campaign = Sample.create(ledger, SHARD, 2, SHARD);
    Path backup = elsewhere.resolve("backup");
    store.backUp(directory, backup);
    List<Long> epochs = new ArrayList<>();
    List<Long> campaigns = new ArrayList<>();
    List<Long> epochsOfNew = new ArrayList<>();
    for (int life = 0; life < 3; life++) {
      if (life > 0) {
        putBack(backup);
        ledger.restored();
      }
      epochs.add(begin(campaign, "A", 0, "p").fence().epoch());
      CampaignRow more =
          ledger.createCampaign(
              Sample.campaign("more", 1, SHARD), List.of(Sample.structure(0, 1)).iterator());
      campaigns.add(more.id());
      epochsOfNew.add(begin(more, "A", 0, "p").fence().epoch());
      Thread.sleep(5);
    }
    assertThat(epochs).doesNotHaveDuplicates();
    assertThat(campaigns).doesNotHaveDuplicates();
    assertThat(epochsOfNew).doesNotHaveDuplicates().isSorted();
  }
}

package dev.lehr.activities.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.activities.ledger.WorkspaceLock;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.Intent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StallWatchTest {

  private static final Duration PATIENCE = Duration.ofMillis(200);

  @TempDir Path directory;
  private Ledger ledger;
  private CampaignRow campaign;
  private boolean workers = true;

  @BeforeEach
  void open() {
    ledger = SqlLedger.open(directory, WorkspaceLock.acquire(directory, "test", true));
    StructureRow row =
        new StructureRow("one", "digest", "file", 2, "Cu2", new byte[8], Optional.empty());
    campaign =
        ledger.createCampaign(
            new NewCampaign(
                "c", "{}", "d", "m", List.of("relax"), StageGraph.chain(1), 10, 1, false),
            List.of(row).iterator());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private StallWatch.Watch watch(String before) {
    return new StallWatch(ledger, PATIENCE, queue -> workers).of(campaign, 0, "", before);
  }

  private CampaignProgress counts() {
    return ledger.progress(campaign.id(), 0);
  }

  private static void wait(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  private PendingTask begin(int attempt) {
    ledger.claimShard(new ClaimRequest(campaign.id(), 0, "campaign-run", 0, "lane-run"));
    return ledger.openSlice(shard(), new Fence(1, 1, attempt), "life-" + attempt, Set.of()).get(0);
  }

  private ShardKey shard() {
    return new ShardKey(campaign.id(), 0, 0);
  }

  private void checkpoint(PendingTask task, int attempt) {
    ledger.commit(
        List.of(
            new FencedWrites(
                shard(),
                new Fence(1, 1, attempt),
                List.of(
                    new LedgerWrite.Progressed(
                        task.key(), task.generation(), new Checkpoint(new byte[4], 7, 1))))));
  }

  @Test
  void aCampaignThatNobodyWorksOnStallsAfterAWhileAndNotBefore() throws Exception {
    workers = false;
    StallWatch.Watch watch = watch("");
    assertThat(watch.look(counts())).isEmpty();
    wait(PATIENCE.plusMillis(50));
    assertThat(watch.look(counts())).isEqualTo("no-worker");
  }

  @Test
  void aStallIsOverWithTheNextCheckpoint() throws Exception {
    PendingTask task = begin(1);
    wait(PATIENCE.plusMillis(50));
    StallWatch.Watch watch = watch("no-progress");
    assertThat(watch.look(counts())).isEqualTo("no-progress");
    checkpoint(task, 1);
    wait(PATIENCE.dividedBy(8));
    assertThat(watch.look(counts())).isEmpty();
  }

  @Test
  void slicesThatBeginAgainAndAgainAreACrashLoop() throws Exception {
    StallWatch.Watch watch = watch("");
    PendingTask task = begin(1);
    ledger.commit(
        List.of(
            new FencedWrites(
                shard(),
                new Fence(1, 1, 1),
                List.of(
                    new LedgerWrite.Admitted(
                        task.key(), task.generation(), "life-1", LedgerWrite.Company.OTHERS)))));
    begin(2);
    begin(3);
    wait(PATIENCE.plusMillis(50));
    assertThat(watch.look(counts())).isEqualTo("crash-loop");
  }

  @Test
  void aPausedCampaignDoesNotStallNorDoesOneThatHasJustBeenResumed() throws Exception {
    begin(1);
    wait(PATIENCE.plusMillis(50));
    StallWatch.Watch watch = watch("no-progress");
    ledger.recordIntent(new Intent(campaign.id(), "first", Intent.Kind.PAUSE));
    assertThat(counts().mode()).isEqualTo(CampaignMode.PAUSED);
    assertThat(watch.look(counts())).isEmpty();
    ledger.recordIntent(new Intent(campaign.id(), "second", Intent.Kind.RESUME));
    assertThat(watch("").look(counts())).isEmpty();
  }
}

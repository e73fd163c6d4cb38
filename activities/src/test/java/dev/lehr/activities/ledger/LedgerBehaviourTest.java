package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.contract.ShardLogPage;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(LedgerStore.class)
class LedgerBehaviourTest {

  private static final String PROCESS = "process-1";

  @Parameter LedgerStore store;
  @TempDir Path directory;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = store.open(directory);
  }

  @AfterEach
  void close() {
    // Where there is no server it was not opened.
    if (ledger != null) {
      ledger.close();
    }
  }

  private static NewCampaign campaign(int shardSize, boolean replace) {
    return new NewCampaign(
        "alloys",
        "{}",
        "d",
        "m",
        List.of("relax", "static"),
        StageGraph.chain(2),
        shardSize,
        4,
        replace);
  }

  private static StructureRow structure(int i) {
    return new StructureRow(
        "s" + i, "digest" + i, "file#" + i, 2, "Cu2", new byte[] {(byte) i}, Optional.empty());
  }

  private static StructureRow bad(int i) {
    return new StructureRow(
        "s" + i,
        "",
        "file#" + i,
        0,
        "",
        new byte[0],
        Optional.of(new StructureRow.Rejection("not_finite", "line 3")));
  }

  private CampaignRow create(int n, int shardSize) {
    return ledger.createCampaign(
        campaign(shardSize, false),
        IntStream.range(0, n).mapToObj(LedgerBehaviourTest::structure).iterator());
  }

  private ShardClaim claim(CampaignRow c, String campaignRun, int lane, String run) {
    return ledger.claimShard(new ClaimRequest(c.id(), 0, campaignRun, lane, run));
  }

  private static TaskResult result(TaskStatus status, double energy) {
    return new TaskResult(
        status,
        status.isSuccess() ? "" : "why",
        "",
        energy,
        7,
        8,
        "{\"fmax\":0.1}",
        new byte[] {9});
  }

  private static LedgerWrite.Finished finished(PendingTask t, TaskStatus status, double energy) {
    return new LedgerWrite.Finished(t.key(), t.generation(), result(status, energy));
  }

  private List<ResultRow> results(CampaignRow c, int stage) {
    List<ResultRow> rows = new ArrayList<>();
    ledger.forEachResult(c.id(), stage, Set.of(), true, rows::add);
    return rows;
  }

  @Test
  void aCampaignGoesFromFirstSliceToItsLastResult() {
    CampaignRow c = create(2, 1000);
    ShardKey shard = new ShardKey(c.id(), 0, 0);
    Fence fence = new Fence(claim(c, "R", 0, "r0").epoch(), 1, 1);
    List<PendingTask> tasks = ledger.openSlice(shard, fence, PROCESS, Set.of());
    assertThat(tasks).extracting(PendingTask::id).containsExactly("s0", "s1");
    ledger.commit(
        List.of(
            new FencedWrites(
                shard,
                fence,
                List.of(
                    new LedgerWrite.Admitted(tasks.get(0).key(), 0, PROCESS),
                    new LedgerWrite.Progressed(
                        tasks.get(1).key(), 0, new Checkpoint(new byte[] {5}, 3, 4)),
                    finished(tasks.get(0), TaskStatus.CONVERGED, -1.5)))));
    assertThat(ledger.isShardDone(shard)).isFalse();

    Fence next = new Fence(fence.epoch(), 2, 1);
    List<PendingTask> later = ledger.openSlice(shard, next, PROCESS, Set.of());
    assertThat(later).hasSize(2);
    assertThat(later.get(0).checkpoint().orElseThrow().state()).containsExactly(5);
    assertThat(later.get(1).key()).isEqualTo(new TaskKey(c.id(), 1, 0));
    assertThat(later.get(1).input().orElseThrow()).containsExactly(9);
    ledger.commit(
        List.of(
            new FencedWrites(
                shard,
                next,
                List.of(
                    finished(later.get(0), TaskStatus.FAILED, Double.NaN),
                    finished(later.get(1), TaskStatus.CONVERGED, -2.5)))));
    assertThat(ledger.isShardDone(shard)).isTrue();
    assertThat(results(c, 0))
        .extracting(ResultRow::status)
        .containsExactly(TaskStatus.CONVERGED, TaskStatus.FAILED);
    assertThat(results(c, 1)).extracting(ResultRow::reason).containsExactly("", "upstream_failed");
    assertThat(results(c, 0).get(0).energy()).isEqualTo(-1.5);
    assertThat(results(c, 0).get(1).energy()).isNaN();
    assertThat(ledger.progress(c.id(), 0).phaseDone()).isTrue();
    assertThat(ledger.progress(c.id(), 0).stages().get(1).counts())
        .containsOnly(java.util.Map.entry("converged", 1L), java.util.Map.entry("skipped", 1L));
    ShardLogPage log = ledger.readLog(shard, 0, 100_000);
    assertThat(log.status()).isEqualTo("rcfsc");
    assertThat(log.toSeq()).isEqualTo(5);
    assertThat(log.energy()).containsExactly(null, -1.5, null, null, -2.5);
    assertThat(claim(c, "R", 0, "r1").found()).isFalse();
  }

  @Test
  void anOlderFenceIsRefusedAndChangesNothing() {
    CampaignRow c = create(1, 1000);
    ShardKey shard = new ShardKey(c.id(), 0, 0);
    Fence old = new Fence(1, 1, 1);
    PendingTask task = ledger.openSlice(shard, old, PROCESS, Set.of()).get(0);
    ledger.openSlice(shard, new Fence(1, 1, 2), "process-2", Set.of());
    assertThat(
            ledger
                .commit(
                    List.of(
                        new FencedWrites(
                            shard, old, List.of(finished(task, TaskStatus.CONVERGED, -1)))))
                .refused())
        .containsExactly(shard);
    assertThat(results(c, 0).get(0).status()).isEqualTo(TaskStatus.PENDING);
    assertThatThrownBy(() -> ledger.openSlice(shard, old, PROCESS, Set.of()))
        .isInstanceOf(StaleFenceException.class)
        .hasMessageContaining("1.1.1")
        .hasMessageContaining("1.1.2");
  }

  @Test
  void aRefusedGroupDoesNotKeepOthersFromTheDisk() {
    CampaignRow c = create(2, 1);
    ShardKey a = new ShardKey(c.id(), 0, 0);
    ShardKey b = new ShardKey(c.id(), 0, 1);
    Fence fence = new Fence(1, 1, 1);
    PendingTask ta = ledger.openSlice(a, fence, PROCESS, Set.of()).get(0);
    PendingTask tb = ledger.openSlice(b, fence, PROCESS, Set.of()).get(0);
    ledger.openSlice(a, new Fence(2, 1, 1), PROCESS, Set.of());
    assertThat(
            ledger
                .commit(
                    List.of(
                        new FencedWrites(a, fence, List.of(finished(ta, TaskStatus.CONVERGED, 1))),
                        new FencedWrites(b, fence, List.of(finished(tb, TaskStatus.CONVERGED, 2)))))
                .refused())
        .containsExactly(a);
    assertThat(results(c, 0))
        .extracting(ResultRow::status)
        .containsExactly(TaskStatus.PENDING, TaskStatus.CONVERGED);
  }

  @Test
  void theSameResultTwiceIsOneResult() {
    CampaignRow c = create(1, 1000);
    ShardKey shard = new ShardKey(c.id(), 0, 0);
    Fence fence = new Fence(1, 1, 1);
    PendingTask task = ledger.openSlice(shard, fence, PROCESS, Set.of()).get(0);
    for (double energy : new double[] {-1, -2}) {
      ledger.commit(
          List.of(
              new FencedWrites(
                  shard, fence, List.of(finished(task, TaskStatus.CONVERGED, energy)))));
    }
    assertThat(results(c, 0)).extracting(ResultRow::energy).containsExactly(-1.0);
    assertThat(ledger.readLog(shard, 0, 10_000).rows()).isEqualTo(1);
  }

  @Test
  void theSameRunGetsTheSameShardAndADeadCampaignsShardsAreFree() {
    CampaignRow c = create(3, 1);
    ShardClaim first = claim(c, "R1", 0, "run-a");
    assertThat(claim(c, "R1", 0, "run-a")).isEqualTo(first);
    assertThat(claim(c, "R1", 1, "run-b").shard()).isEqualTo(1);
    ShardClaim again = claim(c, "R1", 0, "run-c");
    assertThat(again.shard()).isEqualTo(first.shard());
    assertThat(again.epoch()).isGreaterThan(first.epoch());
    ShardClaim other = claim(c, "R2", 0, "run-d");
    assertThat(other.shard()).isZero();
    assertThat(other.epoch()).isGreaterThan(again.epoch());
  }

  @Test
  void onlyUncleanDeathsAreCounted() {
    CampaignRow c = create(2, 1000);
    ShardKey shard = new ShardKey(c.id(), 0, 0);
    Fence fence = new Fence(1, 1, 1);
    List<PendingTask> tasks = ledger.openSlice(shard, fence, PROCESS, Set.of());
    ledger.commit(
        List.of(
            new FencedWrites(
                shard,
                fence,
                List.of(
                    new LedgerWrite.Admitted(tasks.get(0).key(), 0, PROCESS),
                    new LedgerWrite.Admitted(tasks.get(1).key(), 0, PROCESS),
                    new LedgerWrite.Released(tasks.get(1).key(), 0)))));
    List<PendingTask> later = ledger.openSlice(shard, new Fence(2, 1, 1), "process-2", Set.of());
    assertThat(later).extracting(PendingTask::uncleanDeaths).containsExactly(1, 0);
    assertThat(ledger.openSlice(shard, new Fence(3, 1, 1), "process-3", Set.of()))
        .extracting(PendingTask::uncleanDeaths)
        .containsExactly(1, 0);
  }

  @Test
  void residentsAreNotHandedOutAgain() {
    CampaignRow c = create(2, 1000);
    ShardKey shard = new ShardKey(c.id(), 0, 0);
    TaskKey held = ledger.openSlice(shard, new Fence(1, 1, 1), PROCESS, Set.of()).get(0).key();
    assertThat(ledger.openSlice(shard, new Fence(1, 2, 1), PROCESS, Set.of(held)))
        .extracting(PendingTask::id)
        .containsExactly("s1");
  }

  @Test
  void badStructuresAreTerminalFromTheStart() {
    CampaignRow c =
        ledger.createCampaign(campaign(10, false), List.of(structure(0), bad(1)).iterator());
    assertThat(results(c, 0))
        .extracting(ResultRow::status)
        .containsExactly(TaskStatus.PENDING, TaskStatus.REJECTED);
    assertThat(results(c, 0).get(1).detail()).isEqualTo("line 3");
    assertThat(results(c, 1).get(1).status()).isEqualTo(TaskStatus.SKIPPED);
    assertThat(ledger.openSlice(new ShardKey(c.id(), 0, 0), new Fence(1, 1, 1), PROCESS, Set.of()))
        .hasSize(1);
  }

  @Test
  void aCampaignWithRepeatedIdsIsRefusedWhole() {
    assertThatThrownBy(
            () ->
                ledger.createCampaign(
                    campaign(10, false),
                    List.of(structure(0), structure(1), structure(0)).iterator()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s0");
    assertThat(ledger.campaigns()).isEmpty();
  }

  @Test
  void aNameIsTakenUnlessReplacedAndOldRevisionsStayReadable() {
    CampaignRow first = create(1, 10);
    assertThatThrownBy(() -> create(1, 10)).isInstanceOf(IllegalStateException.class);
    CampaignRow second =
        ledger.createCampaign(campaign(10, true), List.of(structure(7)).iterator());
    assertThat(ledger.findCampaign("alloys").orElseThrow().id()).isEqualTo(second.id());
    assertThat(ledger.findCampaign("alloys@1").orElseThrow().id()).isEqualTo(first.id());
  }

  @Test
  void addedStructuresOpenTheirShardsAndShiftNothing() {
    CampaignRow c = create(3, 2);
    CampaignRow more = ledger.addStructures(c.id(), List.of(structure(3), structure(4)).iterator());
    assertThat(more.structures()).isEqualTo(5);
    assertThat(results(c, 0))
        .extracting(ResultRow::id)
        .containsExactly("s0", "s1", "s2", "s3", "s4");
    assertThat(ledger.openSlice(new ShardKey(c.id(), 0, 1), new Fence(1, 1, 1), PROCESS, Set.of()))
        .extracting(PendingTask::id)
        .containsExactly("s2", "s3");
    assertThatThrownBy(() -> ledger.addStructures(c.id(), List.of(structure(1)).iterator()))
        .hasMessageContaining("s1");
  }

  @Test
  void intentsAreDoneOnceAndOutliveTheProcess() {
    CampaignRow c = create(1, 10);
    Intent pause = new Intent(c.id(), "q1", Intent.Kind.PAUSE);
    assertThat(ledger.recordIntent(pause).changed()).isTrue();
    assertThat(ledger.recordIntent(pause).changed()).isTrue();
    assertThat(ledger.recordIntent(new Intent(c.id(), "q2", Intent.Kind.PAUSE)).changed())
        .isFalse();
    ledger.close();
    open();
    assertThat(ledger.campaign(c.id()).orElseThrow().mode()).isEqualTo(CampaignMode.PAUSED);
    ledger.recordIntent(new Intent(c.id(), "q3", Intent.Kind.RESUME));
    assertThat(ledger.campaign(c.id()).orElseThrow().mode()).isEqualTo(CampaignMode.RUNNING);
  }

  @Test
  void aRetryOpensWhatDidNotConvergeAsANewGenerationAndKeepsTheOldRow() {
    CampaignRow c = create(2, 10);
    ShardKey shard = new ShardKey(c.id(), 0, 0);
    Fence fence = new Fence(1, 1, 1);
    List<PendingTask> tasks = ledger.openSlice(shard, fence, PROCESS, Set.of());
    ledger.commit(
        List.of(
            new FencedWrites(
                shard,
                fence,
                List.of(
                    finished(tasks.get(0), TaskStatus.FAILED, Double.NaN),
                    finished(tasks.get(1), TaskStatus.CONVERGED, -1)))));
    assertThat(ledger.recordIntent(new Intent(c.id(), "q", Intent.Kind.RETRY)).tasks())
        .isEqualTo(2);
    List<PendingTask> again = ledger.openSlice(shard, new Fence(2, 1, 1), PROCESS, Set.of());
    assertThat(again).extracting(PendingTask::generation).containsExactly(1, 0);
    ledger.commit(
        List.of(
            new FencedWrites(
                shard,
                new Fence(2, 1, 1),
                List.of(
                    new LedgerWrite.Finished(
                        tasks.get(0).key(), 0, result(TaskStatus.CONVERGED, -5)),
                    finished(again.get(0), TaskStatus.CONVERGED, -3)))));
    assertThat(results(c, 0)).extracting(ResultRow::energy).containsExactly(-3.0, -1.0);
  }

  @Test
  void cancellingEndsWhatIsOpenAndResumingOpensItWithItsCheckpoint() {
    CampaignRow c = create(1, 10);
    ShardKey shard = new ShardKey(c.id(), 0, 0);
    Fence fence = new Fence(1, 1, 1);
    PendingTask task = ledger.openSlice(shard, fence, PROCESS, Set.of()).get(0);
    ledger.commit(
        List.of(
            new FencedWrites(
                shard,
                fence,
                List.of(
                    new LedgerWrite.Progressed(
                        task.key(), 0, new Checkpoint(new byte[] {1}, 50, 51))))));
    ledger.recordIntent(new Intent(c.id(), "q1", Intent.Kind.CANCEL));
    assertThat(results(c, 0).get(0).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(ledger.progress(c.id(), 0).phaseDone()).isTrue();
    ledger.recordIntent(new Intent(c.id(), "q2", Intent.Kind.RESUME));
    List<PendingTask> tasks = ledger.openSlice(shard, new Fence(2, 1, 1), PROCESS, Set.of());
    assertThat(tasks.get(0).checkpoint().orElseThrow().iterations()).isEqualTo(50);
  }

  @Test
  void aLogIsReadPageByPage() {
    CampaignRow c = create(50, 100);
    ShardKey shard = new ShardKey(c.id(), 0, 0);
    Fence fence = new Fence(1, 1, 1);
    List<LedgerWrite> writes = new ArrayList<>();
    for (PendingTask t : ledger.openSlice(shard, fence, PROCESS, Set.of())) {
      writes.add(finished(t, TaskStatus.CONVERGED, -1));
    }
    ledger.commit(List.of(new FencedWrites(shard, fence, writes)));
    long seq = 0;
    int rows = 0;
    boolean more = true;
    while (more) {
      ShardLogPage page = ledger.readLog(shard, seq, 500);
      assertThat(page.rows()).isBetween(1, 11);
      rows += page.rows();
      seq = page.toSeq();
      more = page.more();
    }
    assertThat(rows).isEqualTo(50);
  }

  @Test
  void aReaderSeesCommitsWhileAWriterIsOpen() {
    CampaignRow c = create(1, 10);
    try (Ledger reader = store.openReadOnly(directory)) {
      assertThat(reader.findCampaign("alloys").orElseThrow().id()).isEqualTo(c.id());
      ledger.recordIntent(new Intent(c.id(), "q", Intent.Kind.PAUSE));
      assertThat(reader.campaign(c.id()).orElseThrow().mode()).isEqualTo(CampaignMode.PAUSED);
      assertThatThrownBy(() -> reader.recordIntent(new Intent(c.id(), "r", Intent.Kind.RESUME)))
          .isInstanceOf(LedgerException.class);
    }
  }
}

package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Parts in files, and the whole in any database. */
@ParameterizedClass
@EnumSource(LedgerStore.class)
class MergeTest {

  private static final int STRUCTURES = 8;

  @Parameter LedgerStore store;
  @TempDir Path directory;
  private SqlLedger whole;
  private final List<SqlLedger> open = new ArrayList<>();

  @BeforeEach
  void open() {
    whole = store.open(directory);
  }

  @AfterEach
  void close() {
    open.forEach(Ledger::close);
    if (whole != null) {
      whole.close();
    }
  }

  /** A part of so many structures, of which the first is done and the second half done. */
  private Housekeeping.PartOf part(int number, int of, List<Integer> structures) {
    SqlLedger ledger = SqlLedger.open(directory.resolve("part" + number));
    open.add(ledger);
    CampaignRow campaign =
        ledger.createCampaign(
            Sample.campaign("alloys", 1, 3).only(new Part(number, of)),
            structures.stream().map(i -> Sample.structure(i, 16)).iterator());
    ShardKey shard = new ShardKey(campaign.id(), 0, 0);
    long epoch = ledger.claimShard(new ClaimRequest(campaign.id(), 0, "R", 0, "run")).epoch();
    Fence fence = new Fence(epoch, 1, 1);
    List<PendingTask> tasks = ledger.openSlice(shard, fence, "p" + number, Set.of());
    List<LedgerWrite> writes = new ArrayList<>();
    tasks.forEach(t -> writes.add(new LedgerWrite.Admitted(t.key(), 0, "p" + number)));
    writes.add(
        new LedgerWrite.Finished(
            tasks.get(0).key(),
            0,
            Sample.result(TaskStatus.CONVERGED, -number, 16),
            "digest of " + tasks.get(0).id()));
    writes.add(
        new LedgerWrite.Progressed(
            tasks.get(1).key(), 0, new Checkpoint(new byte[] {(byte) number}, 40, 41)));
    ledger.commit(List.of(new FencedWrites(shard, fence, writes)));
    return new Housekeeping.PartOf(ledger, campaign, "part" + number);
  }

  private static List<Integer> of(int number, int of) {
    return IntStream.range(0, STRUCTURES).filter(i -> i % of == number - 1).boxed().toList();
  }

  @Test
  void whatIsDoneIsKeptAndWhatIsHalfDoneGoesOnFromItsCheckpoint() {
    List<Housekeeping.PartOf> parts =
        List.of(part(2, 3, of(2, 3)), part(3, 3, of(3, 3)), part(1, 3, of(1, 3)));
    assertThat(Housekeeping.mergeProblems(parts)).isEmpty();
    CampaignRow campaign = whole.housekeeping().merge(parts);
    assertThat(campaign.structures()).isEqualTo(STRUCTURES);
    assertThat(campaign.part()).isEmpty();
    new LedgerInvariants(whole, campaign.id()).check();
    List<ResultRow> rows = new ArrayList<>();
    whole.forEachResult(campaign.id(), 0, Set.of(), false, rows::add);
    assertThat(rows)
        .extracting(ResultRow::id)
        .containsExactly("s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7");
    assertThat(rows.subList(0, 3)).extracting(ResultRow::energy).containsExactly(-1.0, -2.0, -3.0);
    assertThat(whole.remembered("digest of s2")).isPresent();
    long epoch = whole.claimShard(new ClaimRequest(campaign.id(), 0, "R", 1, "new")).epoch();
    whole.claimShard(new ClaimRequest(campaign.id(), 0, "R", 2, "newer"));
    List<PendingTask> tasks =
        whole.openSlice(new ShardKey(campaign.id(), 0, 1), new Fence(epoch, 1, 1), "q", Set.of());
    assertThat(tasks).extracting(PendingTask::id).containsExactly("s3", "s4", "s5");
    assertThat(tasks).allMatch(t -> t.uncleanDeaths() == 0);
    assertThat(tasks)
        .extracting(t -> (int) t.checkpoint().orElseThrow().state()[0])
        .containsExactly(1, 2, 3);
  }

  @Test
  void structuresThatTwoPartsHaveAreRefusedAndNothingIsLeftBehind() {
    List<Housekeeping.PartOf> parts =
        List.of(part(1, 2, List.of(0, 2, 4)), part(2, 2, List.of(1, 2, 5)));
    assertThatThrownBy(() -> whole.housekeeping().merge(parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("part 2/2: found id 's2', which another part has");
    assertThat(whole.campaigns()).isEmpty();
  }

  @Test
  void partsOfOtherSizesThanOneSetOfStructuresGivesAreRefused() {
    List<Housekeeping.PartOf> parts =
        List.of(part(1, 2, List.of(0, 2)), part(2, 2, List.of(1, 3, 5)));
    assertThat(Housekeeping.mergeProblems(parts))
        .containsExactly(
            "part1: found 2 structures, expected 3 of 5: the parts were not made of the same"
                + " structures",
            "part2: found 3 structures, expected 2 of 5: the parts were not made of the same"
                + " structures");
  }
}

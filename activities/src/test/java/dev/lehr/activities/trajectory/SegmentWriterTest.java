package dev.lehr.activities.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.ledger.TrajectorySegment;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentWriterTest {

  private static final Fence FENCE = new Fence(1, 2, 3);

  @TempDir Path workspace;
  private Ledger ledger;
  private ShardKey shard;

  @BeforeEach
  void open() {
    ledger = SqlLedger.open(workspace);
    long id =
        ledger
            .createCampaign(
                new NewCampaign(
                    "c", "{}", "d", "m", List.of("relax"), StageGraph.chain(1), 10, 1, false),
                List.of(new StructureRow("s", "d", "f#0", 1, "Ar", new byte[4], Optional.empty()))
                    .iterator())
            .id();
    shard = new ShardKey(id, 0, 0);
    ledger.openSlice(shard, FENCE, "life", Set.of());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private TrajectoryFrame frame(String id, long step) {
    return frame(id, step, FrameStyle.PLAIN);
  }

  private TrajectoryFrame frame(String id, long step, FrameStyle style) {
    SimState system =
        SimState.ofSystem(
            new int[] {18}, new double[] {40}, new double[3], new double[9], new boolean[3]);
    system.addDoubles(Stepper.ENERGY, Scope.SYSTEM, 1, -1.5);
    system.addDoubles(Stepper.FORCES, Scope.ATOM, 3, 0.25);
    system.addDoubles(Stepper.STRESS, Scope.SYSTEM, 9, 0);
    return new TrajectoryFrame(
        new TaskKey(shard.campaignId(), 0, 0), id, "relax", 0, step, system, style);
  }

  private SegmentWriter writer() {
    return new SegmentWriter(workspace, ledger);
  }

  private void commit(List<TrajectorySegment> segments) {
    assertThat(
            ledger.commit(List.of(new FencedWrites(shard, FENCE, List.of(), segments))).refused())
        .isEmpty();
  }

  private Path file() {
    return workspace.resolve("trajectories/c@1/relax/shard-000000.1.2.3.extxyz");
  }

  private List<Long> steps() {
    FrameIndex index = new FrameIndex(workspace.resolve(SegmentWriter.DIRECTORY));
    List<Long> steps = new java.util.ArrayList<>();
    ledger
        .trajectorySegments(shard.campaignId(), 0)
        .forEach(s -> index.read(s, entry -> steps.add(entry.step())));
    return steps;
  }

  @Test
  void aFrameIsPlainExtendedXyz() throws IOException {
    commit(writer().write(shard, FENCE, List.of(frame("a b", 10))));
    assertThat(Files.readString(file()))
        .isEqualTo(
            """
            1
            Properties=species:S:1:pos:R:3:forces:R:3 energy=-1.5 lehr_id="a b" lehr_stage=relax \
            lehr_structure=0 lehr_generation=0 lehr_step=10 pbc="F F F"
            Ar 0.0 0.0 0.0 0.25 0.25 0.25
            """);
  }

  @Test
  void whatWasWrittenAndNotCountedIsOverwritten() throws IOException {
    SegmentWriter writer = writer();
    List<TrajectorySegment> first = writer.write(shard, FENCE, List.of(frame("s", 0)));
    commit(first);
    writer.committed(shard, first);
    writer.write(shard, FENCE, List.of(frame("s", 10), frame("s", 20)));
    assertThat(steps()).containsExactly(0L);
    commit(writer.write(shard, FENCE, List.of(frame("s", 10))));
    assertThat(steps()).containsExactly(0L, 10L);
    assertThat(ledger.trajectorySegments(shard.campaignId(), 0, 0).get(0).bytes())
        .isEqualTo(Files.size(file()));
  }

  @Test
  void aCommitThatHappenedAndWasReportedAsFailedDoublesNoFrameRegression() {
    SegmentWriter writer = writer();
    commit(writer.write(shard, FENCE, List.of(frame("s", 0))));
    commit(writer.write(shard, FENCE, List.of(frame("s", 0), frame("s", 10))));
    assertThat(steps()).containsExactly(0L, 10L);
  }

  @Test
  void anotherWriterOfTheSameFenceGoesOnWhereTheLedgerCounts() throws IOException {
    commit(writer().write(shard, FENCE, List.of(frame("s", 0))));
    Files.writeString(file(), "left over", java.nio.file.StandardOpenOption.APPEND);
    commit(writer().write(shard, FENCE, List.of(frame("s", 10))));
    assertThat(steps()).containsExactly(0L, 10L);
  }

  @Test
  void anIdThatLooksLikeAFieldOfOursIsNoTrap() {
    commit(
        writer()
            .write(
                shard,
                FENCE,
                List.of(
                    frame("x lehr_step=99 lehr_structure=7", 0), frame("tab\there\nline", 10))));
    assertThat(steps()).containsExactly(0L, 10L);
  }

  @Test
  void aFileThatWasShortenedWhileTheCampaignRanIsNamed() throws IOException {
    SegmentWriter writer = writer();
    List<TrajectorySegment> first = writer.write(shard, FENCE, List.of(frame("s", 0)));
    writer.committed(shard, first);
    Files.delete(file());
    assertThatThrownBy(() -> writer.write(shard, FENCE, List.of(frame("s", 10))))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith(file() + " has 0 bytes, the ledger counts ");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsATroubleThatMayPass() throws IOException {
    Files.writeString(workspace.resolve("trajectories"), "in the way");
    assertThatThrownBy(() -> writer().write(shard, FENCE, List.of(frame("s", 0))))
        .isInstanceOfSatisfying(LedgerException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageStartingWith("cannot write the trajectory " + file());
  }

  @Test
  void aStaleFenceCountsNothing() {
    ledger.openSlice(shard, new Fence(2, 1, 1), "other", Set.of());
    List<TrajectorySegment> late = writer().write(shard, FENCE, List.of(frame("s", 0)));
    assertThat(ledger.commit(List.of(new FencedWrites(shard, FENCE, List.of(), late))).refused())
        .containsExactly(shard);
    assertThat(ledger.trajectorySegments(shard.campaignId(), 0)).isEmpty();
  }

  /** Chunks of binary frames were once made anew of all that came, with other boundaries. */
  @Test
  void binaryFramesThatWereCountedWithoutAnAnswerStayWhatTheyWereWhenMoreAreWrittenBehindThem() {
    FrameStyle binary = new FrameStyle(FrameFormat.BINARY, false, true);
    SegmentWriter writer = writer();
    List<TrajectoryFrame> first = List.of(frame("s", 0, binary), frame("s", 10, binary));
    List<TrajectoryFrame> second = List.of(frame("s", 20, binary));
    // The commit happened, and the writer was not told.
    commit(writer.writeGroups(shard, FENCE, List.of(first)));
    // It writes again, with more; this commit does not happen.
    writer.writeGroups(shard, FENCE, List.of(first, second));
    assertThat(steps()).containsExactly(0L, 10L);
    commit(writer.writeGroups(shard, FENCE, List.of(first, second)));
    assertThat(steps()).containsExactly(0L, 10L, 20L);
  }
}

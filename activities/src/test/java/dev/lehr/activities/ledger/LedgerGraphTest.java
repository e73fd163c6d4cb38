package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.ledger.StageGraph.Node;
import dev.lehr.activities.ledger.StageGraph.OnFailure;
import dev.lehr.activities.ledger.StageGraph.Shape;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** What the ledger promises of campaigns whose stages are a graph. */
@ParameterizedClass
@EnumSource(LedgerStore.class)
class LedgerGraphTest {

  private static final String PROCESS = "process-1";

  @Parameter LedgerStore store;
  @TempDir Path directory;
  private Ledger ledger;
  private long epoch;

  @BeforeEach
  void open() {
    ledger = store.open(directory);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static Node node(
      Shape shape,
      OnFailure onFailure,
      Map<String, Integer> retries,
      long deadline,
      Integer... after) {
    return new Node(List.of(after), shape, shape == Shape.EACH, onFailure, true, retries, deadline);
  }

  private static Node each(Integer... after) {
    return node(Shape.EACH, OnFailure.SKIP, Map.of(), 3600, after);
  }

  private static Node each(OnFailure onFailure, Integer... after) {
    return node(Shape.EACH, onFailure, Map.of(), 3600, after);
  }

  private static Node together(Integer... after) {
    return node(Shape.COMPARISON, OnFailure.SKIP, Map.of(), 3600, after);
  }

  private static Node making(Integer... after) {
    return node(Shape.EXPANSION, OnFailure.SKIP, Map.of(), 3600, after);
  }

  private CampaignRow create(int structures, Node... nodes) {
    return create("graph", structures, nodes);
  }

  private CampaignRow create(String name, int structures, Node... nodes) {
    return ledger.createCampaign(
        new NewCampaign(
            name,
            "{}",
            "d",
            "m",
            IntStream.range(0, nodes.length).mapToObj(i -> "stage" + i).toList(),
            new StageGraph(List.of(nodes)),
            10,
            4,
            false),
        IntStream.range(0, structures).mapToObj(i -> Sample.structure(i, 1)).iterator());
  }

  private List<PendingTask> slice(CampaignRow c, int phase) {
    return slice(c, phase, PROCESS);
  }

  private List<PendingTask> slice(CampaignRow c, int phase, String process) {
    epoch++;
    return ledger.openSlice(
        new ShardKey(c.id(), phase, 0), new Fence(epoch, 1, 1), process, Set.of());
  }

  private List<PendingTask> write(CampaignRow c, int phase, LedgerWrite... writes) {
    ShardKey shard = new ShardKey(c.id(), phase, 0);
    Commit commit =
        ledger.commit(List.of(new FencedWrites(shard, new Fence(epoch, 1, 1), List.of(writes))));
    assertThat(commit.refused()).isEmpty();
    return commit.ready().getOrDefault(shard, List.of());
  }

  private static LedgerWrite.Finished end(PendingTask t, TaskStatus status) {
    return Sample.finished(t, status, -1);
  }

  private static LedgerWrite.Finished end(
      PendingTask t, TaskStatus status, String reason, int state) {
    return new LedgerWrite.Finished(
        t.key(),
        t.generation(),
        new TaskResult(status, reason, "", -1, 5, 5, "{}", new byte[] {(byte) state}));
  }

  /** Ends all that may start in a phase, until nothing is left. */
  private void finish(CampaignRow c, int phase) {
    List<PendingTask> tasks = slice(c, phase);
    while (!tasks.isEmpty()) {
      tasks =
          write(
              c,
              phase,
              tasks.stream().map(t -> end(t, TaskStatus.CONVERGED)).toArray(LedgerWrite[]::new));
    }
  }

  private List<CandidateRow> candidates(CampaignRow c, int stage) {
    List<CandidateRow> rows = new ArrayList<>();
    ledger.forEachCandidate(c.id(), stage, true, rows::add);
    return rows;
  }

  private static Decision decision(CandidateRow row, TaskStatus status, StructureRow... children) {
    return new Decision(
        row.structure(),
        row.generation(),
        status,
        status.isSuccess() ? "" : "why",
        "",
        "{\"v\":" + row.structure() + "}",
        List.of(children));
  }

  private void decideAll(CampaignRow c, int stage, TaskStatus status) {
    ledger.decide(
        c.id(), stage, candidates(c, stage).stream().map(r -> decision(r, status)).toList());
  }

  private List<ResultRow> results(CampaignRow c, int stage) {
    List<ResultRow> rows = new ArrayList<>();
    ledger.forEachResult(c.id(), stage, Set.of(), true, rows::add);
    return rows;
  }

  private List<TaskStatus> statuses(CampaignRow c, int stage) {
    return results(c, stage).stream().map(ResultRow::status).toList();
  }

  private void intent(CampaignRow c, Intent.Kind kind, String stage) {
    ledger.recordIntent(new Intent(c.id(), "q" + epoch++, kind, stage));
  }

  private static StructureRow made(String id, int content) {
    return new StructureRow(
        id, "digest" + content, "made", 1, "Cu", new byte[] {(byte) content}, Optional.empty());
  }

  @Test
  void aStageWaitsForAllThatItFollowsAndIsHandedOutOnce() {
    CampaignRow c = create(1, each(), each(0), each(0), each(1, 2));
    PendingTask first = slice(c, 0).get(0);
    List<PendingTask> branches = write(c, 0, end(first, TaskStatus.CONVERGED));
    assertThat(branches).extracting(t -> t.key().stage()).containsExactly(1, 2);
    assertThat(branches.get(0).context().found()).containsOnlyKeys("stage0");
    assertThat(write(c, 0, end(branches.get(0), TaskStatus.CONVERGED))).isEmpty();
    List<PendingTask> join = write(c, 0, end(branches.get(1), TaskStatus.CONVERGED));
    assertThat(join).extracting(t -> t.key().stage()).containsExactly(3);
    assertThat(join.get(0).context().found()).containsOnlyKeys("stage0", "stage1", "stage2");

    CampaignRow both = create("both", 1, each(), each(), each(0, 1));
    List<PendingTask> roots = slice(both, 0);
    assertThat(
            write(
                both,
                0,
                end(roots.get(0), TaskStatus.CONVERGED),
                end(roots.get(1), TaskStatus.CONVERGED)))
        .as("both ended in one commit")
        .hasSize(1);
  }

  @Test
  void aFailureSkipsEveryWayThatComesThroughIt() {
    CampaignRow c = create(1, each(), each(0), each(0), each(1, 2), together(3), each(4), each(2));
    List<PendingTask> branches = write(c, 0, end(slice(c, 0).get(0), TaskStatus.CONVERGED));
    write(
        c, 0, end(branches.get(0), TaskStatus.FAILED), end(branches.get(1), TaskStatus.CONVERGED));
    for (int stage : List.of(3, 4, 5)) {
      assertThat(results(c, stage).get(0).reason()).as("%d", stage).isEqualTo("upstream_failed");
    }
    assertThat(statuses(c, 6)).as("another way").containsExactly(TaskStatus.PENDING);
    finish(c, 0);
    assertThat(ledger.progress(c.id(), 0).phaseDone()).isTrue();
    assertThat(ledger.progress(c.id(), 1).phaseDone()).as("skipped there as well").isTrue();
  }

  @Test
  void whereAStageContinuesItsFailuresGoOn() {
    CampaignRow c = create(2, each(OnFailure.CONTINUE), each(0));
    List<PendingTask> tasks = slice(c, 0);
    List<PendingTask> next =
        write(
            c,
            0,
            end(tasks.get(0), TaskStatus.MAX_ITERATIONS, "", 7),
            end(tasks.get(1), TaskStatus.FAILED, "exploded", 8));
    assertThat(next).hasSize(2);
    assertThat(next.get(0).input().orElseThrow()).containsExactly(7);
    assertThat(next.get(1).input().orElseThrow()).containsExactly(8);
  }

  @Test
  void aStageMayEndTheCampaignAndSaysWhy() {
    CampaignRow c = create(2, each(OnFailure.FAIL), each(0));
    List<PendingTask> tasks = slice(c, 0);
    assertThat(
            write(
                c,
                0,
                end(tasks.get(0), TaskStatus.CONVERGED),
                end(tasks.get(1), TaskStatus.FAILED, "exploded", 1)))
        .as("nothing more begins")
        .isEmpty();
    CampaignRow after = ledger.campaign(c.id()).orElseThrow();
    assertThat(after.mode()).isEqualTo(CampaignMode.CANCELLED);
    assertThat(after.halted()).contains("stage0", "failed", "exploded");
    assertThat(statuses(c, 1)).containsExactly(TaskStatus.CANCELLED, TaskStatus.SKIPPED);
    intent(c, Intent.Kind.RETRY, "");
    assertThat(ledger.campaign(c.id()).orElseThrow().halted()).isEmpty();
    assertThat(slice(c, 0)).hasSize(2);
  }

  @Test
  void aComparisonMayEndTheCampaignToo() {
    CampaignRow c = create(1, node(Shape.COMPARISON, OnFailure.FAIL, Map.of(), 3600), each(0));
    decideAll(c, 0, TaskStatus.FAILED);
    assertThat(ledger.campaign(c.id()).orElseThrow().halted()).contains("stage0", "failed (why)");
    assertThat(ledger.campaign(c.id()).orElseThrow().mode()).isEqualTo(CampaignMode.CANCELLED);
  }

  @Test
  void automaticRetriesGoOnFromWhatWasReachedOrBeginAgain() {
    Node tried = node(Shape.EACH, OnFailure.SKIP, Map.of("max_iterations", 1, "lost", 2), 3600, 0);
    CampaignRow c = create(2, each(), tried, each(1));
    List<PendingTask> first = slice(c, 0);
    List<PendingTask> second =
        write(
            c,
            0,
            end(first.get(0), TaskStatus.CONVERGED, "", 1),
            end(first.get(1), TaskStatus.CONVERGED, "", 2));
    List<PendingTask> again =
        write(
            c,
            0,
            end(second.get(0), TaskStatus.MAX_ITERATIONS, "", 50),
            end(second.get(1), TaskStatus.FAILED, "lost", 60));
    assertThat(again).extracting(PendingTask::generation).containsExactly(1, 1);
    assertThat(again.get(0).input().orElseThrow()).as("reached").containsExactly(50);
    assertThat(again.get(1).input().orElseThrow()).as("as it came").containsExactly(2);
    assertThat(statuses(c, 1)).containsOnly(TaskStatus.PENDING);
    assertThat(statuses(c, 2)).as("not skipped yet").containsOnly(TaskStatus.PENDING);
    List<PendingTask> third =
        write(
            c,
            0,
            end(again.get(0), TaskStatus.MAX_ITERATIONS, "", 51),
            end(again.get(1), TaskStatus.FAILED, "exploded", 61));
    assertThat(third).as("used up, and another reason").isEmpty();
    assertThat(statuses(c, 1)).containsExactly(TaskStatus.MAX_ITERATIONS, TaskStatus.FAILED);
    assertThat(statuses(c, 2)).containsOnly(TaskStatus.SKIPPED);
    if (store == LedgerStore.SQLITE) {
      assertThat(count("result WHERE stage = 1")).as("all are kept").isEqualTo(4);
      assertThat(count("result WHERE stage = 1 AND current = 1")).isEqualTo(2);
    }
  }

  private long count(String rows) {
    try (Connection c =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(SqliteDatabase.FILE));
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT COUNT(*) FROM " + rows)) {
      return r.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void evaluationsOfATaskAreKeptUntilItEndsAndTheirDeathsAreCounted() {
    CampaignRow c = create(1, each());
    PendingTask task = slice(c, 0).get(0);
    TaskKey one = task.key().job(1);
    TaskKey two = task.key().job(2);
    TaskResult result = Sample.result(TaskStatus.CONVERGED, -3, 4);
    write(
        c,
        0,
        new LedgerWrite.Begun(task.key(), 0),
        new LedgerWrite.Admitted(one, 0, PROCESS),
        new LedgerWrite.Admitted(two, 0, PROCESS),
        new LedgerWrite.Progressed(two, 0, new Checkpoint(new byte[] {9}, 30, 31)),
        new LedgerWrite.Finished(one, 0, result),
        new LedgerWrite.Finished(one, 0, Sample.result(TaskStatus.FAILED, 99, 4)));
    PendingTask later = slice(c, 0, "process-2").get(0);
    assertThat(later.uncleanDeaths()).as("the task itself was in no batch").isZero();
    List<PendingJob> jobs = later.context().jobs();
    assertThat(jobs).extracting(PendingJob::number).containsExactly(1, 2);
    assertThat(jobs.get(0).result().orElseThrow().energy()).as("ended once").isEqualTo(-3);
    assertThat(jobs.get(1).result()).isEmpty();
    assertThat(jobs.get(1).checkpoint().orElseThrow().iterations()).isEqualTo(30);
    assertThat(jobs).extracting(PendingJob::uncleanDeaths).containsExactly(0, 1);
    assertThat(ledger.readLog(new ShardKey(c.id(), 0, 0), 0, 9999).rows())
        .as("only the task is logged")
        .isEqualTo(1);
    write(c, 0, end(later, TaskStatus.CONVERGED));
    if (store == LedgerStore.SQLITE) {
      assertThat(count("job")).isZero();
    }
    assertThat(statuses(c, 0)).containsExactly(TaskStatus.CONVERGED);
  }

  @Test
  void aComparisonIsDecidedOnceAndAnOldGenerationsDecisionIsDropped() {
    CampaignRow c = create(3, each(), together(0), each(1));
    assertThat(slice(c, 0)).hasSize(3);
    finish(c, 0);
    List<CandidateRow> rows = candidates(c, 1);
    assertThat(rows).extracting(CandidateRow::id).containsExactly("s0", "s1", "s2");
    assertThat(rows.get(0).found()).containsOnlyKeys("stage0");
    assertThat(rows.get(0).state()).as("of the stage before").isPresent();
    assertThat(slice(c, 1)).as("nobody goes on before").isEmpty();
    ledger.decide(c.id(), 1, List.of(decision(rows.get(0), TaskStatus.CONVERGED)));
    ledger.decide(
        c.id(),
        1,
        List.of(
            decision(rows.get(0), TaskStatus.FILTERED),
            decision(rows.get(1), TaskStatus.FILTERED)));
    assertThat(statuses(c, 1))
        .containsExactly(TaskStatus.CONVERGED, TaskStatus.FILTERED, TaskStatus.PENDING);
    assertThat(results(c, 2).get(1).reason()).isEqualTo("upstream_filtered");
    assertThat(slice(c, 1)).extracting(PendingTask::id).containsExactly("s0");
    intent(c, Intent.Kind.RESTART, "stage1");
    ledger.decide(c.id(), 1, List.of(decision(rows.get(2), TaskStatus.FILTERED)));
    assertThat(statuses(c, 1))
        .as("decided of an older generation")
        .containsOnly(TaskStatus.PENDING);
    decideAll(c, 1, TaskStatus.CONVERGED);
    assertThat(slice(c, 1)).hasSize(3);
  }

  @Test
  void whatAStageMakesFollowsItAndIsReplacedWhereItMakesOtherThings() {
    CampaignRow c = create(1, each(), making(0), each(1));
    finish(c, 0);
    CandidateRow parent = candidates(c, 1).get(0);
    Decision three =
        decision(parent, TaskStatus.CONVERGED, made("a", 1), made("b", 2), made("gone", 3));
    ledger.decide(c.id(), 1, List.of(three));
    ledger.decide(c.id(), 1, List.of(three));
    assertThat(ledger.campaign(c.id()).orElseThrow().structures()).as("made once").isEqualTo(4);
    assertThat(slice(c, 1)).extracting(PendingTask::id).containsExactly("a", "b", "gone");
    assertThat(slice(c, 1).get(0).context().found()).containsOnlyKeys("stage0", "stage1");
    finish(c, 1);
    intent(c, Intent.Kind.RESTART, "stage1");
    assertThat(slice(c, 1)).as("as long as their maker is at it").isEmpty();
    CandidateRow again = candidates(c, 1).get(0);
    ledger.decide(
        c.id(),
        1,
        List.of(decision(again, TaskStatus.CONVERGED, made("a", 1), made("b", 9), made("new", 4))));
    List<PendingTask> tasks = slice(c, 1);
    assertThat(tasks).extracting(PendingTask::id).containsExactly("a", "b", "new");
    assertThat(tasks.get(1).structure()).as("its new content").containsExactly(9);
    assertThat(results(c, 2))
        .filteredOn(r -> r.id().equals("gone"))
        .singleElement()
        .satisfies(r -> assertThat(r.reason()).isEqualTo("not_made"));
    assertThatThrownBy(
            () -> {
              intent(c, Intent.Kind.RESTART, "stage1");
              ledger.decide(
                  c.id(),
                  1,
                  List.of(decision(candidates(c, 1).get(0), TaskStatus.CONVERGED, made("s0", 1))));
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s0");
  }

  @Test
  void aMakerThatFailsTheSecondTimeTakesBackWhatItMade() {
    CampaignRow c = create(1, making(), each(0));
    ledger.decide(
        c.id(), 0, List.of(decision(candidates(c, 0).get(0), TaskStatus.CONVERGED, made("a", 1))));
    intent(c, Intent.Kind.RESTART, "");
    decideAll(c, 0, TaskStatus.FAILED);
    assertThat(results(c, 1)).extracting(ResultRow::reason).containsExactly("not_made");
    assertThat(ledger.progress(c.id(), 1).phaseDone()).isTrue();
  }

  @Test
  void aRestartRemembersNothingOfWhatIsNamedAndARetryDecidesAgain() {
    CampaignRow c = create(2, each(), together(0), each(1));
    List<PendingTask> tasks = slice(c, 0);
    write(c, 0, end(tasks.get(0), TaskStatus.CONVERGED), end(tasks.get(1), TaskStatus.FAILED));
    decideAll(c, 1, TaskStatus.CONVERGED);
    finish(c, 1);
    assertThat(statuses(c, 2)).containsExactly(TaskStatus.CONVERGED, TaskStatus.SKIPPED);
    intent(c, Intent.Kind.RETRY, "");
    List<PendingTask> retried = slice(c, 0);
    assertThat(retried).extracting(PendingTask::id).containsExactly("s1");
    assertThat(retried.get(0).context().again()).as("named").isTrue();
    assertThat(statuses(c, 1)).as("compared with another set").containsOnly(TaskStatus.PENDING);
    assertThat(statuses(c, 2)).containsOnly(TaskStatus.PENDING);
    finish(c, 0);
    decideAll(c, 1, TaskStatus.CONVERGED);
    assertThat(slice(c, 1)).hasSize(2).noneMatch(t -> t.context().again());
    intent(c, Intent.Kind.RESTART, "");
    assertThat(slice(c, 0)).hasSize(2).allMatch(t -> t.context().again());
    finish(c, 0);
    decideAll(c, 1, TaskStatus.CONVERGED);
    assertThat(slice(c, 1)).as("all of it").allMatch(t -> t.context().again());
  }

  @Test
  void aRestartBeginsAnewAlsoWhatWaitsWithACheckpoint() {
    CampaignRow c = create(1, each());
    PendingTask task = slice(c, 0).get(0);
    write(c, 0, new LedgerWrite.Progressed(task.key(), 0, new Checkpoint(new byte[] {1}, 5, 5)));
    intent(c, Intent.Kind.CANCEL, "");
    intent(c, Intent.Kind.RESUME, "");
    assertThat(slice(c, 0).get(0).checkpoint()).isPresent();
    intent(c, Intent.Kind.RESTART, "stage0");
    PendingTask again = slice(c, 0).get(0);
    assertThat(again.checkpoint()).isEmpty();
    assertThat(again.generation())
        .as("what is still computed of the old one is dropped")
        .isEqualTo(1);
  }

  @Test
  void structuresThatComeLaterAreComparedWithAllOthers() {
    CampaignRow c = create(1, together(), each(0));
    decideAll(c, 0, TaskStatus.CONVERGED);
    finish(c, 1);
    ledger.addStructures(c.id(), List.of(Sample.structure(7, 1)).iterator());
    assertThat(statuses(c, 0)).containsExactly(TaskStatus.PENDING, TaskStatus.PENDING);
    assertThat(statuses(c, 1)).containsExactly(TaskStatus.PENDING, TaskStatus.PENDING);
  }

  @Test
  void aTaskWhoseWorkersDieTooLongEnds() throws InterruptedException {
    CampaignRow c = create(2, node(Shape.EACH, OnFailure.SKIP, Map.of(), 1));
    List<PendingTask> tasks = slice(c, 0);
    write(
        c,
        0,
        new LedgerWrite.Admitted(tasks.get(0).key(), 0, PROCESS),
        new LedgerWrite.Admitted(tasks.get(1).key(), 0, PROCESS));
    List<PendingTask> second = slice(c, 0, "process-2");
    assertThat(second).extracting(PendingTask::uncleanDeaths).containsExactly(1, 1);
    Thread.sleep(1100);
    write(
        c,
        0,
        new LedgerWrite.Admitted(tasks.get(0).key(), 0, "process-2"),
        new LedgerWrite.Admitted(tasks.get(1).key(), 0, "process-2"),
        new LedgerWrite.Progressed(tasks.get(1).key(), 0, new Checkpoint(new byte[] {1}, 3, 3)));
    assertThat(slice(c, 0, "process-3"))
        .as("it has moved")
        .extracting(PendingTask::id)
        .containsExactly("s1");
    assertThat(results(c, 0).get(0).reason()).isEqualTo("platform_deadline");
  }

  @Test
  void aTaskWhoseEvaluationsKillTheirWorkersTooLongEnds() throws InterruptedException {
    CampaignRow c = create(2, node(Shape.EACH, OnFailure.SKIP, Map.of(), 1));
    List<PendingTask> tasks = slice(c, 0);
    for (PendingTask task : tasks) {
      write(
          c,
          0,
          new LedgerWrite.Begun(task.key(), 0),
          new LedgerWrite.Admitted(task.key().job(1), 0, PROCESS));
    }
    assertThat(slice(c, 0, "process-2")).hasSize(2);
    Thread.sleep(1100);
    for (PendingTask task : tasks) {
      write(c, 0, new LedgerWrite.Admitted(task.key().job(1), 0, "process-2"));
    }
    write(
        c,
        0,
        new LedgerWrite.Progressed(
            tasks.get(1).key().job(1), 0, new Checkpoint(new byte[] {1}, 3, 3)));
    assertThat(slice(c, 0, "process-3"))
        .as("it has moved")
        .extracting(PendingTask::id)
        .containsExactly("s1");
    assertThat(results(c, 0).get(0).reason()).isEqualTo("platform_deadline");
  }

  @Test
  void whatIsRememberedServesOtherCampaigns() {
    CampaignRow c = create("first", 1, each());
    PendingTask task = slice(c, 0).get(0);
    write(
        c,
        0,
        new LedgerWrite.Finished(
            task.key(), 0, Sample.result(TaskStatus.CONVERGED, -7, 3), "digest"));
    assertThat(ledger.remembered("another")).isEmpty();
    Remembered known = ledger.remembered("digest").orElseThrow();
    assertThat(known.campaign()).isEqualTo("first@1");
    assertThat(known.stage()).isEqualTo("stage0");
    assertThat(known.result().energy()).isEqualTo(-7);
    CampaignRow other = create("second", 1, each());
    PendingTask same = slice(other, 0).get(0);
    write(other, 0, new LedgerWrite.Finished(same.key(), 0, known.result(), "digest"));
    assertThat(ledger.remembered("digest").orElseThrow().campaign())
        .as("who was first stays")
        .isEqualTo("first@1");
  }
}

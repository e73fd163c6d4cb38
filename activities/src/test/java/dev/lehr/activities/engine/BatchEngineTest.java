package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StaleFenceException;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine on a real ledger, without Temporal. */
@Timeout(60)
class BatchEngineTest {

  private static final int MAX_ITERATIONS = 100_000;
  private static final LennardJones MODEL =
      new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial());

  @TempDir Path directory;
  private SqlLedger ledger;

  @BeforeEach
  void open() {
    ledger = SqlLedger.open(directory);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static EngineSettings settings(double maxAtoms) {
    return EngineSettings.of(MemoryMetric.N_ATOMS, maxAtoms).ticking(20, 200);
  }

  private BatchEngine engine(double maxAtoms, String incarnation, EngineListener listener) {
    return new BatchEngine(
        MODEL, Workers.serial(), settings(maxAtoms), ledger, directory, incarnation, listener);
  }

  private static List<Structure> clusters(int... sizes) {
    List<Structure> all = new ArrayList<>();
    for (int size : sizes) {
      ClusterSpec spec = ClusterSpec.of("Ar", List.of(size), 1, 1.1, 40L + all.size());
      Structure one = new ClusterGenerator(spec, "clusters").structures().get(0);
      all.add(one.toBuilder().id("c" + all.size()).build());
    }
    return all;
  }

  private CampaignRow takeIn(List<Structure> structures, int shardSize) {
    return TakenIn.campaign(
        ledger, "clusters", MODEL.digest(), List.of("relax", "static"), structures, shardSize);
  }

  private static StagePlan plan(CampaignRow campaign, double fmax) {
    Fire fire =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.none(),
            Convergence.force(fmax, MAX_ITERATIONS));
    return new StagePlan(
        campaign.id(),
        MODEL.digest(),
        List.of(
            new StagePlan.Stage(0, "relax", fire),
            new StagePlan.Stage(1, "static", new StaticStepper())),
        40);
  }

  private Fence claim(CampaignRow campaign, int lane) {
    return TakenIn.claim(ledger, campaign, lane);
  }

  private List<ResultRow> results(CampaignRow campaign, int stage) {
    return TakenIn.results(ledger, campaign, stage);
  }

  private static void awaitEmpty(Slice slice) {
    Awaitility.await().until(slice::isEmpty);
  }

  /** Remembers what shared a batch, and can hold the engine up. */
  private static final class Watch implements EngineListener {
    final Set<TaskKey> started =
        new ConcurrentSkipListSet<>(java.util.Comparator.comparing(TaskKey::toString));
    final AtomicInteger mostSystems = new AtomicInteger();
    final List<String> starts = java.util.Collections.synchronizedList(new ArrayList<>());
    volatile long millisAStep;

    @Override
    public void started(TaskKey task, long iteration) {
      started.add(task);
      starts.add(task.structure() + "/" + task.stage() + "@" + iteration);
    }

    @Override
    public void stepped(int systems, int atoms, double occupancy) {
      mostSystems.accumulateAndGet(systems, Math::max);
      try {
        Thread.sleep(millisAStep);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void slicesOfTwoShardsShareOneBatchAndEachIsAnsweredItsOwn() throws Exception {
    CampaignRow campaign = takeIn(clusters(4, 5, 6, 7, 8, 9), 3);
    Watch watch = new Watch();
    watch.millisAStep = 1;
    try (BatchEngine engine = engine(1000, "p1", watch)) {
      StagePlan plan = plan(campaign, 1e-4);
      Slice one = engine.openSlice(new ShardKey(campaign.id(), 0, 0), claim(campaign, 0), plan);
      Slice two = engine.openSlice(new ShardKey(campaign.id(), 0, 1), claim(campaign, 1), plan);
      awaitEmpty(one);
      awaitEmpty(two);
      assertThat(watch.mostSystems).hasValueGreaterThan(3);
      assertThat(one.steps()).isPositive();
      assertThat(two.atomSteps()).isGreaterThan(two.steps());
    }
    assertThat(results(campaign, 0)).hasSize(6).allMatch(r -> r.status() == TaskStatus.CONVERGED);
    assertThat(results(campaign, 1)).hasSize(6).allMatch(r -> r.status() == TaskStatus.CONVERGED);
    for (int i = 0; i < 6; i++) {
      assertThat(results(campaign, 1).get(i).energy())
          .isEqualTo(results(campaign, 0).get(i).energy());
    }
  }

  @Test
  void aNewerFenceElsewhereIsNoticedAndNothingIsWrittenUnderTheOldOne() throws Exception {
    CampaignRow campaign = takeIn(clusters(13, 13), 10);
    ShardKey shard = new ShardKey(campaign.id(), 0, 0);
    Fence fence = claim(campaign, 0);
    Watch slow = new Watch();
    slow.millisAStep = 20;
    try (BatchEngine zombie = engine(1000, "p1", slow);
        BatchEngine heir = engine(1000, "p2", EngineListener.NONE)) {
      Slice old = zombie.openSlice(shard, fence, plan(campaign, 1e-9));
      Awaitility.await().until(() -> slow.mostSystems.get() == 2);
      Slice next = heir.openSlice(shard, new Fence(fence.epoch(), 2, 1), plan(campaign, 1e-9));
      awaitEmpty(next);
      awaitEmpty(old);
      assertThatThrownBy(() -> zombie.openSlice(shard, fence, plan(campaign, 1e-9)))
          .isInstanceOf(StaleFenceException.class);
    }
    assertThat(results(campaign, 0))
        .hasSize(2)
        .allMatch(r -> r.status() == TaskStatus.CONVERGED && r.generation() == 0);
  }

  @Test
  void aSystemLargerThanTheBatchFailsWithAReasonAndTheOthersGoOn() throws Exception {
    CampaignRow campaign = takeIn(clusters(5, 30, 6), 10);
    try (BatchEngine engine = engine(20, "p1", EngineListener.NONE)) {
      awaitEmpty(
          engine.openSlice(
              new ShardKey(campaign.id(), 0, 0), claim(campaign, 0), plan(campaign, 1e-4)));
    }
    assertThat(results(campaign, 0))
        .extracting(ResultRow::status)
        .containsExactly(TaskStatus.CONVERGED, TaskStatus.FAILED, TaskStatus.CONVERGED);
    assertThat(results(campaign, 0).get(1).reason()).isEqualTo("larger_than_device");
    assertThat(results(campaign, 1).get(1).status()).isEqualTo(TaskStatus.SKIPPED);
  }

  @Test
  void whatBlowsUpFailsAloneAndItsMatesHaveTheBitsOfARunWithoutIt() throws Exception {
    List<Structure> sound = clusters(7, 8);
    Structure coincident =
        Structure.builder("bad", "test", new int[] {18, 18}, new double[] {0, 0, 0, 0, 0, 0})
            .build();
    CampaignRow campaign = takeIn(List.of(sound.get(0), coincident, sound.get(1)), 10);
    try (BatchEngine engine = engine(1000, "p1", EngineListener.NONE)) {
      awaitEmpty(
          engine.openSlice(
              new ShardKey(campaign.id(), 0, 0), claim(campaign, 0), plan(campaign, 1e-4)));
    }
    List<ResultRow> withIt = results(campaign, 0);
    assertThat(withIt.get(1).status()).isEqualTo(TaskStatus.FAILED);
    assertThat(withIt.get(1).reason()).isNotEmpty();
    try (SqlLedger calm = SqlLedger.open(directory.resolve("calm"))) {
      ledger.close();
      ledger = calm;
      CampaignRow without = takeIn(sound, 10);
      try (BatchEngine engine = engine(1000, "p1", EngineListener.NONE)) {
        awaitEmpty(
            engine.openSlice(
                new ShardKey(without.id(), 0, 0), claim(without, 0), plan(without, 1e-4)));
      }
      List<ResultRow> alone = results(without, 0);
      assertThat(withIt.get(0).energy()).isEqualTo(alone.get(0).energy());
      assertThat(withIt.get(2).state().orElseThrow()).isEqualTo(alone.get(1).state().orElseThrow());
    }
  }

  @Test
  void aSliceThatIsEvictedLeavesCheckpointsAndTheNextProcessGoesOnFromThem() throws Exception {
    CampaignRow campaign = takeIn(clusters(13, 12), 10);
    ShardKey shard = new ShardKey(campaign.id(), 0, 0);
    Fence fence = claim(campaign, 0);
    Watch slow = new Watch();
    slow.millisAStep = 2;
    try (BatchEngine first = engine(1000, "p1", slow)) {
      Slice slice = first.openSlice(shard, fence, plan(campaign, 1e-9));
      Awaitility.await().until(() -> slice.steps() > 100);
      slice.evict();
      assertThat(slice.isEmpty()).isTrue();
    }
    Watch watch = new Watch();
    try (BatchEngine second = engine(1000, "p2", watch)) {
      awaitEmpty(second.openSlice(shard, new Fence(fence.epoch(), 2, 1), plan(campaign, 1e-9)));
    }
    assertThat(watch.starts.get(0)).startsWith("0/0@").isNotEqualTo("0/0@0");
    assertThat(results(campaign, 0)).allMatch(r -> r.status() == TaskStatus.CONVERGED);
  }

  @Test
  void whatWaitedHereWhileAnotherWorkerHadItsShardGoesOnFromWhereThatOneLeftIt() throws Exception {
    CampaignRow campaign = takeIn(clusters(13, 13), 1);
    ShardKey shard = new ShardKey(campaign.id(), 0, 1);
    Watch slow = new Watch();
    slow.millisAStep = 20;
    Watch slower = new Watch();
    slower.millisAStep = 5;
    try (BatchEngine first = engine(13, "p1", slow);
        BatchEngine second = engine(13, "p2", slower)) {
      first.openSlice(new ShardKey(campaign.id(), 0, 0), claim(campaign, 0), plan(campaign, 1e-9));
      Fence fence = claim(campaign, 1);
      first.openSlice(shard, fence, plan(campaign, 1e-9));
      Awaitility.await().until(() -> slow.starts.contains("1/0@0"));
      Slice elsewhere =
          second.openSlice(shard, new Fence(fence.epoch(), 2, 1), plan(campaign, 1e-9));
      Awaitility.await().until(() -> elsewhere.steps() > 30);
      elsewhere.evict();
      first.openSlice(shard, new Fence(fence.epoch(), 3, 1), plan(campaign, 1e-9));
      Awaitility.await()
          .until(() -> slow.starts.stream().filter(s -> s.startsWith("1/0@")).count() == 2);
      assertThat(slow.starts.get(slow.starts.size() - 1)).isNotEqualTo("1/0@0");
    }
  }

  @Test
  void aDamagedCheckpointCostsTheStructureItsStepsAndNothingElse() throws Exception {
    CampaignRow campaign = takeIn(clusters(10, 11), 10);
    ShardKey shard = new ShardKey(campaign.id(), 0, 0);
    Fence fence = claim(campaign, 0);
    List<PendingTask> tasks = ledger.openSlice(shard, fence, "p0", Set.of());
    ledger.commit(
        List.of(
            new FencedWrites(
                shard,
                fence,
                List.of(
                    new LedgerWrite.Progressed(
                        tasks.get(0).key(),
                        0,
                        new dev.lehr.activities.ledger.Checkpoint(
                            new byte[] {1, 2, 3}, 70, 70))))));
    Watch watch = new Watch();
    try (BatchEngine engine = engine(1000, "p1", watch)) {
      awaitEmpty(engine.openSlice(shard, new Fence(fence.epoch(), 2, 1), plan(campaign, 1e-4)));
    }
    assertThat(watch.starts).contains("0/0@0", "1/0@0");
    assertThat(results(campaign, 0)).allMatch(r -> r.status() == TaskStatus.CONVERGED);
    assertThat(results(campaign, 0).get(0).iterations()).isPositive();
  }
}

package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.PostgresServer;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an engine does with its results while there is nobody who takes them. */
@Timeout(120)
class LedgerAwayTest {

  private static final LennardJones MODEL =
      new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial());

  private static final int STRUCTURES = 600;

  /** Ten clusters at a time are in the batch, and each has one step. */
  private static final int BATCH = 10;

  private static final int ATOMS = 13;

  /** Far less than all results together. */
  private static final long HELD = 100_000;

  /** A result with its state, and what is noted when it enters the batch. */
  private static final long RESULT_BYTES = 3_500;

  @TempDir Path directory;
  private final AtomicInteger steps = new AtomicInteger();
  private final AtomicLong mostHeld = new AtomicLong();

  private static List<Structure> clusters() {
    ClusterSpec spec = ClusterSpec.of("Ar", List.of(ATOMS), STRUCTURES, 1.1, 7);
    List<Structure> all = new ArrayList<>();
    for (Structure s : new ClusterGenerator(spec, "clusters").structures()) {
      all.add(s.toBuilder().id("c" + all.size()).build());
    }
    return all;
  }

  private CampaignRow takeIn(Ledger ledger) {
    return TakenIn.campaign(
        ledger, "clusters", MODEL.digest(), List.of("static"), clusters(), STRUCTURES);
  }

  private BatchEngine engine(Ledger ledger, long held) {
    EngineSettings settings =
        EngineSettings.of(MemoryMetric.N_ATOMS, BATCH * ATOMS).ticking(20, 200);
    EngineListener counter =
        new EngineListener() {
          @Override
          public void stepped(int systems, int atoms, double occupancy) {
            steps.incrementAndGet();
          }
        };
    return new BatchEngine(
        MODEL,
        Workers.serial(),
        settings,
        ledger,
        directory.resolve("files"),
        "p",
        HostLimits.usual().holding(held),
        counter);
  }

  private Slice open(BatchEngine engine, Ledger ledger, CampaignRow campaign) throws Exception {
    StagePlan plan =
        new StagePlan(
            campaign.id(),
            MODEL.digest(),
            List.of(new StagePlan.Stage(0, "static", new StaticStepper())),
            40);
    return engine.openSlice(
        new ShardKey(campaign.id(), 0, 0), TakenIn.claim(ledger, campaign, 0), plan);
  }

  /** Waits until the engine stands still, and looks at how much it holds meanwhile. */
  private void untilItWaits(BatchEngine engine) throws InterruptedException {
    int before = -1;
    for (int still = 0; still < 10; ) {
      TimeUnit.MILLISECONDS.sleep(50);
      mostHeld.accumulateAndGet(engine.uncommittedBytes(), Math::max);
      int now = steps.get();
      still = now == before ? still + 1 : 0;
      before = now;
    }
  }

  private static void assertAllThereOnce(List<ResultRow> rows, List<ResultRow> calm) {
    assertThat(rows).hasSize(STRUCTURES);
    for (int i = 0; i < STRUCTURES; i++) {
      assertThat(rows.get(i).status()).isEqualTo(TaskStatus.CONVERGED);
      assertThat(rows.get(i).energy()).isEqualTo(calm.get(i).energy());
      assertThat(rows.get(i).generation()).isZero();
    }
  }

  private List<ResultRow> calm() throws Exception {
    try (SqlLedger ledger = SqlLedger.open(directory.resolve("calm"))) {
      CampaignRow campaign = takeIn(ledger);
      try (BatchEngine engine = engine(ledger, HELD)) {
        Slice slice = open(engine, ledger, campaign);
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(slice::isEmpty);
        assertThat(engine.uncommittedBytes()).isZero();
      }
      return TakenIn.results(ledger, campaign, 0);
    }
  }

  @Test
  void itStopsWhereTheBoundIsAndDeliversEverythingOnceLater() throws Exception {
    List<ResultRow> calm = calm();
    steps.set(0);
    try (SqlLedger real = SqlLedger.open(directory.resolve("rough"))) {
      CampaignRow campaign = takeIn(real);
      AbsentLedger absent = new AbsentLedger(real);
      try (BatchEngine engine = engine(absent.ledger(), HELD)) {
        Slice slice = open(engine, absent.ledger(), campaign);
        absent.goAway();
        untilItWaits(engine);
        assertThat(mostHeld.get())
            .as("bytes held, of about %d in all", STRUCTURES * RESULT_BYTES)
            .isBetween(HELD, HELD + BATCH * RESULT_BYTES);
        assertThat(steps.get()).isBetween(2, STRUCTURES / BATCH - 1);
        slice.throwIfFailed();
        long committed =
            TakenIn.results(real, campaign, 0).stream()
                .filter(r -> r.status().isTerminal())
                .count();
        absent.comeBack();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(slice::isEmpty);
        assertThat(committed).isLessThan(STRUCTURES);
        assertThat(engine.uncommittedBytes()).isZero();
      }
      assertAllThereOnce(TakenIn.results(real, campaign, 0), calm);
      assertThat(steps.get())
          .as("steps, none of them taken twice")
          .isLessThan(2 * STRUCTURES / BATCH);
    }
  }

  @Test
  void itWaitsForAServerThatIsAwayForLongerThanTheBoundLasts() throws Exception {
    PostgresServer.missing().ifPresent(why -> Assumptions.abort(why));
    List<ResultRow> calm = calm();
    steps.set(0);
    try (PostgresServer server = PostgresServer.start(List.of());
        SqlLedger ledger = SqlLedger.open(server.schema("away"))) {
      CampaignRow campaign = takeIn(ledger);
      try (BatchEngine engine = engine(ledger, HELD)) {
        Slice slice = open(engine, ledger, campaign);
        server.stop();
        untilItWaits(engine);
        assertThat(mostHeld.get()).isLessThanOrEqualTo(HELD + BATCH * RESULT_BYTES);
        server.start();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(slice::isEmpty);
      }
      assertAllThereOnce(TakenIn.results(ledger, campaign, 0), calm);
    }
  }

  /** A lease that runs out meanwhile is no reason to give up what others have in hand. */
  @Test
  void itOutlivesTheEndOfALeaseWhileTheLedgerIsAway() throws Exception {
    try (SqlLedger real = SqlLedger.open(directory.resolve("lease"))) {
      CampaignRow campaign = takeIn(real);
      AbsentLedger absent = new AbsentLedger(real);
      try (BatchEngine engine = engine(absent.ledger(), HELD)) {
        Slice slice = open(engine, absent.ledger(), campaign);
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(slice::isEmpty);
        absent.goAway();
        slice.idle();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> engine.shards() == 0);
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(engine.hasFailed()).isFalse();
        absent.comeBack();
      }
    }
  }
}

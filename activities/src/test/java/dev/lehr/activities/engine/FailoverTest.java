package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.PostgresServer;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's server goes away and comes back while an engine computes. */
@Timeout(120)
class FailoverTest {

  private static final LennardJones MODEL =
      new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial());

  @TempDir Path directory;

  private static List<Structure> clusters() {
    List<Structure> all = new ArrayList<>();
    for (int size : new int[] {13, 12, 11, 10}) {
      ClusterSpec spec = ClusterSpec.of("Ar", List.of(size), 1, 1.1, 40L + all.size());
      Structure one = new ClusterGenerator(spec, "clusters").structures().get(0);
      all.add(one.toBuilder().id("c" + all.size()).build());
    }
    return all;
  }

  private static StagePlan plan(CampaignRow campaign) {
    Fire fire =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.none(),
            Convergence.force(1e-9, 100_000));
    return new StagePlan(
        campaign.id(),
        MODEL.digest(),
        List.of(
            new StagePlan.Stage(0, "relax", fire),
            new StagePlan.Stage(1, "static", new StaticStepper())),
        40);
  }

  /** Counts steps, and slows them down. */
  private static final class Steps implements EngineListener {
    final AtomicLong taken = new AtomicLong();
    final long millis;

    Steps(long millis) {
      this.millis = millis;
    }

    @Override
    public void started(TaskKey task, long iteration) {}

    @Override
    public void stepped(int systems, int atoms, double occupancy) {
      taken.incrementAndGet();
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private interface Meanwhile {
    void happens(Steps steps) throws Exception;
  }

  private List<ResultRow> run(SqlLedger ledger, String name, long millis, Meanwhile meanwhile)
      throws Exception {
    CampaignRow campaign =
        TakenIn.campaign(
            ledger, "clusters", MODEL.digest(), List.of("relax", "static"), clusters(), 10);
    Steps steps = new Steps(millis);
    EngineSettings settings = EngineSettings.of(MemoryMetric.N_ATOMS, 1000).ticking(20, 200);
    try (BatchEngine engine =
        new BatchEngine(
            MODEL, Workers.serial(), settings, ledger, directory.resolve(name), "p", steps)) {
      Slice slice =
          engine.openSlice(
              new ShardKey(campaign.id(), 0, 0),
              TakenIn.claim(ledger, campaign, 0),
              plan(campaign));
      meanwhile.happens(steps);
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(slice::isEmpty);
    }
    List<ResultRow> all = new ArrayList<>(TakenIn.results(ledger, campaign, 0));
    all.addAll(TakenIn.results(ledger, campaign, 1));
    return all;
  }

  @Test
  void whatIsComputedWhileTheServerIsAwayIsHeldAndDelivered() throws Exception {
    PostgresServer.missing().ifPresent(why -> Assumptions.abort(why));
    List<ResultRow> calm;
    try (SqlLedger ledger = SqlLedger.open(directory.resolve("calm"))) {
      calm = run(ledger, "calm", 0, steps -> {});
    }
    try (PostgresServer server = PostgresServer.start(List.of());
        SqlLedger ledger = SqlLedger.open(server.schema("failover"))) {
      List<ResultRow> rough =
          run(
              ledger,
              "rough",
              3,
              steps -> {
                for (int round = 1; round <= 3; round++) {
                  long before = steps.taken.get();
                  Awaitility.await()
                      .atMost(30, TimeUnit.SECONDS)
                      .until(() -> steps.taken.get() > before + 15);
                  server.stop();
                  TimeUnit.MILLISECONDS.sleep(1200);
                  server.start();
                }
              });
      assertThat(rough).hasSize(8).allMatch(r -> r.status() == TaskStatus.CONVERGED);
      for (int i = 0; i < rough.size(); i++) {
        assertThat(rough.get(i).energy()).isEqualTo(calm.get(i).energy());
        assertThat(rough.get(i).state().orElseThrow()).isEqualTo(calm.get(i).state().orElseThrow());
        assertThat(rough.get(i).iterations()).isEqualTo(calm.get(i).iterations());
      }
    }
  }
}

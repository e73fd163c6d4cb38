package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerWrite;
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
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.workflows.status.TaskStatus;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When an engine commits that need not do so for an hour. */
@Timeout(60)
class CommitTimesTest {

  private static final LennardJones MODEL =
      new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial());
  private static final int HOUR = 3_600_000;

  /** Steps that may be lost; a checkpoint is taken after half of them. */
  private static final int RISK = 80;

  @TempDir Path directory;

  private static StagePlan plan(CampaignRow campaign, int iterations) {
    Fire fire =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.none(),
            Convergence.force(1e-30, iterations));
    return new StagePlan(
        campaign.id(), MODEL.digest(), List.of(new StagePlan.Stage(0, "relax", fire)), RISK);
  }

  private List<ResultRow> run(Ledger ledger, int iterations, EngineListener listener)
      throws Exception {
    CampaignRow campaign =
        TakenIn.campaign(
            ledger,
            "clusters",
            MODEL.digest(),
            List.of("relax"),
            new ClusterGenerator(ClusterSpec.of("Ar", List.of(13), 1, 1.1, 7), "c").structures(),
            1);
    EngineSettings settings = EngineSettings.of(MemoryMetric.N_ATOMS, 100).ticking(HOUR, 200);
    try (BatchEngine engine =
        new BatchEngine(MODEL, Workers.serial(), settings, ledger, directory, "p", listener)) {
      Slice slice =
          engine.openSlice(
              new ShardKey(campaign.id(), 0, 0),
              TakenIn.claim(ledger, campaign, 0),
              plan(campaign, iterations));
      Awaitility.await().atMost(40, TimeUnit.SECONDS).until(slice::isEmpty);
    }
    return TakenIn.results(ledger, campaign, 0);
  }

  @Test
  void whereNothingIsLeftToDoWhatWasDoneIsCommittedAtOnce() throws Exception {
    try (SqlLedger ledger = SqlLedger.open(directory)) {
      assertThat(run(ledger, RISK / 4, EngineListener.NONE))
          .extracting(ResultRow::status)
          .containsExactly(TaskStatus.MAX_ITERATIONS);
    }
  }

  /** Notes how far the last checkpoint was that was committed. */
  private static Ledger noting(Ledger real, AtomicLong committed) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(real, arguments);
              if (method.getName().equals("commit")) {
                for (Object group : (List<?>) arguments[0]) {
                  for (LedgerWrite write : ((FencedWrites) group).writes()) {
                    if (write instanceof LedgerWrite.Progressed progressed) {
                      committed.set(progressed.checkpoint().iterations());
                    }
                  }
                }
              }
              return answer;
            });
  }

  /** It is held up one step before it would have to wait for a commit. */
  @Test
  void aCheckpointIsCommittedBeforeItsSystemWouldHaveToWait() throws Exception {
    AtomicLong committed = new AtomicLong();
    AtomicLong then = new AtomicLong();
    EngineListener stops =
        new EngineListener() {
          @Override
          public boolean wantsMoves() {
            return true;
          }

          @Override
          public void moved(TaskKey task, long iteration) {
            if (iteration == RISK - 2) {
              Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> committed.get() > 0);
              then.set(committed.get());
            }
          }
        };
    try (SqlLedger ledger = SqlLedger.open(directory)) {
      run(noting(ledger, committed), 2 * RISK, stops);
    }
    assertThat(then.get()).isEqualTo(RISK / 2);
  }
}

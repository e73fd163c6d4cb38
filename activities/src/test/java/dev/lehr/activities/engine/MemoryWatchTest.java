package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.run.EnginePool;
import dev.lehr.simulation.autobatch.DeviceMemory;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device with a memory of its own, whose limit is found out. */
class MemoryWatchTest {

  private static final LennardJones ARGON =
      new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial());

  /** Needs 1 MB and 10 kB an atom; what it needed most is in use, as with a caching allocator. */
  private static final class Card implements Model, DeviceMemory {
    private final String name;
    private final long total;
    private final AtomicInteger forwards = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger largest = new AtomicInteger();
    private volatile long peak;

    Card(String name, long total) {
      this.name = name;
      this.total = total;
    }

    @Override
    public void evaluate(SimState state, ModelOutput output) {
      long needed = 1_000_000 + 10_000L * state.nAtoms();
      if (needed > total) {
        failures.incrementAndGet();
        throw new DeviceOutOfMemoryException("CUDA out of memory");
      }
      forwards.incrementAndGet();
      largest.accumulateAndGet(state.nAtoms(), Math::max);
      peak = Math.max(peak, needed);
      ARGON.evaluate(state, output);
    }

    @Override
    public void resetPeak() {
      peak = 0;
    }

    @Override
    public long peakBytes() {
      return peak;
    }

    @Override
    public long budgetBytes() {
      return total;
    }

    @Override
    public String device() {
      return name;
    }

    @Override
    public Optional<DeviceMemory> memory() {
      return Optional.of(this);
    }

    @Override
    public String name() {
      return "argon";
    }

    @Override
    public String digest() {
      return ARGON.digest();
    }

    @Override
    public double cutoff() {
      return ARGON.cutoff();
    }

    @Override
    public boolean supports(int atomicNumber) {
      return true;
    }

    @Override
    public MemoryMetric memoryScalesWith() {
      return MemoryMetric.N_ATOMS;
    }
  }

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

  private CampaignRow takeIn(String name, int structures, int shardSize) {
    List<Structure> clusters = new ArrayList<>();
    for (int i = 0; i < structures; i++) {
      Structure s =
          new ClusterGenerator(ClusterSpec.of("Ar", List.of(4 + i % 9), 1, 1.1, i), "c")
              .structures()
              .get(0);
      clusters.add(s.toBuilder().id("c" + i).build());
    }
    return TakenIn.campaign(ledger, name, ARGON.digest(), List.of("relax"), clusters, shardSize);
  }

  private static StagePlan plan(CampaignRow campaign) {
    Fire fire =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.none(),
            Convergence.force(1e-4, 2000));
    return new StagePlan(
        campaign.id(), ARGON.digest(), List.of(new StagePlan.Stage(0, "relax", fire)));
  }

  private Fence claim(CampaignRow campaign, int lane) {
    return TakenIn.claim(ledger, campaign, lane);
  }

  private static EngineSettings automatic() {
    return EngineSettings.of(MemoryMetric.N_ATOMS, 1).withOversizedAlone().ticking(20, 200);
  }

  private void run(Card card, CampaignRow campaign) throws Exception {
    try (BatchEngine engine =
        new BatchEngine(
            card, Workers.serial(), automatic(), ledger, directory, "life", EngineListener.NONE)) {
      Slice slice =
          engine.openSlice(new ShardKey(campaign.id(), 0, 0), claim(campaign, 0), plan(campaign));
      Awaitility.await().until(slice::isEmpty);
    }
    assertThat(TakenIn.results(ledger, campaign, 0))
        .isNotEmpty()
        .allMatch(r -> r.status() == TaskStatus.CONVERGED);
  }

  @Test
  void whatFitsIsProbedOnceThenFollowedAndRememberedForTheNextProcess() throws Exception {
    // 3 MB: 200 atoms in a batch.
    Card card = new Card("card", 3_000_000);
    run(card, takeIn("first", 120, 1000));
    assertThat(card.failures).hasValueGreaterThan(0);
    int probed = card.failures.get();
    // Batches come close to what there is without running out of it again.
    assertThat(card.largest.get()).isBetween(120, 200);
    assertThat(Files.readString(directory.resolve("device-memory.json"))).contains("card");

    Card again = new Card("card", 3_000_000);
    run(again, takeIn("second", 120, 1000));
    assertThat(again.failures.get()).isLessThan(probed);
    assertThat(again.failures).hasValue(0);
  }

  @Test
  void aRecordOfProbesThatIsDamagedCostsAProbe() throws Exception {
    Files.writeString(directory.resolve("device-memory.json"), "{ torn");
    Card card = new Card("card", 2_000_000);
    run(card, takeIn("first", 30, 1000));
    assertThat(card.failures).hasValueGreaterThan(0);
    assertThat(Files.readString(directory.resolve("device-memory.json"))).contains("card");
  }

  @Test
  void shardsAreSpreadOverTheDevicesAndStayWhereTheyAre() throws Exception {
    CampaignRow campaign = takeIn("spread", 80, 10);
    Map<String, Card> cards =
        Map.of("0", new Card("zero", 2_000_000), "1", new Card("one", 2_000_000));
    try (EnginePool pool =
        new EnginePool(
            ledger,
            directory,
            Workers.serial(),
            List.of("0", "1"),
            (c, device) -> cards.getOrDefault(device, cards.get("0")),
            c -> automatic(),
            HostLimits.usual(),
            EngineListener.NONE)) {
      List<Slice> slices = new ArrayList<>();
      for (int shard = 0; shard < 8; shard++) {
        ShardKey key = new ShardKey(campaign.id(), 0, shard);
        BatchEngine engine = pool.engineFor(campaign, key);
        slices.add(engine.openSlice(key, claim(campaign, shard), plan(campaign)));
        assertThat(pool.engineFor(campaign, key)).isSameAs(engine);
      }
      assertThat(pool.started()).hasSize(2);
      for (Slice slice : slices) {
        Awaitility.await().until(slice::isEmpty);
      }
    }
    assertThat(cards.values()).allMatch(card -> card.forwards.get() > 20);
    assertThat(TakenIn.results(ledger, campaign, 0))
        .hasSize(80)
        .allMatch(r -> r.status() == TaskStatus.CONVERGED);
  }

  @Test
  void aModelThatRunsOnTheHostGetsOneEngineHoweverManyDevicesThereAre() {
    CampaignRow campaign = takeIn("host", 3, 10);
    try (EnginePool pool =
        new EnginePool(
            ledger,
            directory,
            Workers.serial(),
            List.of("0", "1", "2"),
            (c, device) -> ARGON,
            c -> automatic(),
            HostLimits.usual(),
            EngineListener.NONE)) {
      for (int shard = 0; shard < 3; shard++) {
        pool.engineFor(campaign, new ShardKey(campaign.id(), 0, shard));
      }
      assertThat(pool.started()).hasSize(1);
    }
  }
}

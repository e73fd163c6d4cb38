package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.schedule.Customer;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns, stages and steppers that share one engine; and memory that is too little for them. */
class SharedEngineTest {

  private static final LennardJones ARGON =
      new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial());

  /** Argon on a device that holds so many atoms. */
  private static final class Small implements Model {
    private final int atoms;
    private final AtomicLong largest = new AtomicLong();

    Small(int atoms) {
      this.atoms = atoms;
    }

    @Override
    public void evaluate(SimState state, ModelOutput output) {
      if (state.nAtoms() > atoms) {
        throw new DeviceOutOfMemoryException("CUDA out of memory");
      }
      largest.accumulateAndGet(state.nAtoms(), Math::max);
      ARGON.evaluate(state, output);
    }

    @Override
    public String name() {
      return ARGON.name();
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

  private BatchEngine engine(Model model, double maxAtoms, EngineListener listener) {
    EngineSettings settings = EngineSettings.of(MemoryMetric.N_ATOMS, maxAtoms).ticking(20, 200);
    return new BatchEngine(model, Workers.serial(), settings, ledger, directory, "life", listener);
  }

  private static List<Structure> clusters(int n, int least, int most) {
    List<Structure> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int size = least + (i * 7) % (most - least + 1);
      Structure one =
          new ClusterGenerator(ClusterSpec.of("Ar", List.of(size), 1, 1.1, 90L + i), "c")
              .structures()
              .get(0);
      all.add(one.toBuilder().id("c" + i).build());
    }
    return all;
  }

  private CampaignRow takeIn(String name, List<Structure> structures) {
    return TakenIn.campaign(
        ledger, name, ARGON.digest(), List.of("first", "static"), structures, 1000);
  }

  private static StagePlan plan(CampaignRow campaign, Stepper first, Customer customer) {
    return new StagePlan(
        campaign.id(),
        ARGON.digest(),
        List.of(
            new StagePlan.Stage(0, "first", first),
            new StagePlan.Stage(1, "static", new StaticStepper())),
        customer,
        40);
  }

  private static Stepper relax(double fmax) {
    return new Fire(
        FireSettings.defaults(FireSettings.Flavour.ASE),
        CellFilter.none(),
        Convergence.force(fmax, 2000));
  }

  private Slice open(BatchEngine engine, CampaignRow campaign, StagePlan plan) throws Exception {
    Fence fence = TakenIn.claim(ledger, campaign, 0);
    return engine.openSlice(new ShardKey(campaign.id(), 0, 0), fence, plan);
  }

  private List<ResultRow> results(CampaignRow campaign, int stage) {
    return TakenIn.results(ledger, campaign, stage);
  }

  @Test
  void whereMemoryIsHalfOfWhatWasSaidNothingIsLostAndNoBitChanges() throws Exception {
    List<Structure> structures = clusters(40, 3, 14);
    CampaignRow calm = takeIn("calm", structures);
    try (BatchEngine engine = engine(ARGON, 100, EngineListener.NONE)) {
      Awaitility.await()
          .until(open(engine, calm, plan(calm, relax(1e-4), Customer.only()))::isEmpty);
    }
    CampaignRow tight = takeIn("tight", structures);
    Small device = new Small(50);
    try (BatchEngine engine = engine(device, 100, EngineListener.NONE)) {
      Slice slice = open(engine, tight, plan(tight, relax(1e-4), Customer.only()));
      Awaitility.await().until(slice::isEmpty);
      assertThat(slice.outOfMemory()).isPositive();
      assertThat(slice.evictions()).isPositive();
      assertThat(slice.waste().busy()).isPositive();
    }
    assertThat(device.largest).hasValueLessThanOrEqualTo(50).hasValueGreaterThan(35);
    for (int stage = 0; stage < 2; stage++) {
      List<ResultRow> expected = results(calm, stage);
      List<ResultRow> found = results(tight, stage);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(found.get(i).status()).isEqualTo(TaskStatus.CONVERGED);
        assertThat(found.get(i).state().orElseThrow())
            .isEqualTo(expected.get(i).state().orElseThrow());
        assertThat(found.get(i).swapAttempts()).isEqualTo(expected.get(i).swapAttempts());
      }
    }
  }

  @Test
  void oneThatFindsNoMemoryAloneFailsWithTheReasonAndTheOthersAreDone() throws Exception {
    List<Structure> structures = new ArrayList<>(clusters(12, 3, 9));
    structures.set(5, clusters(1, 30, 30).get(0).toBuilder().id("large").build());
    CampaignRow campaign = takeIn("large", structures);
    try (BatchEngine engine = engine(new Small(25), 60, EngineListener.NONE)) {
      Awaitility.await()
          .until(open(engine, campaign, plan(campaign, relax(1e-3), Customer.only()))::isEmpty);
      assertThat(engine.hasFailed()).isFalse();
    }
    List<ResultRow> found = results(campaign, 0);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).status())
          .isEqualTo(i == 5 ? TaskStatus.FAILED : TaskStatus.CONVERGED);
    }
    assertThat(found.get(5).reason()).isEqualTo("out_of_memory");
    assertThat(found.get(5).detail()).contains("alone").contains("CUDA out of memory");
  }

  @Test
  void aSmallUrgentCampaignIsDoneWhileAHugeOneRuns() throws Exception {
    CampaignRow huge = takeIn("huge", clusters(300, 8, 12));
    CampaignRow urgent = takeIn("urgent", clusters(10, 8, 12));
    // The huge one is molecular dynamics that alone would hold the batch for a long time.
    Stepper dynamics =
        new Dynamics(new DynamicsSettings(Ensemble.nve(), 20, 0.1, 3000, 0), 5, "md");
    try (BatchEngine engine = engine(ARGON, 60, EngineListener.NONE)) {
      Slice slow = open(engine, huge, plan(huge, dynamics, new Customer("huge", 0, 1)));
      Awaitility.await().until(() -> engine.stats().inFlight() > 3);
      Slice fast = open(engine, urgent, plan(urgent, relax(1e-2), new Customer("urgent", 1, 1)));
      Awaitility.await().until(fast::isEmpty);
      assertThat(results(urgent, 1)).allMatch(r -> r.status() == TaskStatus.CONVERGED);
      assertThat(engine.stats().waiting()).isGreaterThan(200);
      assertThat(engine.stats().loop().evictions()).isPositive();
      slow.evict();
    }
    // Those that made room kept their steps.
    List<ResultRow> paused = results(huge, 0);
    assertThat(paused).anyMatch(r -> r.status() == TaskStatus.RUNNING && r.iterations() > 0);
    assertThat(paused).noneMatch(r -> r.status() == TaskStatus.FAILED);
  }

  @Test
  void twoCampaignsOfEqualPriorityShareTheDeviceByWeight() throws Exception {
    CampaignRow one = takeIn("one", clusters(120, 9, 9));
    CampaignRow three = takeIn("three", clusters(120, 9, 9));
    AtomicLong oneSteps = new AtomicLong();
    AtomicLong threeSteps = new AtomicLong();
    EngineListener listener =
        new EngineListener() {
          @Override
          public boolean wantsMoves() {
            return true;
          }

          @Override
          public void moved(TaskKey task, long iteration) {
            (task.campaignId() == one.id() ? oneSteps : threeSteps).incrementAndGet();
          }
        };
    Stepper dynamics = new Dynamics(new DynamicsSettings(Ensemble.nve(), 20, 0.1, 200, 0), 5, "md");
    try (BatchEngine engine = engine(ARGON, 72, listener)) {
      Slice a = open(engine, one, plan(one, dynamics, new Customer("one", 0, 1)));
      Slice b = open(engine, three, plan(three, dynamics, new Customer("three", 0, 3)));
      Awaitility.await().until(() -> threeSteps.get() > 12_000);
      double ratio = (double) threeSteps.get() / oneSteps.get();
      assertThat(ratio).isBetween(2.2, 4.0);
      a.evict();
      b.evict();
    }
  }

  /** It once flushed after every step: half of a run's time went into commits. */
  @Test
  void commitsComeInTicksAndNotWithEveryStep() throws Exception {
    CampaignRow campaign = takeIn("ticks", clusters(10, 8, 12));
    AtomicLong commits = new AtomicLong();
    Ledger counted =
        (Ledger)
            Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, method, args) -> {
                  commits.addAndGet(method.getName().equals("commit") ? 1 : 0);
                  return method.invoke(ledger, args);
                });
    EngineSettings settings = EngineSettings.of(MemoryMetric.N_ATOMS, 200).ticking(60_000, 200);
    Stepper dynamics = new Dynamics(new DynamicsSettings(Ensemble.nve(), 20, 0.1, 400, 0), 5, "md");
    try (BatchEngine engine =
        new BatchEngine(
            ARGON, Workers.serial(), settings, counted, directory, "life", EngineListener.NONE)) {
      Slice slice = open(engine, campaign, plan(campaign, dynamics, Customer.only()));
      Awaitility.await()
          .until(
              () -> {
                engine.flush();
                return slice.isEmpty();
              });
      // 400 steps, of which 40 at most may be at risk; and the flushes of this test, 10 a second.
      assertThat(engine.stats().loop().steps()).isGreaterThanOrEqualTo(400);
      assertThat(commits).hasValueLessThan(150);
    }
  }
}

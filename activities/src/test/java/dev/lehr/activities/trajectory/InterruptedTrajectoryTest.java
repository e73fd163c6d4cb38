package dev.lehr.activities.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.engine.BatchEngine;
import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.EngineSettings;
import dev.lehr.activities.engine.Slice;
import dev.lehr.activities.engine.StagePlan;
import dev.lehr.activities.files.ExtxyzReader;
import dev.lehr.activities.files.ReadResult;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.activities.ledger.TrajectorySegment;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.dynamics.Velocities;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.StartConditions;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.contract.Intent;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines that die at any moment around a commit leave trajectories as if nothing had happened. */
@Timeout(120)
class InterruptedTrajectoryTest {

  private static final int STRUCTURES = 18;
  private static final int SHARDS = 3;
  private static final int EVERY = 7;
  private static final List<Integer> STAGES = List.of(0, 1);

  @TempDir Path directory;

  private static List<Structure> clusters() {
    return new ClusterGenerator(
            ClusterSpec.of("Ar", List.of(3, 8, 5), STRUCTURES / 3, 1.1225, 11), "test")
        .structures();
  }

  private static CampaignRow create(Ledger ledger) {
    List<StructureRow> rows = new ArrayList<>();
    for (Structure s : clusters()) {
      rows.add(
          new StructureRow(
              s.id(),
              s.contentDigest(),
              s.source(),
              s.nAtoms(),
              s.formula(),
              StructureCodec.encode(s),
              Optional.empty()));
    }
    return ledger.createCampaign(
        new NewCampaign(
            "argon",
            "{}",
            "d",
            "m",
            List.of("relax", "static"),
            StageGraph.chain(2),
            STRUCTURES / SHARDS,
            SHARDS,
            false),
        rows.iterator());
  }

  private static StagePlan plan(long campaign) {
    Fire fire =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.none(),
            Convergence.force(0.01, 400));
    return new StagePlan(
        campaign,
        "m",
        List.of(
            new StagePlan.Stage(0, "relax", fire, StartConditions.none(), EVERY),
            new StagePlan.Stage(
                1, "static", new StaticStepper(), StartConditions.none(), Long.MAX_VALUE)),
        10);
  }

  /** Dynamics of two stages, the second of which goes on from the first, with momenta in frames. */
  private static StagePlan dynamics(long campaign, FrameStyle style) {
    DynamicsSettings.Builder heat =
        DynamicsSettings.builder(Ensemble.nvtLangevin(), 300).timestep(0.05).steps(60);
    DynamicsSettings.Builder free =
        DynamicsSettings.builder(Ensemble.nve(), 300)
            .timestep(0.05)
            .steps(50)
            .velocities(Velocities.CONTINUE)
            .displacementsEvery(4);
    return new StagePlan(
        campaign,
        "m",
        List.of(
            new StagePlan.Stage(
                0,
                "relax",
                new Dynamics(heat.build(), 3, "heat"),
                StartConditions.none(),
                EVERY,
                style),
            new StagePlan.Stage(
                1,
                "static",
                new Dynamics(free.build(), 3, "free"),
                StartConditions.none(),
                EVERY,
                style)));
  }

  /**
   * Lives that are one incarnation: so many deaths in a row, of everybody, would convict somebody.
   */
  private static final int SAME = 0;

  private static BatchEngine engine(Ledger ledger, Path workspace, double maxAtoms, int life) {
    return engine(ledger, workspace, maxAtoms, life, 50);
  }

  private static BatchEngine engine(
      Ledger ledger, Path workspace, double maxAtoms, int life, int tickMillis) {
    return new BatchEngine(
        new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial()),
        Workers.serial(),
        EngineSettings.of(MemoryMetric.N_ATOMS, maxAtoms).ticking(tickMillis, 30_000),
        ledger,
        workspace,
        "life-" + life,
        EngineListener.NONE);
  }

  private static boolean isDone(Ledger ledger, long campaign) {
    for (int shard = 0; shard < SHARDS; shard++) {
      if (!ledger.isShardDone(new ShardKey(campaign, 0, shard))) {
        return false;
      }
    }
    return true;
  }

  /** One life of a process: runs until all is done, the engine fails, or it is told to stop. */
  private static void live(
      Ledger ledger, CampaignRow campaign, BatchEngine engine, int life, long stopAfterMillis)
      throws InterruptedException {
    live(ledger, campaign, engine, life, stopAfterMillis, plan(campaign.id()));
  }

  private static void live(
      Ledger ledger,
      CampaignRow campaign,
      BatchEngine engine,
      int life,
      long stopAfterMillis,
      StagePlan plan)
      throws InterruptedException {
    List<Slice> slices = new ArrayList<>();
    try {
      for (int shard = 0; shard < SHARDS; shard++) {
        slices.add(
            engine.openSlice(new ShardKey(campaign.id(), 0, shard), new Fence(life, 1, 1), plan));
      }
      long end = System.nanoTime() + stopAfterMillis * 1_000_000;
      while (!engine.hasFailed() && !isDone(ledger, campaign.id()) && System.nanoTime() < end) {
        Thread.sleep(1);
      }
      for (Slice slice : slices) {
        slice.evict();
      }
    } catch (IllegalStateException | LedgerException e) {
      assertThat(String.valueOf(e)).containsAnyOf("killed", "the disk is full", "closed");
    }
    engine.close();
  }

  /** A ledger that fails now and then, before or after a commit. */
  private static Ledger failing(Ledger ledger, Random random, int oneIn) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, args) -> {
              boolean commits = method.getName().equals("commit") && hasFrames((List<?>) args[0]);
              int fate = commits ? random.nextInt(3 * oneIn) : -1;
              if (fate == 0) {
                throw new LedgerException("killed before the commit", null, false);
              }
              if (fate == 1 && random.nextInt(5) == 0) {
                throw new LedgerException("the disk is full", null, true);
              }
              try {
                Object answer = method.invoke(ledger, args);
                if (fate == 2) {
                  throw new LedgerException("killed after the commit", null, false);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static boolean hasFrames(List<?> groups) {
    return groups.stream().anyMatch(g -> !((FencedWrites) g).segments().isEmpty());
  }

  private static String export(Ledger ledger, CampaignRow campaign, Path workspace)
      throws IOException {
    StringBuilder text = new StringBuilder();
    new TrajectoryExport(workspace, ledger).write(campaign, STAGES, OptionalLong.empty(), text);
    return text.toString();
  }

  private String undisturbed() throws Exception {
    Path workspace = directory.resolve("calm");
    try (Ledger ledger = SqlLedger.open(workspace)) {
      CampaignRow campaign = create(ledger);
      live(ledger, campaign, engine(ledger, workspace, 1000, 1), 1, 30_000);
      assertThat(isDone(ledger, campaign.id())).isTrue();
      return export(ledger, campaign, workspace);
    }
  }

  private static List<Path> files(Path workspace) throws IOException {
    Path root = workspace.resolve(SegmentWriter.DIRECTORY);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /**
   * What a process that died while it wrote, or woke up after its fence was lost, leaves behind.
   */
  private static void litter(Path workspace, Random random) throws IOException {
    for (Path file : files(workspace)) {
      if (random.nextBoolean()) {
        Files.writeString(file, "3\nlehr_structure=0 half a fra", StandardOpenOption.APPEND);
      }
    }
  }

  @Test
  void anInterruptedAndResumedTrajectoryIsByteForByteTheUndisturbedOne() throws Exception {
    String expected = undisturbed();
    assertThat(expected.lines().filter(l -> l.contains("lehr_step=")).count())
        .isGreaterThan(5 * STRUCTURES);
    int deaths = 0;
    for (int seed = 0; seed < 3; seed++) {
      Random random = new Random(seed);
      Path workspace = directory.resolve("killed-" + seed);
      try (Ledger ledger = SqlLedger.open(workspace)) {
        CampaignRow campaign = create(ledger);
        int life = 0;
        while (!isDone(ledger, campaign.id())) {
          life++;
          assertThat(life).isLessThan(500);
          Ledger failing = failing(ledger, random, 3 + seed);
          live(
              ledger,
              campaign,
              engine(failing, workspace, 8 + random.nextInt(60), SAME, 3),
              life,
              20 + random.nextInt(200));
          litter(workspace, random);
        }
        deaths += life - 1;
        String found = export(ledger, campaign, workspace);
        assertThat(found.equals(expected)).as("seed %d, %d lives", seed, life).isTrue();
        long counted =
            STAGES.stream()
                .flatMap(s -> ledger.trajectorySegments(campaign.id(), s).stream())
                .mapToLong(TrajectorySegment::frames)
                .sum();
        assertThat(counted)
            .as("each frame is counted once")
            .isEqualTo(expected.lines().filter(l -> l.contains("lehr_step=")).count());
      }
    }
    assertThat(deaths).isGreaterThan(8);
  }

  private String calm(String name, FrameStyle style) throws Exception {
    Path workspace = directory.resolve(name);
    try (Ledger ledger = SqlLedger.open(workspace)) {
      CampaignRow campaign = create(ledger);
      StagePlan plan = dynamics(campaign.id(), style);
      live(ledger, campaign, engine(ledger, workspace, 1000, 1), 1, 30_000, plan);
      assertThat(isDone(ledger, campaign.id())).isTrue();
      return export(ledger, campaign, workspace) + results(ledger, campaign);
    }
  }

  /** Properties of all results: means, displacements. */
  private static String results(Ledger ledger, CampaignRow campaign) {
    StringBuilder all = new StringBuilder();
    for (int stage : STAGES) {
      ledger.forEachResult(
          campaign.id(),
          stage,
          Set.of(),
          false,
          r -> all.append(r.status()).append(r.properties()).append('\n'));
    }
    return all.toString();
  }

  @Test
  void binaryFramesOfDynamicsAreThoseOfExtendedXyzHoweverOftenTheProcessDies() throws Exception {
    String expected = calm("text", new FrameStyle(FrameFormat.EXTXYZ, true, false));
    assertThat(expected).contains(":momenta:R:3:").contains("md_msd");
    FrameStyle packed = new FrameStyle(FrameFormat.BINARY, true, true);
    assertThat(calm("packed", packed).equals(expected)).isTrue();
    assertThat(files(directory.resolve("packed")))
        .hasSize(2 * SHARDS)
        .allSatisfy(f -> assertThat(f.toString()).endsWith(".frames"));
    Random random = new Random(5);
    Path workspace = directory.resolve("killed");
    try (Ledger ledger = SqlLedger.open(workspace)) {
      CampaignRow campaign = create(ledger);
      StagePlan plan = dynamics(campaign.id(), packed);
      int life = 0;
      while (!isDone(ledger, campaign.id())) {
        life++;
        assertThat(life).isLessThan(500);
        BatchEngine engine =
            engine(failing(ledger, random, 1), workspace, 8 + random.nextInt(60), SAME, 3);
        live(ledger, campaign, engine, life, 20 + random.nextInt(200), plan);
        litter(workspace, random);
      }
      assertThat(life).isGreaterThan(3);
      String found = export(ledger, campaign, workspace) + results(ledger, campaign);
      assertThat(found.equals(expected)).as("%d lives", life).isTrue();
    }
  }

  @Test
  void aDamagedChunkIsNamed() throws Exception {
    calm("packed", new FrameStyle(FrameFormat.BINARY, false, false));
    Path workspace = directory.resolve("packed");
    Path file =
        files(workspace).stream().filter(f -> f.toString().contains("relax")).findFirst().get();
    byte[] bytes = Files.readAllBytes(file);
    try (Ledger ledger = SqlLedger.openReadOnly(workspace)) {
      CampaignRow campaign = ledger.findCampaign("argon").orElseThrow();
      byte[] damaged = bytes.clone();
      damaged[300] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> export(ledger, campaign, workspace))
          .isInstanceOf(TrajectoryException.class)
          .hasMessage(file + ": found a chunk of frames with a damaged body at byte 0");
      damaged = bytes.clone();
      damaged[9] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> export(ledger, campaign, workspace))
          .isInstanceOf(TrajectoryException.class)
          .hasMessageStartingWith(
              file + ": found a chunk of frames with a damaged head, expected ");
      Files.write(file, java.util.Arrays.copyOf(bytes, 100));
      assertThatThrownBy(() -> export(ledger, campaign, workspace))
          .isInstanceOf(TrajectoryException.class)
          .hasMessageStartingWith(file + ": found 100 bytes, expected ");
    }
  }

  @Test
  void framesAreAtTheStartAtEachMultipleAndAtTheEndAndReadBackAsTheyWere() throws Exception {
    Path file = directory.resolve("all.extxyz");
    Files.writeString(file, undisturbed());
    List<Structure> frames = new ArrayList<>();
    try (var reader = ExtxyzReader.open(file, "all.extxyz", Optional.of("lehr_id"))) {
      while (reader.hasNext()) {
        frames.add(((ReadResult.Read) reader.next()).structure());
      }
    }
    Path workspace = directory.resolve("calm");
    try (Ledger ledger = SqlLedger.openReadOnly(workspace)) {
      CampaignRow campaign = ledger.findCampaign("argon").orElseThrow();
      List<Long> expected = new ArrayList<>();
      List<Double> energies = new ArrayList<>();
      List<List<Long>> ends = List.of(new ArrayList<>(), new ArrayList<>());
      for (int stage : STAGES) {
        ledger.forEachResult(
            campaign.id(),
            stage,
            Set.of(),
            false,
            r -> {
              ends.get(stage).add((long) r.iterations());
              energies.add(r.energy());
            });
      }
      for (int i = 0; i < STRUCTURES; i++) {
        for (long step = 0; step < ends.get(0).get(i); step += EVERY) {
          expected.add(step);
        }
        expected.add(ends.get(0).get(i));
        expected.add(0L);
      }
      assertThat(frames.stream().map(f -> f.info().get("lehr_step")).toList())
          .isEqualTo(List.copyOf(expected));
      List<Structure> last =
          frames.stream().filter(f -> "static".equals(f.info().get("lehr_stage"))).toList();
      for (int i = 0; i < STRUCTURES; i++) {
        assertThat(last.get(i).info().get("energy")).isEqualTo(energies.get(STRUCTURES + i));
        assertThat(last.get(i).info().get("lehr_id")).isEqualTo(clusters().get(i).id());
        assertThat(last.get(i).arrays()).containsKey("forces");
      }
      assertThat(frames.get(0).positions()).isEqualTo(clusters().get(0).positions());
    }
  }

  @Test
  void whatAWriterWithoutTheFenceWroteNeverCounts() throws Exception {
    String expected = undisturbed();
    Path workspace = directory.resolve("zombie");
    try (Ledger ledger = SqlLedger.open(workspace)) {
      CampaignRow campaign = create(ledger);
      BatchEngine zombie = engine(ledger, workspace, 10, 1);
      for (int shard = 0; shard < SHARDS; shard++) {
        zombie.openSlice(
            new ShardKey(campaign.id(), 0, shard), new Fence(1, 1, 1), plan(campaign.id()));
      }
      live(ledger, campaign, engine(ledger, workspace, 30, 2), 2, 30_000);
      zombie.close();
      assertThat(isDone(ledger, campaign.id())).isTrue();
      assertThat(export(ledger, campaign, workspace).equals(expected)).isTrue();
    }
  }

  @Test
  void ofAStructureThatWasTriedAgainOnlyTheLastTryIsShown() throws Exception {
    Path workspace = directory.resolve("retried");
    try (Ledger ledger = SqlLedger.open(workspace)) {
      CampaignRow campaign = create(ledger);
      StagePlan short7 =
          new StagePlan(
              campaign.id(),
              "m",
              List.of(
                  new StagePlan.Stage(
                      0,
                      "relax",
                      new Fire(
                          FireSettings.defaults(FireSettings.Flavour.ASE),
                          CellFilter.none(),
                          Convergence.force(1e-9, 5)),
                      StartConditions.none(),
                      2),
                  new StagePlan.Stage(
                      1, "static", new StaticStepper(), StartConditions.none(), Long.MAX_VALUE)),
              10);
      BatchEngine engine = engine(ledger, workspace, 100, 1);
      for (int shard = 0; shard < SHARDS; shard++) {
        engine.openSlice(new ShardKey(campaign.id(), 0, shard), new Fence(1, 1, 1), short7);
      }
      while (!isDone(ledger, campaign.id())) {
        Thread.sleep(2);
      }
      engine.close();
      ledger.recordIntent(new Intent(campaign.id(), "again", Intent.Kind.RETRY));
      live(ledger, campaign, engine(ledger, workspace, 100, 2), 2, 30_000);
      String found = export(ledger, campaign, workspace);
      assertThat(found.replace("lehr_generation=1", "lehr_generation=0")).isEqualTo(undisturbed());
    }
  }

  @Test
  void aFileThatIsNotWhatTheLedgerCountsIsNamed() throws Exception {
    undisturbed();
    Path workspace = directory.resolve("calm");
    Path file =
        files(workspace).stream().filter(f -> f.toString().contains("relax")).findFirst().get();
    assertThat(file.getParent())
        .isEqualTo(workspace.resolve(SegmentWriter.DIRECTORY).resolve("argon@1/relax"));
    try (Ledger ledger = SqlLedger.openReadOnly(workspace)) {
      CampaignRow campaign = ledger.findCampaign("argon").orElseThrow();
      Files.writeString(file, "3\n");
      assertThatThrownBy(() -> export(ledger, campaign, workspace))
          .isInstanceOf(TrajectoryException.class)
          .hasMessageStartingWith(file + ": found 2 bytes, expected ")
          .hasMessageEndingWith("frames, as the ledger counts");
      Files.delete(file);
      assertThatThrownBy(() -> export(ledger, campaign, workspace))
          .hasMessageStartingWith(file + ": found no such file, expected ");
    }
  }

  @Test
  void oneStructureCanBeTakenOut() throws Exception {
    String all = undisturbed();
    Path workspace = directory.resolve("calm");
    try (Ledger ledger = SqlLedger.openReadOnly(workspace)) {
      CampaignRow campaign = ledger.findCampaign("argon").orElseThrow();
      StringBuilder one = new StringBuilder();
      long frames =
          new TrajectoryExport(workspace, ledger)
              .write(campaign, List.of(0), OptionalLong.of(7), one);
      assertThat(frames).isEqualTo(one.toString().lines().filter(l -> l.contains("step=")).count());
      assertThat(one.toString().lines().filter(l -> l.contains("step=")))
          .isNotEmpty()
          .allMatch(l -> l.contains(" lehr_structure=7 ") && l.contains("lehr_stage=relax"));
      assertThat(all).contains(one);
    }
  }
}

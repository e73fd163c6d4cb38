package dev.lehr.bench;

import dev.lehr.activities.campaign.Campaign;
import dev.lehr.activities.campaign.Source;
import dev.lehr.activities.campaign.Stage;
import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.ledger.Waste;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.prototypes.CellChoice;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.PrototypeGenerator;
import dev.lehr.simulation.prototypes.PrototypeSpec;
import dev.lehr.simulation.run.Batching;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.run.Lehr;
import dev.lehr.simulation.run.Optimization;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.worker.run.FinishedRun;
import dev.lehr.worker.run.LehrRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a campaign costs beside its work: the same relaxations by the library alone, and by a
 * campaign with the embedded server and the ledger on disk, in turns.
 *
 * <pre>CampaignMain STRUCTURES TURNS
 * </pre>
 */
public final class CampaignMain {

  private static final double MAX_ATOMS = 1024;
  private static final double RATTLE = 0.1;
  private static final double STRAIN = 0.02;
  private static final long SEED = 42;
  private static final double FMAX = 0.001;
  private static final int LANES = 8;
  private static final int SHARDS = 32;

  private final int structures;
  private final Path scratch;

  private CampaignMain(int structures, Path scratch) {
    this.structures = structures;
    this.scratch = scratch;
  }

  /** See above. */
  public static void main(String[] args) throws IOException {
    int structures = Integer.parseInt(args[0]);
    int turns = Integer.parseInt(args[1]);
    Path scratch = Files.createTempDirectory("lehr-bench");
    try {
      CampaignMain bench = new CampaignMain(structures, scratch);
      bench.library();
      bench.campaign("warm", new Span());
      bench.compare(turns);
      bench.latency();
    } finally {
      try (Stream<Path> all = Files.walk(scratch)) {
        for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void compare(int turns) {
    double[] wall = new double[turns];
    double[] idle = new double[turns];
    for (int turn = 0; turn < turns; turn++) {
      double alone = seconds(this::library);
      String name = "turn-" + turn;
      Span span = new Span();
      double together = seconds(() -> campaign(name, span));
      wall[turn] = together / alone;
      idle[turn] = idle(name, span);
      System.out.printf(
          Locale.ROOT,
          "turn %d: library %.2f s; campaign %.2f s, of which it computes for %.2f s; device idle for"
              + " orchestration %.2f %%%n",
          turn + 1,
          alone,
          together,
          span.seconds(),
          100 * idle[turn]);
    }
    System.out.printf(
        Locale.ROOT,
        "%d structures in %d shards, %d open at a time: campaign / library, median: %.3f; idle %.2f %%%n",
        structures,
        SHARDS,
        LANES,
        median(wall),
        100 * median(idle));
  }

  private static double median(double[] of) {
    double[] sorted = of.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
  }

  private void library() {
    List<Structure> all =
        new PrototypeGenerator(
                PrototypeSpec.of(List.of(Prototype.A1), List.of("Cu"))
                    .withDisorder(RATTLE, STRAIN, SEED, structures)
                    .withCell(CellChoice.CONVENTIONAL, 2, 2, 2),
                "bench")
            .structures();
    try (FixedThreadWorkers threads = new FixedThreadWorkers(1)) {
      Model model = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, threads);
      Lehr.optimize(
          all,
          model,
          Optimization.builder().fmax(FMAX).relaxCell().build(),
          Execution.builder()
              .workers(threads)
              .batching(
                  new Batching.InFlight(new Batching.Limit.Given(MemoryMetric.N_ATOMS, MAX_ATOMS)))
              .build());
    }
  }

  private FinishedRun campaign(String name, Span span) {
    return LehrRun.in(scratch.resolve(name))
        .threads(1)
        .watchedBy(span)
        .run(relaxations(name, structures, (structures + SHARDS - 1) / SHARDS, LANES));
  }

  private static Campaign relaxations(String name, int structures, int shardSize, int lanes) {
    return Campaign.named(name)
        .structures(
            Source.prototypes(List.of("A1"), List.of("Cu"))
                .set("rattle", RATTLE)
                .set("strain", STRAIN)
                .set("seed", SEED)
                .set("starts", structures)
                .set("cell", "conventional")
                .set("supercell", List.of(2, 2, 2)))
        .model("eam-zhou2004", Map.of("elements", List.of("Cu"), "truncation", "smooth"))
        .stage(Stage.relax("relax").cell("frechet").fmax(FMAX))
        .set("batching", Map.of("max_memory_scaler", MAX_ATOMS))
        .set("advanced", Map.of("shard_size", shardSize, "lanes", lanes));
  }

  /** From the first task that an engine takes up to the end of the last, and when it had none. */
  private static final class Span implements EngineListener {
    private long first;
    private long last;
    private long emptied;
    private long empty;

    @Override
    public void started(TaskKey task, long iteration) {
      long now = System.nanoTime();
      first = first == 0 ? now : first;
      empty += emptied == 0 ? 0 : now - emptied;
      emptied = 0;
    }

    @Override
    public void ended(TaskKey task, long iteration) {
      last = System.nanoTime();
    }

    @Override
    public void stepped(int systems, int atoms, double occupancy) {
      emptied = systems == 0 ? System.nanoTime() : 0;
    }

    double seconds() {
      return (last - first) * 1e-9;
    }

    double emptyShare() {
      return empty * 1e-9 / seconds();
    }
  }

  /** Share of the span in which the device had no batch, or stood still for commits. */
  private double idle(String name, Span span) {
    try (Ledger ledger = SqlLedger.openReadOnly(scratch.resolve(name))) {
      Waste waste = ledger.sliceTotals(ledger.findCampaign(name).orElseThrow().id()).waste();
      return span.emptyShare() + (1 - span.emptyShare()) * waste.ledger() / waste.busy();
    }
  }

  /**
   * One lane with shards of one structure each: what a shard costs with its claim and its slice.
   */
  private void latency() {
    int shards = 60;
    double all =
        seconds(
            () ->
                LehrRun.in(scratch.resolve("latency"))
                    .threads(1)
                    .run(relaxations("latency", shards, 1, 1)));
    double one =
        seconds(
            () ->
                LehrRun.in(scratch.resolve("nothing"))
                    .threads(1)
                    .run(relaxations("nothing", 1, 1, 1)));
    System.out.printf(
        Locale.ROOT,
        "%d shards of one structure, one after another: %.0f ms a shard, with its claim, its slice and its"
            + " relaxation%n",
        shards,
        1000 * (all - one) / (shards - 1));
  }
}

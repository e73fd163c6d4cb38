package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.WrappedModel;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it costs to take structures through stages, besides evaluating the model. */
class TwentyStagesTest {

  private static final int STRUCTURES = Integer.getInteger("lehr.stages.structures", 10_000);
  private static final int STAGES = 20;

  /** Adds the time in the model, ns, of all threads that ask it. */
  private static Model timed(Model model, AtomicLong nanos) {
    return new WrappedModel(
        model,
        (inner, state, output) -> {
          long before = System.nanoTime();
          inner.evaluate(state, output);
          nanos.addAndGet(System.nanoTime() - before);
        });
  }

  @TempDir Path directory;

  /** Ten evaluations and eight filters in turns, a hull, and a ranking. */
  private static String campaign() {
    StringBuilder text = new StringBuilder();
    text.append(
        "name: twenty\nstructures:\n  - {clusters: [2], element: Ar, distance: 3.8, starts: ");
    text.append(STRUCTURES).append(", seed: 1}\n");
    text.append(
        "model: {name: lennard-jones, sigma: 3.4, epsilon: 0.0104, cutoff: 8.5}\nstages:\n");
    for (int i = 0; i < 10; i++) {
      text.append("  - {id: s").append(i).append(", kind: static, cache: false}\n");
      if (i < 8) {
        text.append("  - {id: f").append(i).append(", kind: filter, where: \"s").append(i);
        text.append(".energy_per_atom < 100\"}\n");
      }
    }
    text.append("  - {id: hull, kind: hull}\n");
    text.append("  - {id: best, kind: rank, by: \"s9.energy_per_atom\", keep: 100}\n");
    return text.toString();
  }

  @Test
  @Tag("slow")
  void aStageCostsAStructureLessThanAMillisecond() throws Exception {
    Path file = Files.writeString(directory.resolve("campaign.yaml"), campaign());
    ProcessBackend backend = new ProcessBackend();
    CampaignFile read = backend.read(file);
    AtomicLong inModel = new AtomicLong();
    AtomicReference<EngineStats> stats = new AtomicReference<>();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Ledger ledger = backend.own(directory.resolve("workspace"))) {
      long begin = System.nanoTime();
      long id =
          new Ingest(ledger, true).take(read.intake(), Ingest.Mode.SAME_OR_REFUSE).campaign().id();
      long taken = System.nanoTime();
      long cpuBefore = system.getProcessCpuTime();
      RunRequest request =
          new RunRequest(directory.resolve("workspace"), id, directory, 1, OptionalInt.empty());
      Outcome outcome =
          new EmbeddedRunner(ledger, EngineListener.NONE, model -> timed(model, inModel))
              .run(request, p -> stats.set(p.device()));
      long wall = System.nanoTime() - taken;
      long cpu = system.getProcessCpuTime() - cpuBefore;
      assertThat(outcome).isEqualTo(Outcome.COMPLETED);
      long[] done = new long[1];
      ledger
          .progress(id, 0)
          .stages()
          .forEach(s -> done[0] += s.counts().getOrDefault("converged", 0L));
      assertThat(done[0]).isEqualTo(19L * STRUCTURES + Math.min(100, STRUCTURES));
      double each = 1e-3 / ((double) STRUCTURES * STAGES);
      System.out.printf(
          Locale.ROOT,
          "%,d structures, %d stages: taken in %.1f s; wall %.1f s, processor %.1f s, model %.1f s;"
              + " %.0f microseconds of wall and %.0f of processor time for each structure and stage"
              + " besides the model; ledger %.0f MB%n",
          STRUCTURES,
          STAGES,
          (taken - begin) * 1e-9,
          wall * 1e-9,
          cpu * 1e-9,
          inModel.get() * 1e-9,
          (wall - inModel.get()) * each,
          (cpu - inModel.get()) * each,
          ledger.sizeInBytes() * 1e-6);
      // Wall time is the machine's affair, too.
      assertThat((cpu - inModel.get()) * each).as("microseconds").isLessThan(1000);
    }
  }
}

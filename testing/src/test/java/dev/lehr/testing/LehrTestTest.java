package dev.lehr.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.campaign.Campaign;
import dev.lehr.activities.campaign.Source;
import dev.lehr.activities.campaign.Stage;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.run.FinishedRun;
import dev.lehr.worker.run.Outcome;
import dev.lehr.worker.run.StageResult;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns in users' tests. */
@Timeout(180)
class LehrTestTest {

  private static final int INTERVAL = 20;

  @TempDir Path directory;

  private static Campaign clusters() {
    return Campaign.named("clusters")
        .structures(Source.clusters("Ar", 1.12, 5, 6, 7, 8).set("starts", 4))
        .model("lennard-jones", Map.of("sigma", 1.0, "epsilon", 1.0, "cutoff", "none"))
        .stage(Stage.relax("relax").fmax(0.00001).set("max_iterations", 10_000))
        .stage(Stage.singlePoint("static"))
        .set("checkpoint", Map.of("every_steps", INTERVAL))
        .set("advanced", Map.of("shard_size", 16, "lanes", 1));
  }

  private static List<String> bits(FinishedRun run) {
    return run.results("relax").stream()
        .map(r -> r.id() + " " + r.status() + " " + r.iterations() + " " + r.energy())
        .toList();
  }

  private LehrTest in(String name) {
    return LehrTest.start(directory.resolve(name));
  }

  @Test
  void aCampaignRunsAndItsDeviceTellsWhatItDid() {
    try (LehrTest lehr = in("calm")) {
      FinishedRun run = lehr.run(clusters());
      assertThat(run.outcome()).isEqualTo(Outcome.COMPLETED);
      assertThat(run.count("static", TaskStatus.CONVERGED)).isEqualTo(16);
      DeviceCounts counts = lehr.device().counts();
      assertThat(counts.mostSystems()).isBetween(2, 16);
      assertThat(counts.largestBatch()).isBetween(10, 4 * (5 + 6 + 7 + 8));
      // One pass for each step, one at the start, and one of the second stage.
      long steps = run.results("relax").stream().mapToLong(StageResult::iterations).sum();
      assertThat(counts.systemPasses()).isBetween(steps + 16, steps + 32);
      assertThat(counts.outOfMemory() + counts.failed()).isZero();
      assertThat(lehr.crashes()).isZero();
    }
  }

  @Test
  void aDeviceWithLittleMemoryEndsAllStructuresWithTheSameBits() {
    List<String> calm;
    try (LehrTest lehr = in("calm")) {
      calm = bits(lehr.run(clusters()));
    }
    try (LehrTest lehr = in("small")) {
      lehr.device().holdsAtoms(20);
      FinishedRun run = lehr.run(clusters());
      assertThat(bits(run)).isEqualTo(calm);
      assertThat(lehr.device().counts().outOfMemory()).isPositive();
      assertThat(run.count("static", TaskStatus.CONVERGED)).isEqualTo(16);
    }
  }

  @Test
  void aStructureThatDoesNotFitAloneFailsAndTheOthersDoNot() {
    try (LehrTest lehr = in("tiny")) {
      lehr.device().holdsAtoms(7);
      FinishedRun run = lehr.run(clusters());
      assertThat(run.count("relax", TaskStatus.CONVERGED)).isEqualTo(12);
      assertThat(run.results("relax").stream().filter(r -> !r.isConverged()))
          .hasSize(4)
          .allMatch(r -> r.reason().contains("memory"), "says that there was no memory");
    }
  }

  @Test
  void aPassThatFailsCostsNoStructureItsResult() {
    List<String> calm;
    try (LehrTest lehr = in("calm")) {
      calm = bits(lehr.run(clusters()));
    }
    try (LehrTest lehr = in("hiccups")) {
      lehr.device().failsAt(3).failsAt(17);
      assertThat(bits(lehr.run(clusters()))).isEqualTo(calm);
      assertThat(lehr.device().counts().failed()).isEqualTo(2);
      assertThatThrownBy(() -> lehr.device().failsAt(3)).hasMessageContaining("pass 3 is over");
    }
  }

  @Test
  void aCrashCostsAtMostTheIntervalOfCheckpoints() {
    List<String> calm;
    long undisturbed;
    try (LehrTest lehr = in("calm")) {
      calm = bits(lehr.run(clusters()));
      undisturbed = lehr.device().counts().systemPasses();
    }
    try (LehrTest lehr = in("crashed")) {
      lehr.device().diesAt(100);
      assertThat(bits(lehr.run(clusters()))).isEqualTo(calm);
      assertThat(lehr.crashes()).isEqualTo(1);
      long lost = lehr.device().counts().systemPasses() - undisturbed;
      System.out.println(lost + " passes of a structure lost, of " + undisturbed);
      assertThat(lost).isBetween(1L, 16L * (INTERVAL + 1));
    }
  }

  @Test
  void aWorkerMayBeCrashedAtAnyTime() throws InterruptedException {
    try (LehrTest lehr = in("crashed")) {
      lehr.device().takes(Duration.ofMillis(10));
      Thread killer =
          new Thread(
              () -> {
                while (lehr.device().counts().passes() < 20) {
                  Thread.onSpinWait();
                }
                lehr.crashWorker();
                lehr.device().recovers();
              });
      killer.start();
      FinishedRun run = lehr.run(clusters());
      killer.join();
      assertThat(lehr.crashes()).isEqualTo(1);
      assertThat(run.count("static", TaskStatus.CONVERGED)).isEqualTo(16);
    }
  }

  @Test
  void whatCannotBeComputedIsScienceAndIsNotTriedForEver() {
    try (LehrTest lehr = in("unsound")) {
      lehr.device().answersNaNFor(s -> s.formula().equals("Ar6")).failsFor(s -> s.atoms() == 8);
      FinishedRun run = lehr.run(clusters());
      for (StageResult r : run.results("relax")) {
        int atoms = r.structure().orElseThrow().atomicNumbers().length;
        boolean sound = atoms == 5 || atoms == 7;
        assertThat(r.status())
            .as(r.id())
            .isEqualTo(sound ? TaskStatus.CONVERGED : TaskStatus.FAILED);
        assertThat(r.reason().isEmpty()).as(r.id() + " " + r.reason()).isEqualTo(sound);
      }
    }
  }

  /** Temporal waits longer after each death: a minute in all. */
  @Test
  @Tag("slow")
  void whoKillsItsWorkerIsSetAside() {
    try (LehrTest lehr = in("poisoned")) {
      lehr.device().diesOf(s -> s.atoms() == 8);
      FinishedRun run =
          lehr.run(
              Campaign.named("poisoned")
                  .structures(Source.clusters("Ar", 1.12, 7).set("starts", 3))
                  .structures(Source.clusters("Ar", 1.12, 8).set("starts", 1))
                  .model("lennard-jones", Map.of("sigma", 1.0, "epsilon", 1.0, "cutoff", "none"))
                  .stage(Stage.relax("relax").fmax(0.00001).set("max_iterations", 10_000)));
      assertThat(run.count("relax", TaskStatus.CONVERGED)).isEqualTo(3);
      assertThat(run.results("relax").get(3).reason()).isEqualTo("killed_worker");
      assertThat(lehr.crashes()).isBetween(2, 8);
    }
  }

  @Test
  void aBadCampaignIsRefusedWithAllThatIsWrong() {
    try (LehrTest lehr = in("bad")) {
      assertThatThrownBy(() -> lehr.run(clusters().stage(Stage.of("x", "nothing"))))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("stages[2].kind");
      assertThatThrownBy(() -> lehr.found("clusters"))
          .hasMessageContaining("no campaign 'clusters'");
    }
  }
}

package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.campaign.CampaignParser;
import dev.lehr.activities.ingest.StructureInput;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code examples/melt}: a crystal of argon melts. */
class MeltExampleTest {

  private static final Path EXAMPLE = Path.of("..", "examples", "melt", "campaign.yaml");

  /** The properties of each stage's result. */
  private static List<JsonNode> run() throws Exception {
    Blueprint example =
        new Blueprint(CampaignParser.parse(EXAMPLE.toString(), Files.readString(EXAMPLE)));
    Path base = EXAMPLE.resolveSibling(".");
    StructureInput.Generated input = (StructureInput.Generated) example.inputs(base).get(0);
    Structure argon = input.structures().get().iterator().next();
    assertThat(argon.nAtoms()).isEqualTo(256);
    TaskBench bench = new TaskBench(example.model(Workers.serial(), base));
    StagePlan plan = example.plan(1, "digest", List.of(0, 1, 2, 3));
    List<JsonNode> stages = new ArrayList<>();
    Optional<byte[]> state = Optional.empty();
    for (int stage = 0; stage < 4; stage++) {
      TaskResult result = bench.run(plan, TaskBench.task(stage, argon, state, Optional.empty()));
      assertThat(result.status()).as(result.detail()).isEqualTo(TaskStatus.CONVERGED);
      state = Optional.of(result.state());
      stages.add(new ObjectMapper().readTree(result.properties()));
    }
    return stages;
  }

  private static int peak(JsonNode g) {
    int peak = 0;
    for (int bin = 0; bin < g.size(); bin++) {
      peak = g.get(bin).asDouble() > g.get(peak).asDouble() ? bin : peak;
    }
    return peak;
  }

  private static double least(JsonNode g, int from, int to) {
    double least = Double.POSITIVE_INFINITY;
    for (int bin = from; bin < to; bin++) {
      least = Math.min(least, g.get(bin).asDouble());
    }
    return least;
  }

  @Test
  void pairsAndDisplacementsTellTheCrystalFromTheLiquid() throws Exception {
    List<JsonNode> stages = run();
    JsonNode crystal = stages.get(0);
    JsonNode liquid = stages.get(3);
    // A. Rahman, Phys. Rev. 136, A405 (1964): 94.4 K, first peak at 3.7 angstrom, D = 2.43e-5.
    assertThat(liquid.get("md_temperature_mean").asDouble()).isCloseTo(94.4, withinPercentage(3));
    JsonNode r = liquid.get("md_rdf").get("r");
    JsonNode inLiquid = liquid.get("md_rdf").get("all");
    assertThat(r.get(peak(inLiquid)).asDouble()).isBetween(3.6, 3.8);
    assertThat(inLiquid.get(peak(inLiquid)).asDouble()).isBetween(2.4, 3.2);
    assertThat(liquid.get("md_diffusion_cm2_per_s").asDouble()).isBetween(1.8e-5, 3.2e-5);
    // Between the first two shells of a crystal there is next to nothing; its second shell, at the
    // square root of 2, is where a liquid has a gap.
    JsonNode inCrystal = crystal.get("md_rdf").get("all");
    int first = peak(inCrystal);
    assertThat(inCrystal.get(first).asDouble()).isGreaterThan(4);
    assertThat(least(inCrystal, first, first + 15)).isLessThan(0.2);
    assertThat(least(inLiquid, peak(inLiquid), peak(inLiquid) + 25)).isGreaterThan(0.5);
    // Atoms of a crystal stay: Lindemann's tenth of the distance of neighbours at most.
    JsonNode stays = crystal.get("md_msd").get("all");
    JsonNode goes = liquid.get("md_msd").get("all");
    assertThat(stays.get(stays.size() - 1).asDouble()).isBetween(0.1, 0.3);
    assertThat(goes.get(goes.size() - 1).asDouble()).isGreaterThan(20);
    assertThat(crystal.get("md_diffusion_cm2_per_s").asDouble()).isLessThan(1e-6);
  }
}

package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.activities.campaign.Campaign;
import dev.lehr.activities.campaign.CampaignParser;
import dev.lehr.activities.campaign.CanonicalForm;
import dev.lehr.activities.campaign.Source;
import dev.lehr.activities.campaign.Stage;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.CampaignProblem;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.CampaignChangedException;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns written in Java; docs/library.md shows the example from here. */
class CampaignInJavaTest {

  private static final Path SELF =
      Path.of("src/test/java/dev/lehr/worker/run/CampaignInJavaTest.java");
  private static final Path GUIDE = Path.of("../docs/library.md");

  @TempDir Path workspace;

  @Test
  void aCampaignRunsAndItsResultsAreRead() {
    // example: campaign
    Campaign campaign =
        Campaign.named("alloys")
            .prototypes(List.of("A1", "L1_2"), List.of("Cu", "Au"))
            .model("eam-zhou2004", Map.of("elements", List.of("Cu", "Au")))
            .stage(Stage.relax("relax").optimizer("lbfgs").cell("frechet").fmax(0.001))
            .stage(Stage.filter("pure", "size(elements) == 1"))
            .stage(Stage.of("eos", "eos").after("pure").set("points", 9));
    FinishedRun run = LehrRun.run(campaign, workspace);
    for (StageResult r : run.results("eos")) {
      if (r.isConverged()) {
        System.out.printf("%s: %.1f GPa%n", r.id(), r.number("bulk_modulus"));
      }
    }
    // end
    assertThat(run.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(run.count("relax", TaskStatus.CONVERGED)).isEqualTo(4);
    assertThat(run.count("pure", TaskStatus.FILTERED)).isEqualTo(2);
    List<StageResult> done = run.results("eos").stream().filter(StageResult::isConverged).toList();
    assertThat(done).hasSize(2);
    // Zhou, Johnson, Wadley (2004) fitted to 138 GPa of copper and 167 GPa of gold.
    assertThat(done)
        .anySatisfy(r -> assertThat(r.number("bulk_modulus")).isCloseTo(138, within(7.0)))
        .anySatisfy(r -> assertThat(r.number("bulk_modulus")).isCloseTo(167, within(8.0)));
    assertThat(run.results("relax")).allMatch(r -> r.structure().isPresent());

    // Once more: nothing is computed, and another campaign of the name is refused.
    assertThat(LehrRun.run(campaign, workspace).counts()).isEqualTo(run.counts());
    assertThatThrownBy(() -> LehrRun.run(campaign.seed(3), workspace))
        .isInstanceOf(CampaignChangedException.class)
        .hasMessageContaining("seed: was 0, is 3");
  }

  @Test
  void itIsTheDocumentThatAFileWouldBe() throws CampaignParseException {
    Campaign campaign =
        Campaign.named("same")
            .structures("a.extxyz")
            .structures(Source.clusters("Ar", 3.8, 4, 5).set("starts", 2))
            .model("lennard-jones", Map.of("sigma", 3.4, "epsilon", "10.3 meV"))
            .stage(Stage.relax("relax").fmax(0.01).trajectory("every 10").retries(2))
            .stage(Stage.singlePoint("static").when("relax.iterations < 100").cache(false))
            .set("batching", Map.of("max_memory_scaler", 500));
    String file =
        """
        name: same
        structures: [a.extxyz, {clusters: [4, 5], element: Ar, distance: 3.8, starts: 2}]
        model: {name: lennard-jones, sigma: 3.4, epsilon: 10.3 meV}
        stages:
          - {id: relax, kind: relax, fmax: 0.01, trajectory: every 10, retries: 2}
          - {id: static, kind: static, when: relax.iterations < 100, cache: false}
        batching: {max_memory_scaler: 500}
        """;
    assertThat(CanonicalForm.of(campaign.definition()))
        .isEqualTo(CanonicalForm.of(CampaignParser.parse("same.yaml", file)));
  }

  @Test
  void whatIsWrongIsSaidAtOnceWithTheNamesOfTheFields() {
    Campaign campaign =
        Campaign.named("not good")
            .structures("a.extxyz")
            .model("eam-zhou2004")
            .stage(Stage.relax("relax").set("fmx", 0.01))
            .stage(Stage.of("eos", "eos").after("relx"));
    assertThatThrownBy(campaign::definition)
        .isInstanceOfSatisfying(
            CampaignParseException.class,
            e ->
                assertThat(e.problems().stream().map(CampaignProblem::path))
                    .contains("name", "stages[0].fmx", "stages[1].after"));
    assertThatThrownBy(() -> LehrRun.run(campaign, workspace))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("stages[0].fmx: unknown key; did you mean fmax?");
  }

  @Test
  void theGuideShowsTheExample() throws IOException {
    Matcher m =
        Pattern.compile("// example: campaign\\n(.*?) *// end", Pattern.DOTALL)
            .matcher(Files.readString(SELF));
    assertThat(m.find()).isTrue();
    assertThat(Files.readString(GUIDE)).contains(m.group(1).stripTrailing().stripIndent().strip());
  }
}

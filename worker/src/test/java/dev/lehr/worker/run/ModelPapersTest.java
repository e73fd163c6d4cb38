package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.djl.ModelFile;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.simulation.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker without an engine knows of a model. */
class ModelPapersTest {

  private static final Path MODELS = Path.of("../activities/src/test/resources/models");
  private static final String FILE = "lennard-jones-smooth.pt";

  @TempDir Path directory;

  @BeforeEach
  void copy() throws IOException {
    Files.copy(MODELS.resolve(FILE), directory.resolve(FILE));
  }

  private CampaignRow taken(String model) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("campaign.yaml"),
            """
            name: known
            structures: [{clusters: [4], element: Ar, starts: 2, distance: 1.12, seed: 1}]
            model: %s
            stages: [{id: static, kind: static}]
            """
                .formatted(model));
    ProcessBackend backend = new ProcessBackend();
    try (Ledger ledger = backend.own(directory.resolve("workspace"))) {
      return new Ingest(ledger, false)
          .take(backend.read(file).intake(), Ingest.Mode.REPLACE)
          .campaign();
    }
  }

  @Test
  void aModelInAFileIsKnownWithoutBeingRun() throws IOException {
    CampaignRow campaign = taken("{file: " + FILE + "}");
    ModelIdentity run =
        ModelIdentity.of(Blueprint.of(campaign).model(Workers.serial(), directory, "cpu"));
    assertThat(new ModelPapers(directory).of(campaign)).isEqualTo(run);
    assertThat(run.digest()).isEqualTo(campaign.modelDigest());
    assertThat(ModelFile.read(directory.resolve(FILE)).meta().name()).isEqualTo(run.name());
  }

  @Test
  void aFormulaIsKnownByItself() throws IOException {
    CampaignRow campaign = taken("{name: lennard-jones, sigma: 1.0, epsilon: 1.0, cutoff: none}");
    assertThat(new ModelPapers(directory).of(campaign))
        .isEqualTo(ModelIdentity.of(Blueprint.of(campaign).model(Workers.serial(), directory)));
  }

  @Test
  void ofAModelThatIsNotHereTheLedgerHasTheDigestAndTheRestIsSaidToBeMissing() throws IOException {
    CampaignRow campaign = taken("{file: " + FILE + "}");
    Files.delete(directory.resolve(FILE));
    ModelIdentity known = new ModelPapers(directory).of(campaign);
    assertThat(known.name()).isEqualTo(FILE);
    assertThat(known.digest()).isEqualTo(campaign.modelDigest());
    assertThat(known.notes()).singleElement().asString().contains("was not at hand");
  }
}

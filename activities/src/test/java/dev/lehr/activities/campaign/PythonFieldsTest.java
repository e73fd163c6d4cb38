package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lehr.activities.campaign.CampaignDefinition.ModelSpec;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonFieldsTest {

  @TempDir Path directory;

  private static String campaign(String model) {
    return "name: c\nstructures: a.xyz\nmodel: " + model + "\nstages: [{id: s, kind: static}]\n";
  }

  private static List<String> problems(String model) {
    return SampleCampaigns.problems(campaign(model));
  }

  private static CampaignDefinition read(String model) throws CampaignParseException {
    return CampaignParser.parse("c.yaml", campaign(model));
  }

  private static void assumePython() {
    boolean runs;
    try {
      runs = new ProcessBuilder("python3", "-c", "pass").start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      runs = false;
    }
    assumeTrue(runs, "there is no python3 on this machine: the bridge is not tested");
  }

  @Test
  void settingsKeepTheirKinds() throws CampaignParseException {
    ModelSpec.Python spec =
        (ModelSpec.Python)
            read("{python: 'a.b:C', settings: {x: 1, y: '1', z: 0.5, b: true, n: null, l: [a]}}")
                .model();
    assertThat(spec.settings())
        .isEqualTo("{\"b\":true,\"l\":[\"a\"],\"n\":null,\"x\":1,\"y\":\"1\",\"z\":0.5}");
    assertThat(spec.kind()).isEqualTo("ase");
    assertThat(spec.environment()).isEqualTo("python3");
  }

  @Test
  void theOrderOfSettingsMeansNothing() throws CampaignParseException {
    assertThat(CanonicalForm.of(read("{python: 'a:B', settings: {x: 1, y: 2}}")))
        .isEqualTo(CanonicalForm.of(read("{python: 'a:B', settings: {y: 2, x: 1}}")));
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(problems("{python: sevenn}"))
        .singleElement()
        .asString()
        .contains("model.python", "found 'sevenn'", "expected module:factory");
    assertThat(problems("{python: 'a:B', kind: as}"))
        .singleElement()
        .asString()
        .contains("model.kind", "did you mean ase?");
    assertThat(problems("{python: 'a:B', settings: 3}"))
        .singleElement()
        .asString()
        .contains("model.settings", "found '3', expected an object");
    assertThat(problems("{python: 'a:B', setings: {a: 1}}"))
        .singleElement()
        .asString()
        .contains("did you mean settings?");
  }

  @Test
  void aModuleBesideTheCampaignFileIsFound() throws IOException, CampaignParseException {
    assumePython();
    Files.writeString(
        directory.resolve("mine.py"),
        """
        class Nothing:
            cutoff = 3.5
            elements = [3]
            def evaluate(self, numbers, positions, cell, pbc):
                return {"energy": 0.0, "forces": [0.0] * len(positions)}
        """);
    String model = "{python: 'mine:Nothing', kind: plain}";
    Model built = new Blueprint(read(model)).model(Workers.serial(), directory);
    assertThat(built.cutoff()).isEqualTo(3.5);
    assertThat(built.supports(3)).isTrue();
    assertThat(new Blueprint(read(model)).model(Workers.serial(), directory)).isSameAs(built);
  }

  @Test
  void whatDoesNotLoadIsBadInput() throws CampaignParseException {
    assumePython();
    CampaignDefinition definition = read("{python: 'no_such_module:X', kind: plain}");
    assertThatThrownBy(() -> new Blueprint(definition).model(Workers.serial(), directory))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model.python: no_such_module:X: ModuleNotFoundError");
  }
}

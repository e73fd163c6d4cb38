package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.campaign.CampaignDefinition.ModelSpec;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Morse;
import dev.lehr.simulation.model.SoftSphere;
import dev.lehr.simulation.model.SumModel;
import dev.lehr.simulation.parallel.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFieldsTest {

  private static final Workers SERIAL = Workers.serial();

  @TempDir Path directory;

  private static CampaignDefinition parsed(String model) throws CampaignParseException {
    return CampaignParser.parse(
        "c.yaml",
        "name: c\nstructures: [a.xyz]\nstages: [{id: s, kind: static}]\nmodel: " + model + "\n");
  }

  private Model built(String model) throws CampaignParseException {
    return new Blueprint(parsed(model)).model(SERIAL, directory);
  }

  private static void refused(String model, String... parts) {
    assertThatThrownBy(() -> parsed(model))
        .isInstanceOf(CampaignParseException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void everyModelOfACampaignFileIsTheModelItSays() throws Exception {
    assertThat(built("{name: lennard-jones, sigma: 3.4, epsilon: 0.01}").digest())
        .isEqualTo(new LennardJones(3.4, 0.01, 2.5 * 3.4, SERIAL).digest());
    assertThat(built("morse").digest()).isEqualTo(new Morse(1, 5, 5, 2.5, SERIAL).digest());
    assertThat(
            built("{name: morse, sigma: 2.55, epsilon: 436 meV, alpha: 1.3, cutoff: 6}").digest())
        .isEqualTo(new Morse(2.55, 0.436, 1.3, 6, SERIAL).digest());
    assertThat(built("{name: morse, cutoff: none}").cutoff()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(built("soft-sphere").digest()).isEqualTo(new SoftSphere(1, 1, 2, SERIAL).digest());
    assertThat(built("{name: soft-sphere, sigma: 3, alpha: 2.5, cutoff: 2}").digest())
        .isEqualTo(new SoftSphere(3, 1, 2.5, 2, SERIAL).digest());
    double[][] sigma = {{2, 3}, {3, 3.6}};
    double[][] alpha = {{2, 2}, {2, 3}};
    assertThat(
            built(
                    "{name: soft-sphere, species: [Na, Cl], sigma: [[2, 3], [3, 3.6]],"
                        + " epsilon: [[2, 2], [2, 3]], alpha: [[2, 2], [2, 3]]}")
                .digest())
        .isEqualTo(
            SoftSphere.ofSpecies(List.of(11, 17), sigma, alpha, alpha, Optional.empty(), SERIAL)
                .digest());
    assertThat(built("{sum: [morse, {name: soft-sphere, sigma: 3}, {sum: [morse]}]}").digest())
        .isEqualTo(
            new SumModel(
                    List.of(
                        new Morse(1, 5, 5, 2.5, SERIAL),
                        new SoftSphere(3, 1, 2, SERIAL),
                        new SumModel(List.of(new Morse(1, 5, 5, 2.5, SERIAL)))))
                .digest());
  }

  @Test
  void theCanonicalFormIsACampaignFileThatMeansTheSame() throws Exception {
    for (String model :
        List.of(
            "eam-zhou2004",
            "morse",
            "{name: morse, cutoff: none}",
            "{name: soft-sphere, sigma: 3, cutoff: 2}",
            "{name: soft-sphere, species: [Na, Cl], sigma: [[2, 3], [3, 3.6]],"
                + " epsilon: [[2, 2], [2, 3]], alpha: [[2, 2], [2, 3]]}",
            "{name: eam-setfl, file: Cu.eam.alloy}",
            "{name: eam-setfl, file: Cu.eam.fs, format: fs}",
            "sevennet-0",
            "{name: sevennet-0, precision: float64, device: cpu}",
            "{file: my.pt, charge: -1, modal: pbe}",
            "{sum: [morse, {name: lennard-jones, sigma: 2, epsilon: 1}]}")) {
      CampaignDefinition once = parsed(model);
      CampaignDefinition twice = CampaignParser.parse("again", CanonicalForm.of(once));
      assertThat(twice).isEqualTo(once);
      assertThat(CanonicalForm.of(twice)).isEqualTo(CanonicalForm.of(once));
    }
  }

  @Test
  void whatIsWrongWithAModelIsNamedWithItsPlaceAllInOnePass() {
    refused("mors", "c.yaml:4:8: model: unknown model 'mors'", "did you mean", "morse");
    refused("{sigma: 2}", "model.name: is missing");
    refused(
        "{name: morse, sigma: -1, alpha: x, cut: 3}",
        "model.sigma: found '-1'",
        "model.alpha: found 'x'",
        "model.cut: unknown key",
        "cutoff");
    refused("{name: soft-sphere, alpha: 0.5}", "model.alpha: alpha is 0.5, expected at least 1.0");
    refused(
        "{name: soft-sphere, species: [Na, Cl], sigma: [[2, 3], [3.1, 3]],"
            + " epsilon: [[1, 1], [1, 1]], alpha: [[2, 2], [2, 2]]}",
        "model.sigma: sigma is not symmetric: sigma[0][1] is 3.0 and sigma[1][0] is 3.1");
    refused(
        "{name: soft-sphere, species: [Na], sigma: 3, epsilon: [[1]], alpha: [[2, x]]}",
        "model.sigma: found",
        "a row of numbers",
        "model.alpha[0][1]: found 'x'");
    refused(
        "{name: soft-sphere, species: [Na, Qq], sigma: [[1]]}",
        "model.species:",
        "Qq",
        "model.epsilon: is missing, expected 2 rows",
        "model.alpha: is missing");
    refused(
        "{name: eam-setfl, format: csv}", "model.file: is missing", "model.format: found 'csv'");
    refused("{sum: []}", "model.sum: is empty");
    refused(
        "{sum: [{name: morse, alpha: -1}, morze]}",
        "model.sum[0].alpha: found '-1'",
        "model.sum[1]: unknown model 'morze'");
  }

  @Test
  void aTableIsReadBesideTheCampaignFileAndItsContentIsTheModelsIdentity() throws Exception {
    try (InputStream in =
        ModelFieldsTest.class.getResourceAsStream("/golden/setfl/made-up.eam.fs.gz")) {
      Files.copy(in, directory.resolve("made-up.eam.fs.gz"));
    }
    String model = "{name: eam-setfl, file: made-up.eam.fs.gz}";
    Model fs = built(model);
    assertThat(fs.supports(26)).isTrue();
    assertThat(fs.supports(29)).isFalse();
    assertThat(fs.cutoff()).isEqualTo(5.6);
    try (InputStream in =
        ModelFieldsTest.class.getResourceAsStream("/golden/setfl/made-up.eam.alloy.gz")) {
      Files.write(directory.resolve("made-up.eam.fs.gz"), in.readAllBytes());
    }
    assertThat(built(model).digest()).isNotEqualTo(fs.digest());
  }

  @Test
  void aTableThatIsMissingOrUnusableIsBadInput() throws IOException {
    String model = "{name: eam-setfl, file: Cu.eam}";
    assertThatThrownBy(() -> built(model))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("model.file", "Cu.eam", "found no such file");
    Files.writeString(directory.resolve("Cu.eam"), "a\nb\nc\n1 Cu\n9 0.1 9 0.1 five\n");
    assertThatThrownBy(() -> built(model))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("Cu.eam:5: cutoff: found 'five'");
  }

  @Test
  void aSpecNamesItsModel() throws Exception {
    for (String name : List.of("eam-zhou2004", "morse", "soft-sphere")) {
      assertThat(parsed(name).model().name()).isEqualTo(name);
    }
    assertThat(parsed("{sum: [morse]}").model()).isInstanceOf(ModelSpec.Sum.class);
    assertThat(built("{sum: [morse]}").name()).isEqualTo("sum");
  }
}

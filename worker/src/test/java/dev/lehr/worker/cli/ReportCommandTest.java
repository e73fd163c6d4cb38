package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.campaign.CampaignParser;
import dev.lehr.activities.campaign.CanonicalForm;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.worker.run.ProcessBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lehr report} and {@code lehr cite}, on a campaign that waits to be run. */
class ReportCommandTest {

  private static final String CAMPAIGN =
      """
      name: alloys
      structures: [a.extxyz]
      model: {name: eam-zhou2004, elements: [Cu, Au]}
      stages:
        - {id: relax, kind: relax, optimizer: lbfgs}
        - {id: hot, kind: md, ensemble: nvt-langevin, temperature: 300, steps: 10}
      """;

  @TempDir Path workspace;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void takeIn() throws CampaignParseException {
    String definition = CanonicalForm.of(CampaignParser.parse("c.yaml", CAMPAIGN));
    try (Ledger ledger = SqlLedger.open(workspace)) {
      ledger.createCampaign(
          new NewCampaign(
              "alloys",
              definition,
              "digest of the definition",
              "digest of the model",
              List.of("relax", "hot"),
              StageGraph.chain(2),
              10,
              1,
              false),
          Stream.of("s0", "s1")
              .map(s -> new StructureRow(s, s, s, 1, "Cu", new byte[0], Optional.empty()))
              .iterator());
    }
  }

  private int run(String... args) {
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    String[] all =
        Stream.concat(Stream.of(args), Stream.of("--workspace", workspace.toString()))
            .toArray(String[]::new);
    return Main.run(new ProcessBackend(), terminal, all);
  }

  @Test
  void aReportGoesToTheWorkspaceAndItSaysWhere() throws IOException {
    assertThat(run("report", "alloys")).isZero();
    Path page = workspace.resolve("reports/alloys/report.html");
    assertThat(out.toString()).startsWith("Report: " + page);
    assertThat(Files.readString(page))
        .contains("The campaign is not done")
        .contains("digest of the model")
        .doesNotContain("id=\"relaxation\"")
        .doesNotContain("id=\"hull\"")
        // What the model's card says of itself.
        .contains("do not use it for formation energies of compounds");
    assertThat(Files.readAllLines(page.resolveSibling("results.jsonl"))).hasSize(2);
    assertThat(Files.readAllLines(page.resolveSibling("results.csv"))).hasSize(3);
  }

  @Test
  void aReportGoesWhereItIsAskedTo() {
    Path directory = workspace.resolve("elsewhere/deep");
    assertThat(run("report", "alloys", "--output", directory.toString())).isZero();
    assertThat(directory.resolve("report.html")).isNotEmptyFile();
    assertThat(directory.resolve("references.bib")).isNotEmptyFile();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(workspace.resolve("file"), "mine");
    assertThat(run("report", "alloys", "--output", file.toString()))
        .isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(err.toString())
        .contains("--output " + file + ": found a file, expected a directory");
    assertThat(file).hasContent("mine");
  }

  @Test
  void citationsAreThoseOfModelMethodsAndSoftware() {
    assertThat(run("cite", "alloys")).isZero();
    assertThat(out.toString().lines().filter(line -> line.startsWith("@")))
        .containsExactly(
            "@article{zhou2004,",
            "@article{liu1989,",
            "@article{leimkuhler2013,",
            "@misc{lehr,",
            "@misc{cohen2025,",
            "@misc{temporal,");
    assertThat(out.toString()).contains("% Methods: stage hot");
  }

  @Test
  void aNameThatIsNotThereIsSaidWithThoseThatAre() {
    for (String command : List.of("report", "cite")) {
      assertThat(run(command, "alloy")).isEqualTo(ExitCode.BAD_INPUT.code());
      assertThat(err.toString()).contains("no campaign 'alloy'").contains("there are: [alloys]");
    }
  }
}

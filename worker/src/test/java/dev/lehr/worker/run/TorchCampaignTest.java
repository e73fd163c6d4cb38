package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.CampaignChangedException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Campaigns on TorchScript models of the tests, from file to results. */
class TorchCampaignTest {

  private static final Path MODELS = Path.of("../activities/src/test/resources/models");
  private static final int KILLS = 3;

  @TempDir Path directory;

  private Path campaign(String model, String structures, String stages) throws IOException {
    for (String name : List.of("lennard-jones-smooth.pt", "charged.pt")) {
      Path copy = directory.resolve(name);
      if (!Files.exists(copy)) {
        Files.copy(MODELS.resolve(name), copy);
      }
    }
    return Files.writeString(
        directory.resolve("campaign.yaml"),
        """
        name: torch
        structures: [%s]
        model: %s
        stages: [%s]
        batching: {max_memory_scaler: 40}
        checkpoint: {every_steps: 20}
        """
            .formatted(structures, model, stages));
  }

  private List<ResultRow> run(Path file, Path workspace) throws IOException {
    ProcessBackend backend = new ProcessBackend();
    try (Ledger ledger = backend.own(workspace)) {
      long id =
          new Ingest(ledger, false)
              .take(backend.read(file).intake(), Ingest.Mode.SAME_OR_REFUSE)
              .campaign()
              .id();
      CampaignRunner runner = backend.runner(ledger);
      RunRequest request = new RunRequest(workspace, id, directory, 2, OptionalInt.empty());
      assertThat(runner.run(request, progress -> {})).isEqualTo(Outcome.COMPLETED);
      assertThat(String.join("\n", runner.remarks())).contains("neighbour lists were built");
    }
    return results(workspace);
  }

  private static List<ResultRow> results(Path workspace) {
    List<ResultRow> rows = new ArrayList<>();
    try (Ledger ledger = SqlLedger.openReadOnly(workspace)) {
      long id = ledger.findCampaign("torch").orElseThrow().id();
      ledger.forEachResult(id, 0, Set.of(), true, rows::add);
    }
    return rows;
  }

  private Process start(Path file, Path workspace, int restMicros) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            KillTestChild.class.getName(),
            file.toString(),
            workspace.toString(),
            directory.resolve("record").toString(),
            Integer.toString(restMicros))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("child.log").toFile()))
        .start();
  }

  /**
   * Half of the kills are SIGTERM, which unloads libraries, half SIGKILL. Energies agree to what
   * libtorch's sums leave in other batches.
   */
  @Test
  @Tag("slow")
  void aCampaignThatIsKilledAndGoesOnEndsWithTheEnergiesOfOneThatWasNot() throws Exception {
    Path file =
        campaign(
            "{file: lennard-jones-smooth.pt, device: cpu}",
            "{prototypes: [A1, A2, A3, sc], elements: [Ar, Kr], lattice_constant: 5.2,"
                + " rattle: 0.15, starts: 8, cell: conventional}",
            "{id: relax, kind: relax, cell: frechet, fmax: 0.0001, max_iterations: 2000}");
    List<ResultRow> calm = run(file, directory.resolve("calm"));

    Path killed = directory.resolve("killed");
    Path record = directory.resolve("record/starts");
    for (int kill = 0; kill < KILLS; kill++) {
      long before = Files.exists(record) ? Files.size(record) : 0;
      Process child = start(file, killed, 20_000);
      for (int k = 0; k < 6000 && child.isAlive(); k++) {
        if (Files.exists(record) && Files.size(record) > before) {
          break;
        }
        Thread.sleep(10);
      }
      Thread.sleep(400);
      assertThat(child.isAlive()).as("the campaign must outlast the kills\n%s", log()).isTrue();
      boolean gently = kill % 2 == 0;
      if (gently) {
        child.destroy();
      } else {
        child.destroyForcibly();
      }
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as(log()).isTrue();
      assertThat(child.exitValue()).as(log()).isEqualTo(gently ? 143 : 137);
    }
    Process last = start(file, killed, 0);
    assertThat(last.waitFor(180, TimeUnit.SECONDS)).as(log()).isTrue();
    assertThat(last.exitValue()).as(log()).isZero();
    assertThat(log()).doesNotContain("SIGSEGV", "SIGABRT");

    List<ResultRow> resumed = results(killed);
    assertThat(resumed).hasSameSizeAs(calm).hasSize(64);
    int close = 0;
    for (int k = 0; k < calm.size(); k++) {
      assertThat(resumed.get(k).status()).isEqualTo(TaskStatus.CONVERGED);
      double difference = Math.abs(resumed.get(k).energy() - calm.get(k).energy()) / 4;
      assertThat(difference).as(calm.get(k).id()).isLessThan(1e-3);
      close += difference < 1e-7 ? 1 : 0;
    }
    assertThat(close).isGreaterThanOrEqualTo((int) Math.ceil(0.99 * calm.size()));
  }

  private String log() throws IOException {
    Path log = directory.resolve("child.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @Test
  void whatAStructureMustSayAndDoesNotSetsItAlone() throws IOException {
    Files.writeString(
        directory.resolve("pairs.extxyz"),
        """
        2
        id=with charge=2 Properties=species:S:1:pos:R:3
        Ar 0 0 0
        Ar 3.9 0 0
        2
        id=without Properties=species:S:1:pos:R:3
        Ar 0 0 0
        Ar 3.9 0 0
        2
        id=unknown charge=1 Properties=species:S:1:pos:R:3
        Ar 0 0 0
        Au 3.9 0 0
        """);
    Path file = campaign("{file: charged.pt}", "pairs.extxyz", "{id: s, kind: static}");
    List<ResultRow> rows = run(file, directory.resolve("workspace"));
    assertThat(rows.get(0).status()).isEqualTo(TaskStatus.CONVERGED);
    assertThat(rows.get(0).properties()).contains("\"magmoms_sum\":18.0", "\"total_charge\":2.0");
    assertThat(rows.get(1).status()).isEqualTo(TaskStatus.REJECTED);
    assertThat(rows.get(1).detail())
        .contains("charge: found nothing in the structure's info, expected a number");
    assertThat(rows.get(2).status()).isEqualTo(TaskStatus.REJECTED);
    assertThat(rows.get(2).detail()).contains("Au");
  }

  @Test
  void aStructureWithAnotherChargeIsAnotherStructure() throws IOException {
    Path pair = directory.resolve("pair.extxyz");
    String frame = "1%nid=a charge=%d Properties=species:S:1:pos:R:3%nAr 0 0 0%n";
    Files.writeString(pair, frame.formatted(1));
    Path file = campaign("{file: charged.pt}", "pair.extxyz", "{id: s, kind: static}");
    run(file, directory.resolve("workspace"));
    Files.writeString(pair, frame.formatted(2));
    assertThatThrownBy(() -> run(file, directory.resolve("workspace")))
        .isInstanceOf(CampaignChangedException.class)
        .hasMessageContaining("structures changed: 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {file: missing.pt}                                   | missing.pt: found no such file
          {file: lennard-jones-smooth.pt, precision: float32}  | is in float64, expected float32
          {file: lennard-jones-smooth.pt, charge: 1}           | takes no such input
          {file: charged.pt, head: x}                          | head: found 'x', expected one of a, b
          {file: lennard-jones-smooth.pt, device: "cuda:77"}   | device: found 'cuda:77'
          sevennet-00                                          | lehr models export sevennet-00
          """)
  void aModelThatCannotBeUsedIsBadInputBeforeAnythingIsWritten(String model, String expected)
      throws IOException {
    Path file = campaign(model, "nothing.extxyz", "{id: s, kind: static}");
    assertThatThrownBy(() -> new ProcessBackend().read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(expected);
  }
}

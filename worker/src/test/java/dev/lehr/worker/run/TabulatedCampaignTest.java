package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.CampaignChangedException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of a model's file is part of its campaign. */
class TabulatedCampaignTest {

  private static final String CAMPAIGN =
      """
      name: tabulated
      structures: [{prototypes: [A1, A2], elements: [Cu], rattle: 0.05}]
      model: {name: eam-setfl, file: tables/cu.eam.alloy}
      stages: [{id: relax, kind: relax, fmax: 0.01}]
      """;

  @TempDir Path directory;

  /** A made-up metal: a density and a repulsion that fade at 4 angstrom, F = -sqrt(rho). */
  private void writeTable(double repulsion) throws IOException {
    StringBuilder text =
        new StringBuilder("a\nb\nc\n1 Cu\n200 0.1 400 0.01 3.99\n29 63.5 3.6 fcc\n");
    for (int k = 0; k < 200; k++) {
      text.append(-Math.sqrt(0.1 * k)).append('\n');
    }
    for (int k = 0; k < 400; k++) {
      double x = 1 - 0.01 * k / 3.99;
      text.append(3 * x * x * x).append('\n');
    }
    for (int k = 0; k < 400; k++) {
      double x = 1 - 0.01 * k / 3.99;
      text.append(repulsion * x * x * x * x).append('\n');
    }
    Files.createDirectories(directory.resolve("tables"));
    Files.writeString(directory.resolve("tables/cu.eam.alloy"), text);
  }

  private CampaignFile read() throws IOException {
    return new ProcessBackend().read(Files.writeString(directory.resolve("c.yaml"), CAMPAIGN));
  }

  @Test
  void aCampaignOnATableRunsAndGoesOnOnlyWithTheSameTable() throws IOException {
    writeTable(30);
    ProcessBackend backend = new ProcessBackend();
    try (Ledger ledger = backend.own(directory.resolve("workspace"))) {
      Ingest ingest = new Ingest(ledger, true);
      long id = ingest.take(read().intake(), Ingest.Mode.SAME_OR_REFUSE).campaign().id();
      RunRequest request =
          new RunRequest(
              directory.resolve("workspace"),
              id,
              CampaignFile.directoryOf(directory.resolve("c.yaml")),
              1,
              OptionalInt.empty());

      writeTable(31);
      CampaignRunner runner = backend.runner(ledger);
      assertThatThrownBy(() -> runner.run(request, progress -> {}))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("a file of it has changed");
      assertThatThrownBy(() -> ingest.take(read().intake(), Ingest.Mode.SAME_OR_REFUSE))
          .isInstanceOf(CampaignChangedException.class);

      writeTable(30);
      assertThat(ingest.take(read().intake(), Ingest.Mode.SAME_OR_REFUSE).created()).isFalse();
      assertThat(runner.run(request, progress -> {})).isEqualTo(Outcome.COMPLETED);
      List<TaskStatus> statuses = new ArrayList<>();
      ledger.forEachResult(id, 0, Set.of(), false, row -> statuses.add(row.status()));
      assertThat(statuses).containsExactly(TaskStatus.CONVERGED, TaskStatus.CONVERGED);
    }
  }

  @Test
  void aTableThatIsNotThereIsBadInputBeforeAnythingIsWritten() {
    assertThatThrownBy(this::read)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found no such file");
  }
}

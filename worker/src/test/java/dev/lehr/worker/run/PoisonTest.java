package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A structure that kills the process that it runs in, with real processes. */
class PoisonTest {

  private static final int POISON = 7;

  private static final String CAMPAIGN =
      """
      name: poisoned
      structures:
        - {prototypes: [A1, A2, A3], elements: [Cu, Ni, Al, W], volumes: [0.95, 1.05], rattle: 0.1}
      model: eam-zhou2004
      stages:
        - {id: relax, kind: relax, cell: frechet, fmax: 0.001, max_iterations: 2000}
        - {id: static, kind: static}
      batching: {max_memory_scaler: 20}
      checkpoint: {every_steps: 20}
      advanced: {shard_size: 8, lanes: 3}
      """;

  @TempDir Path directory;

  private int live(Path workspace, String... poison) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KillTestChild.class.getName(),
                Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN).toString(),
                workspace.toString(),
                directory.resolve("record").toString(),
                "0"));
    command.addAll(List.of(poison));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    assertThat(child.waitFor(180, TimeUnit.SECONDS)).as(log()).isTrue();
    return child.exitValue();
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  private static List<ResultRow> results(Path workspace, int stage) {
    List<ResultRow> rows = new ArrayList<>();
    try (Ledger ledger = SqlLedger.openReadOnly(workspace)) {
      long id = ledger.findCampaign("poisoned").orElseThrow().id();
      ledger.forEachResult(id, stage, Set.of(), true, rows::add);
    }
    return rows;
  }

  @Test
  @Tag("slow")
  void whoKillsItsWorkerIsSetAsideAndTheOthersHaveTheBitsOfARunWithoutIt() throws Exception {
    Path calm = directory.resolve("calm");
    assertThat(live(calm)).as(log()).isZero();
    Path workspace = directory.resolve("poisoned");
    int deaths = 0;
    // From the first step on: nothing of it is ever written down.
    while (live(workspace, Integer.toString(POISON), "1") != 0) {
      assertThat(++deaths).as("the campaign comes to an end\n%s", log()).isLessThan(12);
    }
    System.out.println(deaths + " deaths until the structure that caused them was set aside");
    assertThat(deaths).isBetween(3, 10);
    for (int stage = 0; stage < 2; stage++) {
      List<ResultRow> expected = results(calm, stage);
      List<ResultRow> found = results(workspace, stage);
      assertThat(found).hasSize(24).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        if (i == POISON) {
          assertThat(found.get(i).status())
              .isEqualTo(stage == 0 ? TaskStatus.FAILED : TaskStatus.SKIPPED);
        } else {
          assertThat(found.get(i).status()).isEqualTo(TaskStatus.CONVERGED);
          assertThat(found.get(i).iterations()).isEqualTo(expected.get(i).iterations());
          assertThat(found.get(i).state().orElseThrow())
              .isEqualTo(expected.get(i).state().orElseThrow());
        }
      }
    }
    ResultRow poison = results(workspace, 0).get(POISON);
    assertThat(poison.reason()).isEqualTo("killed_worker");
    assertThat(poison.detail()).contains("its worker died");
  }
}

package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is killed while programs run for its structures. */
@Tag("slow")
@Timeout(180)
class CommandKillTest {

  private static final int KILLS = 3;
  private static final int STRUCTURES = 12;
  private static final String CAMPAIGN =
      """
      name: programs
      structures:
        - {prototypes: [A1, A2, A3], elements: [Cu, Ni, Al, Ag]}
      model: {name: eam-zhou2004, elements: [Cu, Ni, Al, Ag]}
      stages:
        - {id: relax, kind: relax, cell: frechet, fmax: 0.01}
        - id: count
          kind: command
          run: [sh, count.sh, DIRECTORY]
          input:
            count.sh:
              text: |
                echo begun >> "$1/$LEHR_ID.begun"
                sleep 1
                echo done >> "$1/$LEHR_ID.done"
                echo '{"letters": '${#LEHR_ID}'}' > out.json
          output: {json: out.json}
          values: {letters: number}
        - {id: long, kind: filter, where: count.letters > 3}
      """;

  @TempDir Path directory;

  @Test
  void programsThatHaveEndedAreNotRunAgainAndThoseThatHaveNotAre() throws Exception {
    Path marks = Files.createDirectory(directory.resolve("marks"));
    Path file =
        Files.writeString(
            directory.resolve("campaign.yaml"), CAMPAIGN.replace("DIRECTORY", marks.toString()));
    Set<String> committed = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      int before = committed.size();
      Process worker = start(file);
      while (worker.isAlive() && done().size() < before + 2) {
        Thread.sleep(100);
      }
      committed.addAll(done());
      worker.destroyForcibly().waitFor();
      Set<String> now = done();
      assertThat(now).as("what was done stays done").containsAll(committed);
      committed.addAll(now);
    }
    long runsOfCommitted = lines(marks, committed, ".begun");
    Process last = start(file);
    assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).isZero();
    assertThat(done()).hasSize(STRUCTURES);
    assertThat(lines(marks, committed, ".begun"))
        .as("programs of structures that were done were not run again")
        .isEqualTo(runsOfCommitted);
    try (Ledger ledger = SqlLedger.openReadOnly(directory.resolve("workspace"))) {
      long id = ledger.findCampaign("programs").orElseThrow().id();
      ledger.forEachResult(
          id,
          1,
          Set.of(),
          false,
          r ->
              assertThat(r.properties())
                  .as(r.id())
                  .contains("\"letters\":" + r.id().length() + ".0"));
    }
    System.out.printf(
        "%d kills: %d programs begun for %d structures%n",
        KILLS, lines(marks, done(), ".begun"), STRUCTURES);
  }

  private Process start(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.lehr.worker.cli.Main",
            "run",
            file.toString(),
            "--allow-commands",
            "--workspace",
            directory.resolve("workspace").toString(),
            "--quiet")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("out.log").toFile())
        .start();
  }

  /** Structures of which the ledger has the program's result. */
  private Set<String> done() {
    Set<String> ids = new HashSet<>();
    if (!Files.exists(directory.resolve("workspace"))) {
      return ids;
    }
    try (Ledger ledger = SqlLedger.openReadOnly(directory.resolve("workspace"))) {
      ledger
          .findCampaign("programs")
          .ifPresent(
              c ->
                  ledger.forEachResult(
                      c.id(),
                      1,
                      Set.of(TaskStatus.CONVERGED),
                      false,
                      (ResultRow r) -> ids.add(r.id())));
    } catch (LedgerException e) {
      // It is being made.
      return ids;
    }
    return ids;
  }

  private static long lines(Path marks, Set<String> ids, String suffix) throws IOException {
    long lines = 0;
    for (String id : ids) {
      Path file = marks.resolve(id + suffix);
      List<String> all = Files.exists(file) ? Files.readAllLines(file) : List.of();
      lines += all.size();
    }
    return lines;
  }
}

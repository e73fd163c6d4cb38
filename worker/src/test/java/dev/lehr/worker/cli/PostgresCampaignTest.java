package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.PostgresAddress;
import dev.lehr.activities.ledger.PostgresServer;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.worker.run.ProcessBackend;
import dev.lehr.workflows.status.TaskStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line with a ledger in PostgreSQL. */
@Timeout(180)
class PostgresCampaignTest {

  private static final String CAMPAIGN =
      """
      name: clusters
      structures: [{clusters: [4, 5, 6, 7, 8], element: Ar, starts: 20, distance: 1.12, seed: 1}]
      model: {name: lennard-jones, sigma: 1.0, epsilon: 1.0, cutoff: none}
      stages:
        - {id: relax, kind: relax, fmax: 0.00001, max_iterations: 10000}
        - {id: static, kind: static}
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(new ProcessBackend(), terminal, args);
  }

  private static List<ResultRow> results(Ledger ledger) {
    List<ResultRow> rows = new ArrayList<>();
    long id = ledger.findCampaign("clusters").orElseThrow().id();
    for (int stage = 0; stage < 2; stage++) {
      ledger.forEachResult(id, stage, Set.of(), true, rows::add);
    }
    return rows;
  }

  @Test
  void aCampaignHasTheSameBitsInPostgresAsInAFile() throws Exception {
    PostgresServer.missing().ifPresent(why -> Assumptions.abort(why));
    PostgresAddress address = PostgresServer.shared().schema("command_line");
    String url = address.url() + "&user=lehr";
    Path file = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
    Path shared = directory.resolve("shared");
    Path own = directory.resolve("own");
    String[] there = {"--workspace", shared.toString(), "--ledger", url};

    assertThat(run("run", file.toString(), "--workspace", own.toString())).as(err + "").isZero();
    assertThat(run("run", file.toString(), there[0], there[1], there[2], there[3]))
        .as(err + "")
        .isZero();
    assertThat(shared.resolve("ledger.db")).doesNotExist();
    assertThat(out.toString()).contains("/postgres");

    try (Ledger a = SqlLedger.openReadOnly(own);
        Ledger b = SqlLedger.openReadOnly(address)) {
      List<ResultRow> calm = results(a);
      List<ResultRow> rough = results(b);
      assertThat(calm).hasSize(200).allMatch(r -> r.status() == TaskStatus.CONVERGED);
      for (int i = 0; i < calm.size(); i++) {
        assertThat(rough.get(i).energy()).isEqualTo(calm.get(i).energy());
        assertThat(rough.get(i).properties()).isEqualTo(calm.get(i).properties());
        assertThat(rough.get(i).state()).usingRecursiveComparison().isEqualTo(calm.get(i).state());
      }
    }
    out.getBuffer().setLength(0);
    assertThat(run("status", there[0], there[1], there[2], there[3])).as(err + "").isZero();
    assertThat(run("plan", file.toString(), "--json", there[0], there[1], there[2], there[3]))
        .as(err + "")
        .isZero();
    assertThat(out.toString()).contains("\"done\":100");
    Path archive = directory.resolve("archive.db");
    assertThat(
            run(
                "archive",
                "clusters",
                "--out",
                archive.toString(),
                there[0],
                there[1],
                there[2],
                there[3]))
        .as(err + "")
        .isZero();
    // The ledger that the environment names is not asked where an archive is.
    out.getBuffer().setLength(0);
    assertThat(run("status", "clusters", "--workspace", archive.toString(), there[2], there[3]))
        .as(err + "")
        .isZero();
    assertThat(out.toString()).contains("clusters: 100 structures, done");
    assertThat(run("pause", "clusters", there[0], there[1], there[2], there[3])).isZero();
    assertThat(run("results", "clusters", there[0], there[1], there[2], there[3])).isZero();
    assertThat(out.toString()).contains("clusters: paused").contains("converged");
  }

  @Test
  void aPasswordOnTheCommandLineIsRefusedAndNotRepeated() {
    int code =
        run(
            "status",
            "--workspace",
            directory.toString(),
            "--ledger",
            "jdbc:postgresql://host/db?user=me&password=open-sesame");
    assertThat(code).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(err.toString()).contains("LEHR_LEDGER_PASSWORD").doesNotContain("open-sesame");
  }
}

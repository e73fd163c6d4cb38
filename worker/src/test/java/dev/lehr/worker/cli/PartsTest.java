package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.worker.run.ProcessBackend;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A campaign in parts, each in a workspace of its own, and what becomes of whole workspaces. */
@Timeout(300)
class PartsTest {

  /** Ten structures; the duplicates among them are found when all are there. */
  private static final String CAMPAIGN =
      """
      name: metals
      structures:
        - prototypes: [A1, A2]
          elements: [Cu, Ni, Al, Ag, Pd]
          volumes: [1.0]
      model: {name: eam-zhou2004}
      stages:
        - {id: relax, kind: relax, fmax: 0.05}
        - {id: best, kind: rank, by: energy_per_atom, keep: 4}
        - {id: static, kind: static}
      advanced: {shard_size: 2}
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
  }

  private int lehr(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(new ProcessBackend(), terminal, args);
  }

  private String workspace(String name) {
    return directory.resolve(name).toString();
  }

  private int run(String workspace, String... more) {
    List<String> all =
        new ArrayList<>(List.of("run", file.toString(), "--workspace", workspace(workspace)));
    all.addAll(Arrays.asList(more));
    return lehr(all.toArray(new String[0]));
  }

  /** Everything that results have, to the bit, but the time and who wrote them. */
  private List<String> rows(String workspace) {
    List<String> rows = new ArrayList<>();
    try (Ledger ledger = SqlLedger.openReadOnly(directory.resolve(workspace))) {
      CampaignRow campaign = ledger.findCampaign("metals").orElseThrow();
      rows.add(campaign.structures() + " " + campaign.part() + " " + campaign.definitionDigest());
      for (int stage = 0; stage < campaign.stages().size(); stage++) {
        ledger.forEachResult(
            campaign.id(),
            stage,
            Set.of(),
            true,
            r ->
                rows.add(
                    r.toString().replaceAll(", finishedAt=.*", "")
                        + r.input().map(Arrays::toString)
                        + r.state().map(Arrays::toString)));
        rows.add(ledger.progress(campaign.id(), 0).stages().get(stage).toString());
      }
    }
    return rows;
  }

  @Test
  void threePartsMergedAreTheSameAsAnUndividedRun() throws Exception {
    assertThat(run("whole")).as(err.toString()).isZero();
    for (int part = 1; part <= 3; part++) {
      assertThat(run("part" + part, "--part", part + "/3")).as(err.toString()).isZero();
      assertThat(out.toString()).contains("Part " + part + "/3 is done");
    }
    lehr("status", "--workspace", workspace("part2"));
    assertThat(out.toString()).contains("metals: 3 structures, part 2/3, done");
    // What compares all structures is for the merged ones: nothing is left to watch.
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> lehr("watch", "metals", "--workspace", workspace("part2")));
    assertThat(out.toString()).contains("metals: done");

    assertThat(
            lehr(
                "merge",
                workspace("part3"),
                workspace("part1"),
                workspace("part2"),
                "--workspace",
                workspace("merged")))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("merged 3 parts of metals: 10 structures");
    assertThat(rows("merged"))
        .as("what compares all is still to be done")
        .isNotEqualTo(rows("whole"));
    assertThat(run("merged")).as(err.toString()).isZero();
    assertThat(rows("merged")).isEqualTo(rows("whole"));
    try (Ledger merged = SqlLedger.openReadOnly(directory.resolve("merged"));
        Ledger whole = SqlLedger.openReadOnly(directory.resolve("whole"))) {
      assertThat(merged.sliceTotals(1).steps()).isEqualTo(whole.sliceTotals(1).steps());
    }
  }

  @Test
  void aPartThatIsMissingOrThereTwiceOrOfAnotherCampaignIsAnError() throws Exception {
    assertThat(run("p1", "--part", "1/2")).isZero();
    assertThat(lehr("merge", workspace("p1"), "--workspace", workspace("m"))).isEqualTo(3);
    assertThat(err.toString()).contains("part 2/2 is missing");
    assertThat(lehr("merge", workspace("p1"), workspace("p1"), "--workspace", workspace("m")))
        .isEqualTo(3);
    assertThat(err.toString())
        .contains("found part 1/2, which")
        .contains("expected each part once");
    Files.writeString(file, CAMPAIGN.replace("fmax: 0.05", "fmax: 0.1"));
    assertThat(run("p2", "--part", "2/2")).isZero();
    assertThat(lehr("merge", workspace("p1"), workspace("p2"), "--workspace", workspace("m")))
        .isEqualTo(3);
    assertThat(err.toString()).contains("its campaign file was another one");
    assertThat(Files.exists(directory.resolve("m"))).as("nothing was made").isFalse();
  }

  @Test
  void aWorkspaceOfOnePartDoesNotBecomeAnothers() {
    assertThat(run("p", "--part", "1/2")).isZero();
    assertThat(run("p", "--part", "2/2")).isEqualTo(3);
    assertThat(err.toString()).contains("part: was 1/2, is 2/2");
    assertThat(run("p")).isEqualTo(3);
    assertThat(err.toString()).contains("part: was 1/2, is all of it");
    assertThat(run("p", "--part", "3/2")).isEqualTo(3);
    assertThat(err.toString()).contains("found '3/2', expected which of how many, such as 2/3");
  }

  @Test
  void aCampaignIsArchivedReadFromTheFileDeletedAndSweptAway() throws Exception {
    assertThat(run("w")).isZero();
    List<String> before = rows("w");
    String archive = directory.resolve("metals.db").toString();
    assertThat(lehr("archive", "metals", "--out", archive, "--workspace", workspace("w"))).isZero();
    assertThat(out.toString()).contains("archived metals@1: 10 structures");
    assertThat(rows("metals.db")).isEqualTo(before);
    assertThat(lehr("status", "--workspace", archive)).isZero();
    assertThat(out.toString())
        .contains("metals: 10 structures, done")
        .contains("bytes a structure");
    assertThat(lehr("results", "metals", "--workspace", archive, "--format", "jsonl")).isZero();
    assertThat(out.toString().lines()).hasSize(10);
    assertThat(lehr("archive", "metals", "--out", archive, "--workspace", workspace("w")))
        .isEqualTo(3);
    assertThat(err.toString()).contains("is there already, expected a new file");

    Path stray = directory.resolve("w/trajectories/gone@1/relax/shard-000000.1.1.1.extxyz");
    Files.createDirectories(stray.getParent());
    Files.write(stray, new byte[1234]);
    assertThat(lehr("gc", "--dry-run", "--workspace", workspace("w"))).isZero();
    assertThat(out.toString())
        .contains("1 files and directories of no campaign: 1234 bytes")
        .contains("log rows of campaigns that have ended");
    assertThat(stray).exists();
    assertThat(lehr("gc", "--workspace", workspace("w"))).isZero();
    assertThat(stray).doesNotExist();
    assertThat(rows("w")).isEqualTo(before);

    assertThat(lehr("delete", "metals", "--workspace", workspace("w"))).isEqualTo(3);
    assertThat(err.toString()).contains("say --yes to delete it");
    assertThat(lehr("delete", "metals", "--yes", "--workspace", workspace("w"))).isZero();
    assertThat(out.toString()).contains("deleted metals@1: 10 structures");
    lehr("status", "--workspace", workspace("w"));
    assertThat(out.toString()).contains("No campaigns in");
  }
}

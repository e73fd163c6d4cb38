package dev.lehr.activities.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More structures than a page has exact numbers and arrays for. */
class LargeReportTest {

  /** Another number, and {@code lehr.report} to keep the page: see docs/reports.md. */
  private static final int STRUCTURES = Integer.getInteger("lehr.report.structures", 10_500);

  private static final int SHARD = 1000;

  @TempDir Path directory;

  @Test
  void aPageOfManyStructuresHasAllOfThemShorterAndSaysWhatItLeavesOut() throws IOException {
    Path out = Path.of(System.getProperty("lehr.report", directory.resolve("report").toString()));
    try (Ledger ledger = SqlLedger.open(directory)) {
      CampaignRow campaign = campaign(ledger);
      new ReportFiles(AboutModel.unknown(), "1", Map.of()).write(ledger, campaign, out);
    }
    Document page = Jsoup.parse(Files.readString(out.resolve("report.html")));
    JsonNode rows = new ObjectMapper().readTree(page.getElementById("lehr-rows").data());
    assertThat(rows).hasSize(STRUCTURES);
    // Sections without data are absent.
    assertThat(page.select("main > section").eachAttr("id"))
        .containsExactly(
            "summary",
            "stages",
            "relaxation",
            "structures",
            "chosen",
            "failures",
            "provenance",
            "citations");
    assertThat(rows.get(7).get(5).get(0).asText()).matches("-3\\.5\\d{1,6}");
    assertThat(page.select("[id^=detail-]")).hasSize(ReportFiles.MOST_DETAILS);
    // The converged ones are those that got furthest: every second.
    assertThat(page.getElementById("detail-0")).isNotNull();
    assertThat(page.getElementById("detail-1")).isNull();
    assertThat(page.getElementById("limits").text())
        .contains("seven digits", "2\u202f000 that got furthest", "results.csv");
    assertThat(Files.readAllLines(out.resolve("results.csv"))).hasSize(STRUCTURES + 1);
  }

  private static CampaignRow campaign(Ledger ledger) {
    NewCampaign asked =
        new NewCampaign(
            "many",
            "{\"name\":\"many\",\"stages\":[{\"id\":\"relax\",\"kind\":\"relax\",\"fmax\":0.01}]}",
            "d",
            "m",
            List.of("relax"),
            StageGraph.chain(1),
            SHARD,
            1,
            false);
    CampaignRow row =
        ledger.createCampaign(
            asked, LongStream.range(0, STRUCTURES).mapToObj(LargeReportTest::structure).iterator());
    for (int shard = 0; shard * SHARD < STRUCTURES; shard++) {
      ClaimRequest claim = new ClaimRequest(row.id(), 0, "r", 0, "r" + shard);
      Fence fence = new Fence(ledger.claimShard(claim).epoch(), 1, 1);
      ShardKey key = new ShardKey(row.id(), 0, shard);
      ledger.openSlice(key, fence, "life", Set.of());
      List<LedgerWrite> writes = new ArrayList<>();
      for (long i = (long) shard * SHARD; i < Math.min(STRUCTURES, (shard + 1L) * SHARD); i++) {
        TaskKey task = new TaskKey(row.id(), 0, i);
        writes.add(new LedgerWrite.Finished(task, 0, result(i)));
      }
      ledger.commit(List.of(new FencedWrites(key, fence, writes)));
    }
    return row;
  }

  private static Structure copper(long i) {
    double a = 3.6 + i * 1e-6;
    return Structure.builder("s" + i, "s#" + i, new int[] {29}, new double[3])
        .cell(new double[] {0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0})
        .pbc(true, true, true)
        .build();
  }

  private static StructureRow structure(long i) {
    Structure s = copper(i);
    return new StructureRow(
        s.id(), "d" + i, s.source(), 1, "Cu", StructureCodec.encode(s), Optional.empty());
  }

  private static TaskResult result(long i) {
    boolean good = i % 2 == 0;
    double noise = Math.sin(i * 12.9898) * 0.01;
    return new TaskResult(
        good ? TaskStatus.CONVERGED : TaskStatus.MAX_ITERATIONS,
        good ? "" : "max_iterations",
        good ? "" : "fmax is still " + Math.abs(noise),
        -3.54 + noise * noise,
        (int) (20 + i % 97),
        1,
        "{\"fmax\":"
            + Math.abs(noise)
            + ",\"volume\":"
            + (11.8 + noise)
            + ",\"pressure_gpa\":"
            + noise * 3
            + ",\"stress\":[[0,0,0],[0,0,0],[0,0,0]]}",
        StateCodec.encode(copper(i).toSimState()));
  }
}

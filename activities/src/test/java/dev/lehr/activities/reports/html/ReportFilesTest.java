package dev.lehr.activities.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.results.ResultFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AboutModel MODEL =
      new AboutModel("metals", List.of("A <note> & another"), "Zhou <2004>");

  @TempDir static Path directory;
  private static Path results = Path.of("");
  private static Ledger ledger;
  private static CampaignRow campaign;
  private static String html = "";
  private static Document page = new Document("");

  @BeforeAll
  static void write() throws IOException {
    // lehr.report keeps the page for eyes, see docs/reports.md
    Path out = Path.of(System.getProperty("lehr.report", directory.resolve("report").toString()));
    ledger = SqlLedger.open(directory);
    campaign = Showcase.in(ledger);
    Path file = files().write(ledger, campaign, out);
    html = Files.readString(file);
    page = Jsoup.parse(html);
    results = out;
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static ReportFiles files() {
    return new ReportFiles(MODEL, "1.2.3", Map.of());
  }

  private static JsonNode embedded(String id) throws IOException {
    Element element = page.getElementById(id);
    assertThat(element).as(id).isNotNull();
    return JSON.readTree(element.data());
  }

  private static List<ResultRow> rows(int stage) {
    List<ResultRow> rows = new ArrayList<>();
    ledger.forEachResult(campaign.id(), stage, Set.of(), false, rows::add);
    return rows;
  }

  @Test
  void everySectionThatThereAreDataForIsThereAndInTheContents() {
    List<String> ids =
        List.of(
            "summary",
            "stages",
            "relaxation",
            "hull",
            "structures",
            "chosen",
            "eos",
            "elastic",
            "phonons",
            "failures",
            "provenance",
            "citations");
    assertThat(page.select("main > section").eachAttr("id")).containsExactlyElementsOf(ids);
    assertThat(page.select("nav a").eachAttr("href"))
        .containsExactlyElementsOf(ids.stream().map(id -> "#" + id).toList());
  }

  @Test
  void nothingIsLoadedFromAnywhere() {
    assertThat(page.select("[src], link, iframe, object, embed, base, form")).isEmpty();
    assertThat(page.select("[href]").eachAttr("href")).allMatch(href -> href.startsWith("#"));
    assertThat(page.select("style").first().data())
        .doesNotContain("url(")
        .doesNotContain("@import");
    String policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
    assertThat(policy).startsWith("default-src 'none'");
  }

  @Test
  void onlyOurTwoScriptsMayRunAndTheyAreThoseThatThePolicyNames() {
    List<Element> scripts = page.select("script:not([type])");
    assertThat(scripts).hasSize(2);
    String policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
    for (Element script : scripts) {
      assertThat(policy).contains(Assets.digest(script.data()));
    }
    assertThat(page.select("script[type]").eachAttr("type")).containsOnly("application/json");
  }

  @Test
  void whatUsersWroteIsTextAndNotMarkup() throws IOException {
    assertThat(page.select("img, b")).isEmpty();
    assertThat(html).doesNotContain(Showcase.EVIL_ID).doesNotContain("</script><img");
    assertThat(page.select("header .lead").text()).isEqualTo(Showcase.DESCRIPTION);
    assertThat(page.select("#failures code").eachText()).contains(Showcase.EVIL_ID);
    assertThat(page.select("#failures td").text()).contains(Showcase.EVIL_DETAIL);
    assertThat(page.select("#notes li").eachText())
        .contains("A <note> & another", "eos, 1 structure: the range is wide for <this> crystal");
    assertThat(embedded("lehr-rows").toString()).contains("<script>alert(1)</script>");
  }

  @Test
  void theEmbeddedNumbersAreThoseOfTheLedgerToTheBit() throws IOException {
    JsonNode columns = embedded("lehr-summary").get("columns");
    JsonNode embedded = embedded("lehr-rows");
    int compared = 0;
    for (int stage = 0; stage < Showcase.STAGES.size(); stage++) {
      for (ResultRow row : rows(stage)) {
        JsonNode fields = ResultFields.of(row, false);
        JsonNode values = embedded.get((int) row.structure()).get(5);
        for (int c = 0; c < columns.size(); c++) {
          JsonNode truth = fields.path(columns.get(c).get("name").asText());
          if (columns.get(c).get("stage").asInt() == stage && truth.isNumber()) {
            assertThat(values.get(c).doubleValue()).isEqualTo(truth.doubleValue());
            compared++;
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(250);
  }

  @Test
  void arraysAndGeometriesAreThereForEachStructureThatHasThem() throws IOException {
    for (ResultRow row : rows(1)) {
      JsonNode points = ResultFields.properties(row).path("eos_points");
      if (!points.isMissingNode()) {
        JsonNode detail = embedded("detail-" + row.structure());
        assertThat(detail.at("/stages/eos/eos_points")).isEqualTo(points);
        assertThat(detail.at("/final/symbols")).hasSize(4);
        // Relaxation changes the cell, so the two pictures differ.
        assertThat(detail.at("/initial/cell")).isNotEqualTo(detail.at("/final/cell"));
      }
    }
    assertThat(embedded("detail-15").at("/stages/relax/detail").asText())
        .isEqualTo(Showcase.EVIL_DETAIL);
    assertThat(embedded("detail-0").at("/stages/phonons/bands/frequencies")).hasSize(124);
  }

  @Test
  void theFunnelCountsWhatTheLedgerCounts() {
    Map<String, List<String>> lines = new HashMap<>();
    for (Element line : page.select("#stages tbody tr")) {
      lines.put(line.select("th").text(), line.select("td").eachText());
    }
    assertThat(page.select("#stages thead th").eachText())
        .containsExactly(
            "stage",
            "kind",
            "entered",
            "converged",
            "max iterations",
            "failed",
            "rejected",
            "skipped");
    assertThat(lines.get("relax")).containsExactly("relax", "18", "15", "1", "1", "1", "0");
    assertThat(lines.get("elastic").subList(1, 3)).containsExactly("15", "8");
  }

  @Test
  void provenanceNamesVersionModelAndDefinition() {
    String text = page.select("#provenance").text();
    assertThat(text).contains("1.2.3", "a1a1a1a1", "0f0f0f0f", "Zhou <2004>", "eam-zhou2004");
    assertThat(page.select("#definition").text()).contains("\"optimizer\" : \"fire\"");
    assertThat(page.select("#citations li").eachText())
        .anyMatch(t -> t.contains("Structural relaxation made simple"))
        .anyMatch(t -> t.contains("hull"));
  }

  @Test
  void jsonLinesAndCsvHaveALineForEachStructureWithItsBits() throws IOException {
    List<String> lines = Files.readAllLines(results.resolve("results.jsonl"));
    assertThat(lines).hasSize(18);
    ResultRow first = rows(0).get(0);
    JsonNode object = JSON.readTree(lines.get(0));
    assertThat(object.at("/stages/relax/energy").doubleValue()).isEqualTo(first.energy());
    assertThat(object.at("/stages/relax").has("id")).isFalse();
    assertThat(JSON.readTree(lines.get(15)).get("id").asText()).isEqualTo(Showcase.EVIL_ID);
    List<String> csv = Files.readAllLines(results.resolve("results.csv"));
    assertThat(csv).hasSize(19);
    List<String> header = List.of(csv.get(0).split(",", -1));
    assertThat(header).contains("relax.energy", "eos.bulk_modulus", "hull.e_above_hull");
    assertThat(csv.get(1).split(",", -1)[header.indexOf("relax.energy")])
        .isEqualTo(Double.toString(first.energy()));
    assertThat(Files.readString(results.resolve("references.bib"))).contains("@article{zhou2004,");
  }

  @Test
  void theSameLedgerGivesTheSameBytesAndLeavesNothingElseBehind() throws IOException {
    Path again = directory.resolve("again");
    assertThat(Files.readString(files().write(ledger, campaign, again))).isEqualTo(html);
    try (Stream<Path> left = Files.list(again)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "report.html", "results.csv", "results.jsonl", "references.bib");
    }
  }
}

package dev.lehr.activities.reports.html;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.activities.citations.Citations;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.reports.data.Chosen;
import dev.lehr.activities.reports.data.Column;
import dev.lehr.activities.reports.data.Geometries;
import dev.lehr.activities.reports.data.Overview;
import dev.lehr.activities.reports.data.ResultFiles;
import dev.lehr.activities.reports.data.Rows;
import dev.lehr.activities.reports.data.StageInfo;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of a report: {@code report.html}, {@code results.jsonl}, {@code results.csv} and {@code
 * references.bib}. The same ledger gives the same bytes. Each file appears when it is complete.
 *
 * @param model what there is to say of the campaign's model
 * @param version of Lehr
 * @param citationsOfStages keys of publications by stage id, from kinds that say theirs themselves
 */
public record ReportFiles(
    AboutModel model, String version, Map<String, List<String>> citationsOfStages) {

  /** Structures whose arrays and geometry a page has. */
  static final int MOST_DETAILS = 2000;

  private static final long GEOMETRY_BUDGET = 16L << 20;

  private interface Content {
    void to(Writer out) throws IOException;
  }

  /**
   * Writes them.
   *
   * @param directory made if it is not there
   * @return the page
   * @throws IOException where the directory cannot be written
   */
  public Path write(Ledger ledger, CampaignRow campaign, Path directory) throws IOException {
    Files.createDirectories(directory);
    List<StageInfo> stages = StageInfo.of(campaign);
    try (Rows rows = Rows.read(ledger, campaign, directory)) {
      ReportData data = gather(ledger, campaign, stages, rows);
      List<Column> columns = data.overview().columns();
      put(directory, "results.jsonl", out -> ResultFiles.jsonLines(rows, stages, out));
      put(directory, "results.csv", out -> ResultFiles.csv(rows, stages, columns, out));
      put(directory, "references.bib", out -> out.write(data.citations().bibtex()));
      return put(directory, "report.html", out -> new HtmlReport(data).write(out));
    }
  }

  private ReportData gather(Ledger ledger, CampaignRow campaign, List<StageInfo> stages, Rows rows)
      throws IOException {
    Overview overview = new Overview(stages);
    Chosen chosen = new Chosen(MOST_DETAILS);
    rows.forEach(
        structure -> {
          overview.add(structure);
          chosen.add(structure);
        });
    Set<Long> detailed = chosen.structures();
    JsonNode definition = StageInfo.definition(campaign);
    return new ReportData(
        campaign,
        definition,
        model,
        version,
        ledger.sliceTotals(campaign.id()),
        overview,
        rows,
        detailed,
        Geometries.read(ledger, campaign, detailed, GEOMETRY_BUDGET),
        Citations.of(definition, model.source(), citationsOfStages));
  }

  private static Path put(Path directory, String name, Content content) throws IOException {
    Path part = directory.resolve(name + ".part");
    try (Writer out = Files.newBufferedWriter(part)) {
      content.to(out);
    }
    return Files.move(part, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}

package dev.lehr.activities.reports.html;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.activities.citations.Citations;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.SliceStats;
import dev.lehr.activities.reports.data.Geometries;
import dev.lehr.activities.reports.data.Overview;
import dev.lehr.activities.reports.data.Rows;
import java.util.Set;

/**
 * All that a page is made of.
 *
 * @param campaign its row
 * @param definition its canonical definition
 * @param model what there is to say of the model
 * @param version of Lehr
 * @param slices figures of the device
 * @param overview of all structures
 * @param rows the results
 * @param chosen indices of the structures whose arrays are embedded
 * @param geometries where their atoms are
 * @param citations what to cite
 */
record ReportData(
    CampaignRow campaign,
    JsonNode definition,
    AboutModel model,
    String version,
    SliceStats slices,
    Overview overview,
    Rows rows,
    Set<Long> chosen,
    Geometries geometries,
    Citations citations) {

  /** The model as the definition names it. */
  String modelName() {
    return nameOf(definition.path("model"));
  }

  private static String nameOf(JsonNode model) {
    StringBuilder sum = new StringBuilder();
    for (JsonNode term : model.path("sum")) {
      sum.append(sum.length() == 0 ? "" : " + ").append(nameOf(term));
    }
    for (String field : new String[] {"name", "file", "python"}) {
      if (sum.length() == 0 && model.has(field)) {
        sum.append(model.path(field).asText());
      }
    }
    return sum.toString();
  }
}

package dev.lehr.activities.outputs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.reports.html.AboutModel;
import dev.lehr.activities.reports.html.ReportFiles;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.activities.stages.OutputStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code kind: report}: writes the report of the campaign so far, as {@code lehr report} does, to
 * {@code exports/CAMPAIGN@REVISION/STAGE} in the workspace. No keys.
 */
public final class ReportKind implements StageKind {

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Writes the report of the campaign so far, one page and all results beside it";
  }

  @Override
  public ConfiguredStage read(Fields f, StageSite site) {
    return new Page();
  }

  private record Page() implements OutputStage {

    @Override
    public ObjectNode settings() {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public Map<String, ValueType> values() {
      return Map.of();
    }

    @Override
    public void write(
        Ledger ledger, CampaignRow campaign, int stage, ModelIdentity model, Path directory)
        throws IOException {
      Files.createDirectories(directory);
      AboutModel about = new AboutModel("", model.notes(), "");
      new ReportFiles(about, version(), Map.of()).write(ledger, campaign, directory);
    }

    private static String version() {
      String version = ReportKind.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }
  }
}

package dev.lehr.activities.outputs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.results.ResultExport;
import dev.lehr.activities.results.ResultFormat;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.activities.stages.OutputStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code kind: export}: writes the structures that have come so far. Keys: {@code format} ({@code
 * extxyz}, {@code jsonl} or {@code csv}), {@code of}, the stage whose results are written (the
 * first of those that it follows). The file is {@code exports/CAMPAIGN@REVISION/STAGE/OF.extxyz} in
 * the workspace.
 */
public final class ExportKind implements StageKind {

  @Override
  public String name() {
    return "export";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Writes the structures that have come so far to a file";
  }

  @Override
  public ConfiguredStage read(Fields f, StageSite site) {
    Map<String, ResultFormat> words = new LinkedHashMap<>();
    for (ResultFormat format : List.of(ResultFormat.EXTXYZ, ResultFormat.JSONL, ResultFormat.CSV)) {
      words.put(format.name().toLowerCase(Locale.ROOT), format);
    }
    return new Export(
        f.choice("format", words, ResultFormat.EXTXYZ), f.optionalText("of").orElse(""));
  }

  private record Export(ResultFormat format, String of) implements OutputStage {

    @Override
    public ObjectNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("format", format.name().toLowerCase(Locale.ROOT));
      if (!of.isEmpty()) {
        node.put("of", of);
      }
      return node;
    }

    @Override
    public Map<String, ValueType> values() {
      return Map.of();
    }

    @Override
    public void write(
        Ledger ledger, CampaignRow campaign, int stage, ModelIdentity model, Path directory)
        throws IOException {
      StageGraph.Node node = campaign.graph().node(stage);
      int source = campaign.stage(of).orElse(node.after().isEmpty() ? stage : node.after().get(0));
      Files.createDirectories(directory);
      String word = format.name().toLowerCase(Locale.ROOT);
      Path file = directory.resolve(campaign.stages().get(source) + "." + word);
      Path part = file.resolveSibling(file.getFileName() + ".part");
      try (Writer out = Files.newBufferedWriter(part)) {
        new ResultExport(format, format == ResultFormat.JSONL, Set.of(TaskStatus.CONVERGED))
            .write(ledger, campaign.id(), source, out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

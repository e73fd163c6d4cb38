package dev.lehr.activities.campaign;

import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.stages.ComparisonStage;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.OutputStage;
import dev.lehr.activities.stages.RecipeStage;
import java.util.ArrayList;
import java.util.List;

/** How the stages of a definition hang together, as the ledger needs it. */
final class Graphs {

  private Graphs() {}

  static StageGraph of(CampaignDefinition definition) {
    List<String> ids = definition.stages().stream().map(StageSpec::id).toList();
    List<StageGraph.Node> nodes = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      StageSpec spec = definition.stages().get(i);
      StageRules rules = definition.rules().get(i);
      nodes.add(
          new StageGraph.Node(
              rules.after().stream().map(ids::indexOf).toList(),
              shape(spec),
              !(spec instanceof StageSpec.Kind kind) || carries(kind),
              rules.onFailure(),
              spec instanceof StageSpec.Kind || !rules.when().isEmpty(),
              rules.retries(),
              rules.deadlineSeconds()));
    }
    return new StageGraph(nodes);
  }

  private static StageGraph.Shape shape(StageSpec spec) {
    if (spec instanceof StageSpec.Kind kind) {
      if (isExpansion(kind.stage())) {
        return StageGraph.Shape.EXPANSION;
      }
      if (!isForEach(kind.stage())) {
        return StageGraph.Shape.COMPARISON;
      }
    }
    return StageGraph.Shape.EACH;
  }

  /** Whether a stage makes several structures of one. */
  static boolean isExpansion(ConfiguredStage stage) {
    return stage instanceof RecipeStage recipe && recipe.makesStructures();
  }

  private static boolean isForEach(ConfiguredStage stage) {
    return !(stage instanceof ComparisonStage || stage instanceof OutputStage);
  }

  /** Whether structures leave a stage with a geometry of its own. */
  static boolean carries(StageSpec.Kind kind) {
    ConfiguredStage stage = kind.stage();
    return isForEach(stage) && !isExpansion(stage) && stage.changesStructures();
  }
}

package dev.lehr.activities.stages.compare;

import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.ExpressionField;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;
import dev.lehr.simulation.analysis.match.StructureMatcher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code kind: deduplicate}: one structure of each crystal goes on. */
public final class DeduplicateKind implements StageKind {

  private static final StructureMatcher DEFAULT = StructureMatcher.defaults();

  @Override
  public String name() {
    return "deduplicate";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Keeps one structure of those that are the same crystal within tolerances.";
  }

  @Override
  public ConfiguredStage read(Fields fields, StageSite site) {
    return new DeduplicateStage(
        new StructureMatcher(
            fields.number("ltol", DEFAULT.lengths(), 0, 0.99),
            fields.number("stol", DEFAULT.sites(), 0, 10),
            fields.number("angle_tol", DEFAULT.angles(), 0, 89)),
        energy(fields, site));
  }

  /** The energy that decides which is kept; empty: the first is. */
  private static Optional<Expression> energy(Fields fields, StageSite site) {
    Map<String, Boolean> words = new LinkedHashMap<>();
    words.put("lowest-energy", true);
    words.put("first", false);
    boolean isKnown =
        site.vocabulary().names().containsKey("energy")
            || site.vocabulary().ambiguous().containsKey("energy");
    boolean isAsked = fields.choice("keep", words, isKnown || fields.has("energy"));
    if (!isAsked && fields.has("energy")) {
      fields.problem("energy", "is not looked at with keep: first");
    }
    Expression energy =
        ExpressionField.optional(
            fields, "energy", isAsked ? "energy" : "0", site.vocabulary(), ValueType.NUMBER);
    return isAsked ? Optional.of(energy) : Optional.empty();
  }
}

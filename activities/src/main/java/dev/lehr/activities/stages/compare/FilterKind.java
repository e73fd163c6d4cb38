package dev.lehr.activities.stages.compare;

import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.ExpressionField;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;

/** {@code kind: filter}: structures of which {@code where} is true go on. */
public final class FilterKind implements StageKind {

  @Override
  public String name() {
    return "filter";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Lets the structures go on for which a condition holds.";
  }

  @Override
  public ConfiguredStage read(Fields fields, StageSite site) {
    return new FilterStage(
        ExpressionField.required(
            fields, "where", "'e_above_hull < 0.05'", site.vocabulary(), ValueType.TRUTH));
  }
}

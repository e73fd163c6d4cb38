package dev.lehr.activities.stages.compare;

import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.ExpressionField;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** {@code kind: rank}: sorts structures by a number and, where asked to, keeps the best. */
public final class RankKind implements StageKind {

  @Override
  public String name() {
    return "rank";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Sorts structures by a number and keeps the best.";
  }

  @Override
  public ConfiguredStage read(Fields fields, StageSite site) {
    Map<String, Boolean> orders = new LinkedHashMap<>();
    orders.put("ascending", false);
    orders.put("descending", true);
    boolean isDescending = fields.choice("order", orders, false);
    long keep = fields.integer("keep", 0, 1, Integer.MAX_VALUE);
    return new RankStage(
        ExpressionField.required(
            fields, "by", "energy_per_atom", site.vocabulary(), ValueType.NUMBER),
        isDescending,
        keep == 0 ? OptionalInt.empty() : OptionalInt.of((int) keep));
  }
}

package dev.lehr.activities.stages.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.stages.RecipeStage;
import dev.lehr.activities.stages.StructureValues;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Step;
import java.util.Map;

/**
 * Drops structures for which a condition does not hold.
 *
 * @param where the condition
 */
record FilterStage(Expression where) implements RecipeStage {

  /** A filter changes no structure. */
  @Override
  public boolean changesStructures() {
    return false;
  }

  /** What it decides by was found by other stages, maybe with other settings than another time. */
  @Override
  public boolean isRemembered() {
    return false;
  }

  @Override
  public ObjectNode settings() {
    return JsonNodeFactory.instance.objectNode().put("where", where.source());
  }

  @Override
  public Map<String, ValueType> values() {
    return Map.of();
  }

  @Override
  public Recipe recipe() {
    return (subject, rounds) -> {
      StructureValues values = StructureValues.of(subject);
      return values.whether(where, holds -> holds ? Step.Done.found(Map.of()) : dropped(values));
    };
  }

  private Step dropped(StructureValues values) {
    return new Step.Dropped(
        "filtered", "'" + where + "' does not hold: " + values.described(where));
  }
}

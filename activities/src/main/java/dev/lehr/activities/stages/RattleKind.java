package dev.lehr.activities.stages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.simulation.optimize.Rattle;
import dev.lehr.simulation.recipe.RattleRecipe;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.units.Dimension;
import java.util.Map;

/**
 * {@code kind: rattle}: random displacements. Keys: {@code standard_deviation} of each component
 * (0.05 angstrom) and {@code copies}: how many structures are made of one, called {@code rattle-1}
 * and on; without it the structure goes on displaced.
 */
public final class RattleKind implements StageKind {

  private static final double USUAL = 0.05;
  private static final long MOST_COPIES = 10_000;

  @Override
  public String name() {
    return "rattle";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Structures with atoms displaced at random";
  }

  @Override
  public ConfiguredStage read(Fields f, StageSite site) {
    double deviation = f.quantity("standard_deviation", Dimension.LENGTH, USUAL, 0, true);
    int copies = (int) f.integer("copies", 0, 1, MOST_COPIES);
    return new RattleStage(new Rattle(deviation, 0, site.seed(), site.id()), copies);
  }

  /** The settings; seed and id are the campaign's. */
  private record RattleStage(Rattle rattle, int copies) implements RecipeStage {

    @Override
    public ObjectNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("standard_deviation", rattle.standardDeviation());
      if (copies > 0) {
        node.put("copies", copies);
      }
      return node;
    }

    @Override
    public Map<String, ValueType> values() {
      return new ValueTypes().add(ValueType.ANYTHING, "rattle").all();
    }

    @Override
    public boolean isRandom() {
      return true;
    }

    @Override
    public boolean makesStructures() {
      return copies > 0;
    }

    @Override
    public Recipe recipe() {
      return new RattleRecipe(rattle, copies);
    }
  }
}

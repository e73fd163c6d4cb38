package dev.lehr.activities.stages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.SupercellRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code kind: supercell}: repeats the cell. One key: {@code repeat}, three whole numbers of copies
 * along the lattice vectors, or three rows of whole numbers with a determinant above 0, each a sum
 * of the cell's vectors.
 */
public final class SupercellKind implements StageKind {

  private static final String KEY = "repeat";
  private static final int MOST = 100;
  private static final long MOST_COPIES = 100_000;
  private static final String EXPECTED =
      "three whole numbers such as [2, 2, 2] or three rows of three";

  @Override
  public String name() {
    return "supercell";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "A supercell in place of the structure";
  }

  @Override
  public ConfiguredStage read(Fields f, StageSite site) {
    List<Integer> found = f.wholeNumbers(KEY, -MOST, MOST, EXPECTED);
    if (found.size() != 3 && found.size() != 9) {
      f.problem(KEY, "found " + found.size() + " whole numbers, expected " + EXPECTED);
      return new SupercellStage(SupercellRecipe.of(1, 1, 1));
    }
    List<Integer> rows = found.size() == 9 ? found : diagonal(found);
    long copies = SupercellRecipe.copies(rows);
    boolean repeats = found.size() == 9 || found.stream().allMatch(n -> n > 0);
    if (!repeats || copies < 1 || copies > MOST_COPIES) {
      f.problem(
          KEY, "makes " + copies + " copies, expected from 1 to " + MOST_COPIES + ", " + EXPECTED);
      return new SupercellStage(SupercellRecipe.of(1, 1, 1));
    }
    return new SupercellStage(new SupercellRecipe(rows));
  }

  private static List<Integer> diagonal(List<Integer> three) {
    List<Integer> rows = new ArrayList<>();
    for (int k = 0; k < 9; k++) {
      rows.add(k % 4 == 0 ? three.get(k / 4) : 0);
    }
    return rows;
  }

  /** The settings. */
  private record SupercellStage(SupercellRecipe made) implements RecipeStage {

    @Override
    public ObjectNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      for (int k = 0; k < 9; k += 3) {
        ArrayNode row = node.withArray(KEY).addArray();
        made.rows().subList(k, k + 3).forEach(row::add);
      }
      return node;
    }

    @Override
    public Map<String, ValueType> values() {
      return new ValueTypes().add(ValueType.ANYTHING, "supercell").all();
    }

    /** It has other atoms than the record that a geometry could go with. */
    @Override
    public boolean makesStructures() {
      return true;
    }

    @Override
    public Recipe recipe() {
      return made;
    }
  }
}

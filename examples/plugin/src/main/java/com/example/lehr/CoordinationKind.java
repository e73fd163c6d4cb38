package com.example.lehr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.RecipeStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageSite;
import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Dimension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code kind: coordination}: how many neighbours atoms have closer than {@code cutoff}. */
public final class CoordinationKind implements StageKind {

  @Override
  public String name() {
    return "coordination";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Numbers of neighbours within a cutoff";
  }

  @Override
  public ConfiguredStage read(Fields fields, StageSite site) {
    return new Coordination(fields.quantity("cutoff", Dimension.LENGTH, 3, 0, true));
  }

  private record Coordination(double cutoff) implements RecipeStage {

    @Override
    public ObjectNode settings() {
      return JsonNodeFactory.instance.objectNode().put("cutoff", cutoff);
    }

    @Override
    public Map<String, ValueType> values() {
      Map<String, ValueType> values = new LinkedHashMap<>();
      values.put("coordination", ValueType.NUMBER);
      values.put("least_coordination", ValueType.COUNT);
      values.put("coordinations", ValueType.NUMBERS);
      return values;
    }

    @Override
    public boolean changesStructures() {
      return false;
    }

    /** No evaluation: the answer is in the structure. */
    @Override
    public Recipe recipe() {
      return (subject, rounds) -> count(subject.structure());
    }

    private Step count(Structure structure) {
      int[] starts = NeighborList.of(structure.toSimState(), 0, cutoff).starts();
      List<Integer> each = new ArrayList<>();
      int sum = 0;
      int least = Integer.MAX_VALUE;
      for (int i = 0; i < structure.nAtoms(); i++) {
        int neighbours = starts[i + 1] - starts[i];
        each.add(neighbours);
        sum += neighbours;
        least = Math.min(least, neighbours);
      }
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("coordination", (double) sum / structure.nAtoms());
      found.put("least_coordination", least);
      found.put("coordinations", each);
      return Step.Done.found(found);
    }
  }
}

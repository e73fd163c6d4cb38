package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.optimize.Rattle;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Displaces atoms at random; held ones stay. Nothing is evaluated. The numbers depend on the
 * campaign's seed, the stage's id, the structure's id and the copy alone. Finds {@code rattle}: the
 * standard deviation and the number of copies.
 *
 * @param rattle how
 * @param copies how many structures are made of one; 0: it goes on displaced, under its name
 */
public record RattleRecipe(Rattle rattle, int copies) implements Recipe {

  @Override
  public Step next(Subject subject, List<List<Outcome>> rounds) {
    Structure parent = subject.structure();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(
        "rattle",
        new Findings()
            .number("standard_deviation", rattle.standardDeviation())
            .put("copies", copies)
            .values());
    if (copies == 0) {
      return Step.Done.changed(displaced(parent, parent.id()), values);
    }
    List<Child> children = new ArrayList<>();
    for (int k = 1; k <= copies; k++) {
      String name = "rattle-" + k;
      children.add(Child.of(parent, name, displaced(parent, parent.id() + "/" + name)));
    }
    return new Step.Done(values, Optional.empty(), children);
  }

  private Structure displaced(Structure parent, String key) {
    SimState state = parent.toSimState();
    rattle.displace(state, key);
    return Derived.moved(parent, state.positions());
  }
}

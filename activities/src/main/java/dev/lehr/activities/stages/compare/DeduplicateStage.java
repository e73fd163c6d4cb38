package dev.lehr.activities.stages.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.UncomputableException;
import dev.lehr.activities.expressions.UndefinedValueException;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.stages.ComparisonStage;
import dev.lehr.activities.stages.StructureValues;
import dev.lehr.simulation.analysis.match.StructureMatcher;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.structure.Structure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Keeps one of each crystal. Structures are taken in order, the lowest energy per atom first where
 * it is known and the campaign's order otherwise, and each is compared with those kept so far; so
 * what is kept is the best of its group. What is no crystal is kept.
 *
 * @param matcher which are the same
 * @param energy of the cell, eV: the lowest per atom is kept; empty: the first is
 */
record DeduplicateStage(StructureMatcher matcher, Optional<Expression> energy)
    implements ComparisonStage {

  @Override
  public boolean needsStructures() {
    return true;
  }

  @Override
  public ObjectNode settings() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("ltol", matcher.lengths())
            .put("stol", matcher.sites())
            .put("angle_tol", matcher.angles())
            .put("keep", energy.isPresent() ? "lowest-energy" : "first");
    energy.ifPresent(e -> node.put("energy", e.source()));
    return node;
  }

  @Override
  public Map<String, ValueType> values() {
    return Map.of("duplicates", ValueType.TEXTS);
  }

  @Override
  public List<Step> decide(List<Candidate> candidates) {
    double[] energies = candidates.stream().mapToDouble(this::energyPerAtom).toArray();
    List<Integer> order =
        IntStream.range(0, energies.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> energies[i]))
            .toList();
    List<Structure> structures =
        order.stream().map(i -> candidates.get(i).structure().orElseThrow()).toList();
    Step[] steps = new Step[energies.length];
    for (List<Integer> group : matcher.groups(structures)) {
      List<Integer> places = group.stream().map(order::get).toList();
      decideGroup(candidates, places, steps);
    }
    return List.of(steps);
  }

  private void decideGroup(List<Candidate> candidates, List<Integer> group, Step[] steps) {
    String kept = candidates.get(group.get(0)).id();
    List<Integer> others = group.subList(1, group.size());
    List<String> duplicates = others.stream().sorted().map(i -> candidates.get(i).id()).toList();
    steps[group.get(0)] = Step.Done.found(Map.of("duplicates", duplicates));
    String why = energy.isPresent() ? ", the one of lowest energy known" : ", the first";
    for (int i : others) {
      steps[i] = new Step.Dropped("duplicate", "of " + kept + why);
    }
  }

  /** NaN, which is sorted behind all numbers, where it is not known. */
  private double energyPerAtom(Candidate candidate) {
    if (energy.isEmpty()) {
      return Double.NaN;
    }
    StructureValues values = StructureValues.of(candidate);
    try {
      return energy.get().number(values.found(), values.own()) / candidate.composition().atoms();
    } catch (UndefinedValueException | UncomputableException e) {
      return Double.NaN;
    }
  }
}

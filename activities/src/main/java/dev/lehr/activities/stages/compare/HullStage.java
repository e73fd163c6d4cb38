package dev.lehr.activities.stages.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.stages.ComparisonStage;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.ExpressionField;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.activities.stages.StageSite;
import dev.lehr.activities.stages.StructureValues;
import dev.lehr.simulation.analysis.Answer;
import dev.lehr.simulation.analysis.hull.ConvexHull;
import dev.lehr.simulation.analysis.hull.Entry;
import dev.lehr.simulation.analysis.hull.HullPlace;
import dev.lehr.simulation.analysis.hull.Share;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Energies of formation and, where asked for, above the convex hull. In a hull the most stable
 * phase of an element counts, be it a structure or a reference; without one it is the declared
 * reference.
 *
 * @param energy of the cell, eV; under pressure the enthalpy
 * @param references what energies are counted from
 * @param isHull whether compounds are compared with each other, not with elements alone
 * @param notes what to know of the model that energies are of; beside each result
 */
record HullStage(Expression energy, References references, boolean isHull, List<String> notes)
    implements ComparisonStage {

  static HullStage read(Fields fields, StageSite site, boolean isHull) {
    Expression energy =
        ExpressionField.optional(fields, "energy", "energy", site.vocabulary(), ValueType.NUMBER);
    return new HullStage(energy, ReferencesReader.read(fields, site.folder()), isHull, List.of());
  }

  @Override
  public ObjectNode settings() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("energy", energy.source());
    node.set("references", references.settings());
    return node;
  }

  @Override
  public Map<String, ValueType> values() {
    Map<String, ValueType> values = new LinkedHashMap<>();
    values.put("formation_energy", ValueType.NUMBER);
    if (isHull) {
      values.put("e_above_hull", ValueType.NUMBER);
      values.put("on_hull", ValueType.TRUTH);
      values.put("decomposition", ValueType.ANYTHING);
    }
    values.put("notes", ValueType.TEXTS);
    return values;
  }

  @Override
  public Optional<String> objectionTo(ModelIdentity model) {
    return references.objectionTo(model);
  }

  @Override
  public ConfiguredStage about(ModelIdentity model) {
    return new HullStage(energy, references, isHull, model.notes());
  }

  @Override
  public List<Step> decide(List<Candidate> candidates) {
    List<Entry> entries = new ArrayList<>(references.entries());
    List<Optional<Entry>> own = new ArrayList<>();
    List<Step> refused = new ArrayList<>();
    for (Candidate candidate : candidates) {
      List<Entry> found = new ArrayList<>();
      refused.add(
          StructureValues.of(candidate)
              .with(
                  energy,
                  e -> {
                    found.add(new Entry(candidate.id(), candidate.composition(), e));
                    return Step.Done.found(Map.of());
                  }));
      own.add(found.stream().findFirst());
      found.stream().filter(this::isPartOfHull).forEach(entries::add);
    }
    ConvexHull hull = ConvexHull.of(entries);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      Step otherwise = refused.get(i);
      steps.add(own.get(i).map(entry -> step(hull.place(entry))).orElse(otherwise));
    }
    return steps;
  }

  private boolean isPartOfHull(Entry entry) {
    boolean isElement = entry.composition().counts().size() == 1;
    return isHull || (isElement && references.areStructures());
  }

  private Step step(Answer<HullPlace> answer) {
    if (answer instanceof Answer.Refused<HullPlace> r) {
      return new Step.Refused(r.reason(), r.detail());
    }
    HullPlace place = answer.orElseThrow();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("formation_energy", place.formationEnergy());
    if (isHull) {
      values.put("e_above_hull", place.energyAboveHull());
      values.put("on_hull", place.isStable());
      values.put("decomposition", place.decomposition().stream().map(HullStage::product).toList());
    }
    values.put("notes", notes);
    return Step.Done.found(values);
  }

  private static Map<String, Object> product(Share share) {
    Map<String, Object> product = new LinkedHashMap<>();
    product.put("id", share.id());
    product.put("amount", share.fraction());
    return product;
  }
}

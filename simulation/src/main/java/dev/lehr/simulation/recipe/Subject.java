package dev.lehr.simulation.recipe;

import dev.lehr.simulation.structure.Structure;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A structure that a recipe is asked about.
 *
 * @param structure as it comes to the stage; its id is the campaign's
 * @param model what the recipe may know of the model
 * @param found what the stages before have found, by stage and name; values as in {@link
 *     Step.Done}, and {@code energy}, {@code iterations} of each
 */
public record Subject(
    Structure structure, ModelFacts model, Map<String, Map<String, Object>> found) {

  /** Copies the map. */
  public Subject {
    found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
  }

  /** Nothing has been found yet. */
  public Subject(Structure structure, ModelFacts model) {
    this(structure, model, Map.of());
  }
}

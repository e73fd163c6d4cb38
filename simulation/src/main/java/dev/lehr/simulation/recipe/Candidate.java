package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.hull.Composition;
import dev.lehr.simulation.structure.Structure;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A structure that is compared with others.
 *
 * @param id the campaign's
 * @param composition how many atoms of which element are in the cell
 * @param structure as it comes to the stage; empty where the stage does not look at geometries
 * @param found what the stages before have found, by stage and name, as in {@link Subject#found}
 */
public record Candidate(
    String id,
    Composition composition,
    Optional<Structure> structure,
    Map<String, Map<String, Object>> found) {

  /** Copies the map. */
  public Candidate {
    found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
  }
}

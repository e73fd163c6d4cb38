package dev.lehr.simulation.recipe;

import dev.lehr.simulation.run.Verb;
import dev.lehr.simulation.structure.Structure;

/**
 * A structure to be evaluated for a recipe.
 *
 * @param name unique among all jobs of the recipe for its subject, for example {@code
 *     strain-yz+0.0025}
 * @param structure where it starts from
 * @param verb what is done with it
 */
public record Job(String name, Structure structure, Verb verb) {}

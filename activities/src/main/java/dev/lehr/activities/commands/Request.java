package dev.lehr.activities.commands;

import dev.lehr.simulation.structure.Structure;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A program to be run for a structure.
 *
 * @param spec what is run; its templates have been read
 * @param stage the stage's id
 * @param structure as it comes to the stage
 * @param found what the stages before have found, by stage and name
 * @param home the directory of all attempts of this structure, see {@link RunDirectory#ofStructure}
 * @param attempt names this attempt's directory; another one for each, for example {@code 3-17-0-1}
 *     of the fence's epoch, slice and attempt, and the generation
 */
public record Request(
    CommandSpec spec,
    String stage,
    Structure structure,
    Map<String, Map<String, Object>> found,
    Path home,
    String attempt) {

  /** Copies the map, and makes the path absolute. */
  public Request {
    found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
    home = home.toAbsolutePath().normalize();
  }

  /** The directory in which it runs. */
  public Path directory() {
    return home.resolve(RunDirectory.safeName(attempt));
  }
}

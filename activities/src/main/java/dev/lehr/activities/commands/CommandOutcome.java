package dev.lehr.activities.commands;

import dev.lehr.simulation.structure.Structure;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What came of a program. */
public sealed interface CommandOutcome {

  /**
   * It found what was declared.
   *
   * @param values by name: Double, String or Boolean; with {@code energy}, eV, where one of them is
   *     the energy
   * @param structure that goes on, with id and source of the one that was given; empty: that one
   * @param energy eV
   * @param seconds on the clock
   */
  record Finished(
      Map<String, Object> values,
      Optional<Structure> structure,
      OptionalDouble energy,
      double seconds)
      implements CommandOutcome {
    /** Copies the map. */
    public Finished {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /**
   * It did not.
   *
   * @param reason a word for programs: {@code exit_code_3}, {@code timed_out}, {@code
   *     too_much_output}, {@code bad_output}, {@code bad_input}, {@code bad_argument}, {@code
   *     no_such_program}
   * @param detail for people: what was found, what was expected, the last lines of the errors
   */
  record Failed(String reason, String detail) implements CommandOutcome {}

  /** It was stopped by us: no result, to be run again. */
  record Interrupted() implements CommandOutcome {}
}

package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link Recipe} says. */
public sealed interface Step {

  /**
   * Evaluate these, in any order and any company, and ask again.
   *
   * @param jobs at least one, their names different from each other in all rounds
   */
  record Evaluate(List<Job> jobs) implements Step {
    /** Copies the list. */
    public Evaluate {
      jobs = List.copyOf(jobs);
      if (jobs.isEmpty()) {
        throw new IllegalArgumentException("a round has no jobs, expected one or more");
      }
    }
  }

  /**
   * It is done.
   *
   * @param values what was found, by name: numbers, texts, booleans, lists and maps of these, or
   *     null where a number does not exist
   * @param structure the structure that goes on; empty: as it came
   * @param children structures that go on in place of it, for a kind of stage that makes some
   */
  record Done(Map<String, ?> values, Optional<Structure> structure, List<Child> children)
      implements Step {
    /** Copies. */
    public Done {
      values = new LinkedHashMap<>(values);
      children = new ArrayList<>(children);
    }

    /** Something was found; the structure goes on as it came. */
    public static Done found(Map<String, ?> values) {
      return new Done(values, Optional.empty(), List.of());
    }

    /** Another structure goes on. */
    public static Done changed(Structure structure, Map<String, ?> values) {
      return new Done(values, Optional.of(structure), List.of());
    }
  }

  /**
   * It is not among those that go on: no failure, an answer.
   *
   * @param reason a word for programs
   * @param detail a sentence for people
   */
  record Dropped(String reason, String detail) implements Step {}

  /**
   * It cannot be done for this structure: a result of science, not retried.
   *
   * @param reason a word for programs, for example {@code not_a_crystal}
   * @param detail a sentence for people: what was found and what was expected
   */
  record Refused(String reason, String detail) implements Step {}
}

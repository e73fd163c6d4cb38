package dev.lehr.simulation.analysis;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.run.Lehr;
import dev.lehr.simulation.run.Result;
import dev.lehr.simulation.run.Run;
import dev.lehr.simulation.run.Verb;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A calculation that takes several others: children of a structure, each evaluated by itself, and
 * what follows from them all. Immutable; the settings are the study's own.
 *
 * @param <R> what it finds
 */
public interface Study<R> {

  /**
   * Why a structure cannot be studied, known before anything is evaluated.
   *
   * @return a refusal; empty where there is nothing to object to
   */
  Optional<Answer.Refused<R>> objection(Structure parent);

  /**
   * The structures to evaluate, always the same ones in the same order for the same parent.
   *
   * @param parent a structure without {@link #objection}
   * @throws IllegalArgumentException where there is an objection
   */
  List<Child> children(Structure parent);

  /** How a child is evaluated. */
  Verb verb();

  /**
   * What follows from the children.
   *
   * @param parent the structure that {@link #children} was asked with
   * @param outcomes one for each child, in their order
   * @throws IllegalArgumentException where their number is another one
   */
  Answer<R> fold(Structure parent, List<Outcome> outcomes);

  /** Both halves: makes the children, evaluates them in shared batches, and folds. */
  default Answer<R> of(Structure parent, Model model, Execution execution) {
    Optional<Answer.Refused<R>> objection = objection(parent);
    if (objection.isPresent()) {
      return objection.get();
    }
    List<Structure> structures = children(parent).stream().map(Child::structure).toList();
    List<Outcome> outcomes = new ArrayList<>();
    structures.forEach(s -> outcomes.add(new Outcome.Failed("interrupted", "it was not reached")));
    try (Run run = Lehr.stream(structures.iterator(), model, verb(), execution)) {
      while (run.hasNext()) {
        Result result = run.next();
        outcomes.set((int) result.index(), Outcome.of(result));
      }
    }
    return fold(parent, outcomes);
  }
}

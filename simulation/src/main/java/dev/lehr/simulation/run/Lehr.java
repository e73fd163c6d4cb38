package dev.lehr.simulation.run;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The verbs: what can be done with many structures and a model. See the {@linkplain
 * dev.lehr.simulation.run package} for examples.
 *
 * <p>They run on the calling thread and the threads that they are given, on the same loop and
 * autobatcher as campaigns. A structure that cannot be computed is a {@link Status#FAILED} result,
 * not an exception. What a callback throws ends the run and is thrown on.
 */
public final class Lehr {

  private Lehr() {}

  /** Relaxes structures with the defaults of {@link Optimization} and {@link Execution}. */
  public static Results optimize(List<Structure> structures, Model model) {
    return optimize(structures, model, Optimization.defaults());
  }

  /** Relaxes structures with the defaults of {@link Execution}. */
  public static Results optimize(
      List<Structure> structures, Model model, Optimization optimization) {
    return optimize(structures, model, optimization, Execution.defaults());
  }

  /** Relaxes structures. */
  public static Results optimize(
      List<Structure> structures, Model model, Optimization optimization, Execution execution) {
    return collect(structures, model, optimization, execution);
  }

  /** Follows trajectories with the defaults of {@link Execution}. */
  public static Results integrate(
      List<Structure> structures, Model model, Integration integration) {
    return integrate(structures, model, integration, Execution.defaults());
  }

  /** Follows trajectories; {@link Result#observables} has what was seen. */
  public static Results integrate(
      List<Structure> structures, Model model, Integration integration, Execution execution) {
    return collect(structures, model, integration, execution);
  }

  /** Evaluates energy, forces and stress with the defaults of {@link Execution}. */
  public static Results singlePoint(List<Structure> structures, Model model) {
    return singlePoint(structures, model, Execution.defaults());
  }

  /** Evaluates energy, forces and stress. */
  public static Results singlePoint(List<Structure> structures, Model model, Execution execution) {
    return collect(structures, model, new SinglePoint(), execution);
  }

  /**
   * Runs a verb on structures as they are asked for, and gives results as they finish, not in the
   * order of the input. With {@link Batching#inFlight} about two batches of structures are in
   * memory at a time, however many the input has.
   *
   * @param structures read as the batch has room
   * @return the run; it makes steps when it is asked for the next result
   */
  public static Run stream(
      Iterator<Structure> structures, Model model, Verb verb, Execution execution) {
    return new Run(structures, model, verb, execution.config());
  }

  /** As {@link #stream(Iterator, Model, Verb, Execution)}; the stream is the caller's to close. */
  public static Run stream(
      Stream<Structure> structures, Model model, Verb verb, Execution execution) {
    return stream(structures.iterator(), model, verb, execution);
  }

  private static Results collect(
      List<Structure> structures, Model model, Verb verb, Execution execution) {
    Map<Long, Result> byIndex = new HashMap<>();
    boolean interrupted;
    try (Run run = stream(structures.iterator(), model, verb, execution)) {
      run.forEachRemaining(result -> byIndex.put(result.index(), result));
      interrupted = run.isInterrupted();
    }
    List<Result> all = new ArrayList<>();
    for (Structure structure : structures) {
      long index = all.size();
      Result result = byIndex.get(index);
      all.add(result != null ? result : Job.neverStarted(index, structure));
    }
    return new Results(all, interrupted);
  }
}

package dev.lehr.simulation.run;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.structure.StructureChecks;
import dev.lehr.simulation.structure.StructureProblem;
import java.util.List;
import java.util.Optional;

/** A structure on its way through a run; itself and no other, whatever it holds. */
final class Job {

  private final long index;
  private final Structure input;
  private final double scaler;

  /**
   * A job.
   *
   * @param index place in the input
   * @param scaler what it takes of a batch
   */
  Job(long index, Structure input, double scaler) {
    this.index = index;
    this.input = input;
    this.scaler = scaler;
  }

  long index() {
    return index;
  }

  Structure input() {
    return input;
  }

  double scaler() {
    return scaler;
  }

  /** Why a structure cannot be computed, before it takes room in a batch. */
  static Optional<Result> refuse(long index, Structure input, Model model) {
    List<StructureProblem> problems = StructureChecks.check(input);
    if (!problems.isEmpty()) {
      StructureProblem p = problems.get(0);
      return Optional.of(
          failed(
              index,
              input,
              p.reason(),
              p.field() + ": found " + p.found() + ", expected " + p.expected()));
    }
    for (int i = 0; i < input.nAtoms(); i++) {
      int z = input.atomicNumber(i);
      if (!model.supports(z)) {
        String detail =
            "found " + Elements.symbol(z) + ", which the model " + model.name() + " does not know";
        return Optional.of(failed(index, input, "unsupported_element", detail));
      }
    }
    if (!model.endsWithin(input.pbc())) {
      String detail =
          "it is periodic, and the model "
              + model.name()
              + " has no cutoff here: a crystal has neighbours without end";
      return Optional.of(failed(index, input, "needs_a_cutoff", detail));
    }
    return SystemInput.wanting(model.inputs(), input)
        .map(why -> failed(index, input, "model_input", why));
  }

  static Result failed(long index, Structure input, String reason, String detail) {
    return new Result(index, input, Status.FAILED, reason, detail, 0, 0, Optional.empty());
  }

  static Result neverStarted(long index, Structure input) {
    return new Result(
        index,
        input,
        Status.INTERRUPTED,
        "interrupted",
        "the run was interrupted before the structure was in a batch",
        0,
        0,
        Optional.empty());
  }

  /** The result of a system that left the batch. */
  Result ended(SimState system, Verdict verdict, long iterations, int swapAttempts) {
    Status status = Status.CONVERGED;
    String reason = verdict.reason();
    String detail = verdict.detailAfter(iterations);
    if (verdict instanceof Verdict.Failed) {
      status = Status.FAILED;
    } else if (verdict instanceof Verdict.MaxIterations) {
      status = Status.MAX_ITERATIONS;
    } else if (verdict instanceof Verdict.Continue) {
      status = Status.INTERRUPTED;
      reason = "interrupted";
      detail = "the run was interrupted after " + iterations + " steps";
    }
    return new Result(
        index, input, status, reason, detail, iterations, swapAttempts, Optional.of(system));
  }
}

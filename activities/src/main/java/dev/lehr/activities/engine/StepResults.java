package dev.lehr.activities.engine;

import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.recipe.Job;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.simulation.run.MovedStructure;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;

/**
 * What recipes say, in the form that the ledger keeps, and what the ledger keeps, as recipes hear
 * it.
 */
final class StepResults {

  private StepResults() {}

  /**
   * The result of a step that ends a task.
   *
   * @param step no {@link Step.Evaluate}
   */
  static TaskResult of(PendingTask task, Subject subject, Step step) {
    if (step instanceof Step.Done done) {
      Structure goesOn = done.structure().orElse(subject.structure());
      byte[] state =
          done.structure().isEmpty() && task.input().isPresent()
              ? task.input().get()
              : StateCodec.encode(goesOn.toSimState());
      return new TaskResult(
          TaskStatus.CONVERGED, "", "", Double.NaN, 0, 0, FoundValues.json(done.values()), state);
    }
    if (step instanceof Step.Dropped no) {
      return without(TaskStatus.FILTERED, no.reason(), no.detail());
    }
    if (step instanceof Step.Refused no) {
      return without(TaskStatus.FAILED, no.reason(), no.detail());
    }
    throw new IllegalArgumentException("a round of evaluations ends no task");
  }

  static TaskResult without(TaskStatus status, String reason, String detail) {
    return new TaskResult(status, reason, detail, Double.NaN, 0, 0, "{}", new byte[0]);
  }

  /**
   * What came of an evaluation, from what the ledger keeps of it: the same after a crash as before.
   *
   * @throws DamagedBytesException where the state cannot be read
   */
  static Outcome outcome(Job job, TaskResult result) throws DamagedBytesException {
    if (result.status() != TaskStatus.CONVERGED) {
      String reason = result.reason().isEmpty() ? result.status().key() : result.reason();
      return new Outcome.Failed(reason, result.detail());
    }
    SimState state = StateCodec.decode(result.state());
    return new Outcome.Computed(
        MovedStructure.of(job.structure(), state),
        result.energy(),
        state.doubles(Stepper.FORCES).clone(),
        state.doubles(Stepper.STRESS).clone());
  }
}

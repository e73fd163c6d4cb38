package dev.lehr.activities.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What recipes say, in the form that the ledger keeps, and what the ledger keeps, as recipes hear it. */
final class StepResults {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_NULL_PROPERTIES).build();

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
          TaskStatus.CONVERGED, "", "", Double.NaN, 0, 0, json(done.values()), state);
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

  /** Values as JSON; a number that is none is null. */
  static String json(Map<String, ?> values) {
    try {
      return JSON.writeValueAsString(finite(values));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a stage's values are no JSON: " + e.getMessage(), e);
    }
  }

  private static @Nullable Object finite(@Nullable Object value) {
    if (value instanceof Double d) {
      return Double.isFinite(d) ? d : null;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((k, v) -> copy.put(String.valueOf(k), finite(v)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(StepResults::finite).toList();
    }
    if (value instanceof double[] numbers) {
      return java.util.Arrays.stream(numbers).boxed().map(StepResults::finite).toList();
    }
    return value;
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

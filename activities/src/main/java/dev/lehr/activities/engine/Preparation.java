package dev.lehr.activities.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.Remembered;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.recipe.ModelFacts;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.simulation.run.MovedStructure;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds out what is to be done about a task: whether it has to be computed at all. */
final class Preparation {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> VALUES =
      new TypeReference<>() {};

  /** What is to be done. */
  sealed interface Next {
    /**
     * Nothing: it has ended.
     *
     * @param result how
     */
    record Ended(TaskResult result) implements Next {}

    /** It goes into the batch. */
    record Batch() implements Next {}

    /**
     * A recipe is followed.
     *
     * @param recipe it
     */
    record Follow(RecipeRun recipe) implements Next {}
  }

  private final Ledger ledger;
  private final Model model;

  Preparation(Ledger ledger, Model model) {
    this.ledger = ledger;
    this.model = model;
  }

  Next of(TaskRun run, StagePlan.Stage stage) {
    StageTraits traits = stage.traits();
    boolean begun = run.task().checkpoint().isPresent();
    boolean told = stage.work() instanceof Work.Told;
    if (!told && (begun || (traits.when().isEmpty() && traits.memory().isEmpty()))) {
      return new Next.Batch();
    }
    Subject subject;
    try {
      subject = subject(run.task());
    } catch (DamagedBytesException e) {
      return new Next.Ended(
          Outcomes.rejected("damaged_record", "the ledger's copy is damaged: " + e.getMessage()));
    }
    Optional<TaskResult> notForIt = traits.when().flatMap(when -> judge(run, when, subject));
    if (notForIt.isPresent()) {
      return new Next.Ended(notForIt.get());
    }
    Optional<TaskResult> known = remembered(run, traits, subject.structure());
    if (known.isPresent()) {
      return new Next.Ended(known.get());
    }
    return stage.work() instanceof Work.Told w
        ? new Next.Follow(new RecipeRun(run, w.recipe(), subject))
        : new Next.Batch();
  }

  private static Optional<TaskResult> judge(
      TaskRun run, dev.lehr.simulation.recipe.Recipe when, Subject subject) {
    Step step = when.next(subject, List.of());
    return step instanceof Step.Done
        ? Optional.empty()
        : Optional.of(StepResults.of(run.task(), subject, step));
  }

  private Optional<TaskResult> remembered(TaskRun run, StageTraits traits, Structure structure) {
    if (traits.memory().isEmpty()) {
      return Optional.empty();
    }
    Optional<byte[]> input = run.task().input();
    String digest = Memory.digest(traits, run.task().id(), structure, input, model.inputs());
    run.memory(digest);
    if (run.task().context().again() || !run.task().context().jobs().isEmpty()) {
      return Optional.empty();
    }
    try {
      return ledger.remembered(digest).map(Preparation::taken);
    } catch (LedgerException e) {
      // Then it is computed.
      return Optional.empty();
    }
  }

  private static TaskResult taken(Remembered known) {
    TaskResult r = known.result();
    String from = "computed before, in " + known.campaign() + ", stage " + known.stage();
    return new TaskResult(
        r.status(),
        r.reason(),
        r.detail().isEmpty() || r.detail().startsWith("computed before")
            ? from
            : r.detail() + " (" + from + ")",
        r.energy(),
        r.iterations(),
        r.swapAttempts(),
        r.properties(),
        r.state());
  }

  private Subject subject(PendingTask task) throws DamagedBytesException {
    Structure structure = StructureCodec.decode(task.structure());
    if (task.input().isPresent()) {
      structure = MovedStructure.of(structure, StateCodec.decode(task.input().get()));
    }
    return new Subject(structure, ModelFacts.of(model), found(task.context().found()));
  }

  /** What stages have found, from JSON. */
  static Map<String, Map<String, Object>> found(Map<String, String> properties) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    properties.forEach(
        (stage, json) -> {
          try {
            found.put(stage, JSON.readValue(json, VALUES));
          } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger's values of " + stage + " are no JSON", e);
          }
        });
    return found;
  }
}

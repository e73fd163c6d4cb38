package dev.lehr.activities.engine;

import dev.lehr.activities.commands.CommandSpec;
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
import java.util.Optional;

/** Finds out what is to be done about a task: whether it has to be computed at all. */
final class Preparation {

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

    /**
     * A program is run.
     *
     * @param spec it
     * @param subject for whom
     */
    record Run(CommandSpec spec, Subject subject) implements Next {}
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
    boolean told = !(stage.work() instanceof Work.Steps);
    if (!told && traits.when().isEmpty() && traits.memory().isEmpty()) {
      return new Next.Batch();
    }
    Subject subject;
    try {
      subject = subject(run.task(), ModelFacts.of(model));
    } catch (DamagedBytesException e) {
      return new Next.Ended(
          Outcomes.rejected("damaged_record", "the ledger's copy is damaged: " + e.getMessage()));
    }
    if (!told && begun) {
      remember(run, traits, subject.structure());
      return new Next.Batch();
    }
    Optional<TaskResult> notForIt = traits.when().flatMap(when -> judge(run.task(), when, subject));
    if (notForIt.isPresent()) {
      return new Next.Ended(notForIt.get());
    }
    Optional<TaskResult> known = remembered(run, traits, subject.structure());
    if (known.isPresent()) {
      return new Next.Ended(known.get());
    }
    if (stage.work() instanceof Work.Told w) {
      return new Next.Follow(new RecipeRun(run, w.recipe(), subject));
    }
    return stage.work() instanceof Work.Program program
        ? new Next.Run(program.spec(), subject)
        : new Next.Batch();
  }

  static Optional<TaskResult> judge(
      PendingTask task, dev.lehr.simulation.recipe.Recipe when, Subject subject) {
    Step step = when.next(subject, List.of());
    return step instanceof Step.Done
        ? Optional.empty()
        : Optional.of(StepResults.of(task, subject, step));
  }

  /** From now on the run knows under which digest its result is to be remembered. */
  private void remember(TaskRun run, StageTraits traits, Structure structure) {
    Optional<byte[]> input = run.task().input();
    run.memory(Memory.digest(traits, run.task().id(), structure, input, model.inputs()));
  }

  private Optional<TaskResult> remembered(TaskRun run, StageTraits traits, Structure structure) {
    remember(run, traits, structure);
    boolean asksAnew = run.task().context().again() || !run.task().context().jobs().isEmpty();
    if (run.memory().isEmpty() || asksAnew) {
      return Optional.empty();
    }
    try {
      return ledger.remembered(run.memory()).map(Preparation::taken);
    } catch (LedgerException e) {
      // Then it is computed.
      return Optional.empty();
    }
  }

  static TaskResult taken(Remembered known) {
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

  /** The structure of a task as it comes to its stage. */
  static Subject subject(PendingTask task, ModelFacts facts) throws DamagedBytesException {
    Structure structure = StructureCodec.decode(task.structure());
    if (task.input().isPresent()) {
      structure = MovedStructure.of(structure, StateCodec.decode(task.input().get()));
    }
    return new Subject(structure, facts, FoundValues.of(task.context().found()));
  }
}

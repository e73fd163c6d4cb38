package dev.lehr.activities.engine;

import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.Remembered;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.recipe.Job;
import dev.lehr.simulation.recipe.ModelFacts;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.recipe.Subject;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an engine will find when it takes a task up, asked without an engine and without computing
 * anything: the same questions in the same order, with the same digests.
 */
public final class Foresight {

  /** What it will find. */
  public sealed interface Seen {

    /**
     * Nothing is to be computed.
     *
     * @param result how the task ends
     * @param digest under which the result is remembered; empty where it is decided on the spot
     */
    record Ended(TaskResult result, String digest) implements Seen {}

    /**
     * A recipe begins with evaluations.
     *
     * @param subject what it was asked about
     * @param first its first round
     */
    record Evaluations(Subject subject, List<Job> first) implements Seen {}

    /** The structure itself is advanced, or given to a program. */
    record Advance() implements Seen {}
  }

  private final Function<String, Optional<Remembered>> memory;
  private final Model model;
  private final ModelFacts facts;

  /**
   * With what is remembered by digest.
   *
   * @param model of the campaign
   */
  public Foresight(Function<String, Optional<Remembered>> memory, Model model) {
    this.memory = memory;
    this.model = model;
    this.facts = ModelFacts.of(model);
  }

  /** What becomes of a task of a stage. */
  public Seen of(PendingTask task, StagePlan.Stage stage) {
    Subject subject;
    try {
      subject = Preparation.subject(task, facts);
    } catch (DamagedBytesException e) {
      String detail = "the record is damaged: " + e.getMessage();
      return new Seen.Ended(Outcomes.rejected("damaged_record", detail), "");
    }
    Optional<TaskResult> notForIt =
        stage.traits().when().flatMap(when -> Preparation.judge(task, when, subject));
    if (notForIt.isPresent()) {
      return new Seen.Ended(notForIt.get(), "");
    }
    String digest = digest(task, stage, subject);
    Optional<Remembered> known = digest.isEmpty() ? Optional.empty() : memory.apply(digest);
    if (known.isPresent()) {
      return new Seen.Ended(Preparation.taken(known.get()), digest);
    }
    return stage.work() instanceof Work.Told told ? asked(told, task, subject) : new Seen.Advance();
  }

  /**
   * The digest under which the result of a task is remembered; empty where none is, or where the
   * task's record is damaged.
   */
  public String digest(PendingTask task, StagePlan.Stage stage) {
    try {
      return digest(task, stage, Preparation.subject(task, facts));
    } catch (DamagedBytesException e) {
      return "";
    }
  }

  /** The structure of a task as it comes to its stage; empty where the record is damaged. */
  public Optional<Structure> structure(PendingTask task) {
    try {
      return Optional.of(Preparation.subject(task, facts).structure());
    } catch (DamagedBytesException e) {
      return Optional.empty();
    }
  }

  private String digest(PendingTask task, StagePlan.Stage stage, Subject subject) {
    return Memory.digest(
        stage.traits(), task.id(), subject.structure(), task.input(), model.inputs());
  }

  private static Seen asked(Work.Told told, PendingTask task, Subject subject) {
    Step step;
    try {
      step = told.recipe().next(subject, List.of());
    } catch (RuntimeException | LinkageError e) {
      step = new Step.Refused("stage_error", String.valueOf(e.getMessage()));
    }
    return step instanceof Step.Evaluate evaluate
        ? new Seen.Evaluations(subject, evaluate.jobs())
        : new Seen.Ended(StepResults.of(task, subject, step), "");
  }
}

package dev.lehr.activities.engine;

import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.ledger.Checkpoint;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.SimState;

/** What an engine has to say of its tasks, in the ledger's words, on its way to the ledger. */
final class Records {

  /** What a write takes that has no state with it, about. */
  private static final long WORD = 100;

  private final CommitQueue commits;
  private final String incarnation;

  /**
   * Records of one life of a process.
   *
   * @param incarnation its name
   */
  Records(CommitQueue commits, String incarnation) {
    this.commits = commits;
    this.incarnation = incarnation;
  }

  private void say(TaskRun run, LedgerWrite write) {
    commits.offer(run.lease(), write, WORD, () -> {});
  }

  /** A recipe has begun with its structure. */
  void begun(TaskRun run) {
    say(run, RecipeDesk.begun(run));
  }

  void admitted(TaskRun run, LedgerWrite.Company company) {
    say(run, new LedgerWrite.Admitted(run.key(), run.generation(), incarnation, company));
  }

  void evicted(TaskRun run) {
    run.lease().evicted();
    say(run, new LedgerWrite.Released(run.key(), run.generation()));
  }

  void cleared(TaskRun run) {
    run.clear();
    say(run, new LedgerWrite.Cleared(run.key(), run.generation(), incarnation));
  }

  /** It has left for now; its lease is rid of it once that is on disk. */
  void released(TaskRun run) {
    commits.offer(
        run.lease(),
        new LedgerWrite.Released(run.key(), run.generation()),
        WORD,
        () -> run.lease().letGo(run));
  }

  /** A checkpoint, with the frames that led to it. */
  void progressed(TaskRun run, SimState system, int swapAttempts) {
    long iteration = moved(run, system);
    byte[] bytes = StateCodec.encode(system);
    commits.offer(
        run.lease(),
        new LedgerWrite.Progressed(
            run.key(), run.generation(), new Checkpoint(bytes, (int) iteration, swapAttempts)),
        run.takeFrames(),
        bytes.length + 2 * WORD,
        () -> run.committed(iteration));
  }

  /** Counts the steps that a system has made since it was last looked at; answers all of them. */
  long moved(TaskRun run, SimState system) {
    long iteration = system.longs(Stepper.ITERATION)[0];
    run.lease().stepped(run.newSteps(iteration), system.nAtoms());
    return iteration;
  }

  /** A result, with the frames that led to it. */
  void finished(TaskRun run, TaskResult result) {
    String memory = Outcomes.isWorthRemembering(result) ? run.memory() : "";
    commits.offer(
        run.lease(),
        new LedgerWrite.Finished(run.key(), run.generation(), result, memory),
        run.takeFrames(),
        result.state().length + 5 * WORD,
        () -> {
          run.lease().letGo(run);
          run.endCommitted();
        });
  }
}

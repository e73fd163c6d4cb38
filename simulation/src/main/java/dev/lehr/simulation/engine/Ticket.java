package dev.lehr.simulation.engine;

import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.state.SimState;
import java.util.HashSet;
import java.util.Set;

/**
 * One system's way through a {@link BatchLoop}: who it belongs to, how it is advanced, and where it
 * is.
 *
 * @param <T> what the owner knows it by
 */
public final class Ticket<T> {

  private final T tag;
  private final Stepper stepper;
  private final int attemptsBefore;
  private final Set<String> ownColumns;
  private final SimState start;
  private boolean needsForward;
  private boolean leaving;
  private long checkpointedAt;
  private boolean checkpointAsked;
  private Set<String> frameColumns = Forward.RESULTS;
  private long framesEvery;
  private long framedAt;
  private Verdict verdict = new Verdict.Continue();

  private Ticket(T tag, Stepper stepper, SimState start, int attemptsBefore, boolean needsForward) {
    this.tag = tag;
    this.stepper = stepper;
    this.start = start;
    this.attemptsBefore = attemptsBefore;
    this.needsForward = needsForward;
    this.ownColumns = Set.copyOf(start.columnNames());
    this.checkpointedAt = start.longs(Stepper.ITERATION)[0];
    this.framedAt = needsForward ? -1 : checkpointedAt;
  }

  /**
   * A ticket for a system that has not started: the stepper prepares it.
   *
   * @param system a state of one system without extras but its constraints; taken over
   */
  public static <T> Ticket<T> fresh(T tag, Stepper stepper, SimState system) {
    stepper.prepare(system);
    Forward.addColumns(system);
    return new Ticket<>(tag, stepper, system, 0, true);
  }

  /**
   * A ticket for a system that goes on from a checkpoint.
   *
   * @param system what {@link BatchLoop.Listener#checkpoint} gave; taken over
   * @param swapAttempts the swap attempts that it had then
   */
  public static <T> Ticket<T> resumed(T tag, Stepper stepper, SimState system, int swapAttempts) {
    boolean neverEvaluated = Double.isNaN(system.doubles(Stepper.ENERGY)[0]);
    return new Ticket<>(tag, stepper, system, swapAttempts, neverEvaluated);
  }

  /** What the owner knows it by. */
  public T tag() {
    return tag;
  }

  /** What advances it. */
  public Stepper stepper() {
    return stepper;
  }

  /**
   * Asks for frames of the system's trajectory: at each iteration that is a multiple of {@code
   * every}, the start among them, and at its end. A resumed system had the frames up to its
   * checkpoint before.
   *
   * @param every at least 1
   */
  public Ticket<T> framesEvery(long every) {
    if (every < 1) {
      throw new IllegalArgumentException("frames every " + every + " steps, expected 1 or more");
    }
    framesEvery = every;
    return this;
  }

  /** Asks that frames have these columns as well, as far as the system has them. */
  public Ticket<T> framesWith(Set<String> columns) {
    Set<String> all = new HashSet<>(columns);
    all.retainAll(ownColumns);
    all.addAll(Forward.RESULTS);
    frameColumns = Set.copyOf(all);
    return this;
  }

  Set<String> frameColumns() {
    return frameColumns;
  }

  /** Asks for a checkpoint as soon as may be, not at the next interval. */
  public void requestCheckpoint() {
    checkpointAsked = true;
  }

  boolean checkpointAsked() {
    return checkpointAsked;
  }

  /** Whether a frame is due at an iteration; it is not due there again. */
  boolean takeFrame(long iteration) {
    boolean due =
        framesEvery > 0
            && iteration > framedAt
            && (iteration % framesEvery == 0 || verdict.leaves());
    if (due) {
      framedAt = iteration;
    }
    return due;
  }

  /** Asks that the system leaves at the next swap, done or not. */
  public void requestLeave(boolean leave) {
    leaving = leave;
  }

  SimState start() {
    return start;
  }

  int attemptsBefore() {
    return attemptsBefore;
  }

  Set<String> ownColumns() {
    return ownColumns;
  }

  boolean needsForward() {
    return needsForward;
  }

  boolean leaves() {
    return leaving || verdict.leaves();
  }

  Verdict verdict() {
    return verdict;
  }

  void judged(Verdict newVerdict) {
    verdict = newVerdict;
    needsForward = false;
  }

  long checkpointedAt() {
    return checkpointedAt;
  }

  void checkpointed(long iteration) {
    checkpointAsked = false;
    checkpointedAt = iteration;
  }
}

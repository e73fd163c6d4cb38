package dev.lehr.simulation.engine;

import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.schedule.Customer;
import dev.lehr.simulation.schedule.Item;
import dev.lehr.simulation.state.SimState;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One system's way through a {@link BatchLoop}: who it belongs to, how it is advanced, and where it
 * is.
 *
 * @param <T> what the owner knows it by
 */
public final class Ticket<T> {

  private final T tag;
  private final Stepper stepper;
  private final Set<String> ownColumns;
  private int attempts;
  private Customer customer = Customer.only();
  private long aloneUntil;
  private int checkpointEvery;
  private Verdict.Failed failure = new Verdict.Failed("model_failed", "");
  private @Nullable SimState waiting;
  private @Nullable Item<Ticket<T>> item;
  private boolean needsForward;
  private boolean leaving;
  private long checkpointedAt;
  private boolean checkpointAsked;
  private Set<String> frameColumns = Forward.RESULTS;
  private long framesEvery;
  private long framedAt;
  private Verdict verdict = new Verdict.Continue();

  private Ticket(T tag, Stepper stepper, SimState start, int attempts, boolean needsForward) {
    this.tag = tag;
    this.stepper = stepper;
    this.waiting = start;
    this.attempts = attempts;
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

  /** Says whose system it is, which decides when its turn comes. */
  public Ticket<T> of(Customer owner) {
    customer = owner;
    return this;
  }

  /**
   * Asks that the system has the batch for itself until it has made so many moves: it is suspected
   * of harm to its batch mates.
   */
  public Ticket<T> aloneUntil(long iteration) {
    aloneUntil = iteration;
    return this;
  }

  /** Asks for checkpoints at an interval of the system's own, at least 1, not the loop's. */
  public Ticket<T> checkpointEvery(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("checkpointEvery is " + steps + ", expected at least 1");
    }
    checkpointEvery = steps;
    return this;
  }

  int checkpointInterval(int otherwise) {
    return checkpointEvery > 0 ? checkpointEvery : otherwise;
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

  Customer customer() {
    return customer;
  }

  /** Whether it must still have the batch for itself after so many moves. */
  boolean isAloneAt(long iteration) {
    return iteration < aloneUntil;
  }

  /**
   * The system, which is not in the batch now; to be looked at, not changed.
   *
   * @throws IllegalStateException where it is in the batch
   */
  public SimState system() {
    return waiting();
  }

  /** The system while it is not in the batch. */
  SimState waiting() {
    SimState state = waiting;
    if (state == null) {
      throw new IllegalStateException(tag + " is in the batch");
    }
    return state;
  }

  /** The system goes into the batch. */
  SimState board() {
    SimState state = waiting();
    waiting = null;
    return state;
  }

  /** The system has left the batch to come back. */
  void park(SimState system) {
    waiting = system;
    if (needsForward) {
      // Who takes it up from a checkpoint can tell as well.
      system.doubles(Stepper.ENERGY)[0] = Double.NaN;
    }
  }

  /** Whether it had to be alone when it was last queued and has not been cleared since. */
  boolean isSuspect() {
    return aloneUntil > 0;
  }

  /** It failed alone: its end if others do not. */
  void failedBecause(Throwable cause, boolean memory) {
    failure =
        new Verdict.Failed(
            memory ? "out_of_memory" : "model_failed",
            (memory ? "it finds no memory alone: " : "the model fails on it alone: ")
                + firstLine(cause));
  }

  private static String firstLine(Throwable cause) {
    String text = String.valueOf(cause.getMessage()).strip();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  Verdict.Failed failure() {
    return failure;
  }

  @Nullable Item<Ticket<T>> item() {
    return item;
  }

  void item(Item<Ticket<T>> newItem) {
    item = newItem;
  }

  int attempts() {
    return attempts;
  }

  /** Another swap has passed with the system in the batch. */
  void attempted() {
    attempts++;
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

  /** Its positions are new: what the model said of the old ones is void. */
  void moved() {
    needsForward = true;
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

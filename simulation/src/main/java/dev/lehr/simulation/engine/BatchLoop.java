package dev.lehr.simulation.engine;

import dev.lehr.simulation.autobatch.InFlightAutoBatcher;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.ObjLongConsumer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs autobatcher steps on the systems of any number of owners: one forward pass for all, each
 * system advanced by its own {@link Stepper}, those that are done swapped out and waiting ones
 * swapped in.
 *
 * <p>It knows no clock and no thread of its own (a {@link Workers} may spread work over threads),
 * and its owner calls it from one thread. A system's numbers depend on nothing but the system: not
 * on its batch mates, nor on when it joined, nor on how often it was written down and taken up
 * again.
 *
 * @param <T> what owners know their systems by
 */
public final class BatchLoop<T> {

  /** What happens to systems. Called from within {@link BatchLoop#step()}. */
  public interface Listener<T> {
    /** A system joined the batch. */
    void admitted(T tag);

    /**
     * A system is due for a checkpoint: an interval after the last one, or where its ticket asked.
     *
     * @param system a copy of it, with all that its stepper needs to go on
     */
    void checkpoint(T tag, SimState system, int swapAttempts);

    /**
     * A system is due for a frame of its trajectory, see {@link Ticket#framesEvery}. Told before
     * what else happens at the same iteration.
     *
     * @param system a copy of it, with energy, energies, forces and stress and no other columns but
     *     those that its ticket asked for
     * @param iteration the number of moves that led here; each is told once
     */
    default void frame(T tag, SimState system, long iteration) {}

    /**
     * A system left the batch.
     *
     * @param system the system as it left
     * @param verdict why; {@link Verdict.Continue} where it was asked to leave
     */
    void left(T tag, SimState system, Verdict verdict, int swapAttempts);

    /**
     * A system cannot join: alone it is larger than the batch may be. It was never in the batch.
     */
    void tooLarge(T tag, double scaler, double maxScaler);
  }

  private final Model model;
  private final Workers workers;
  private final InFlightAutoBatcher batcher;
  private final ToDoubleFunction<SimState> scaler;
  private final double maxScaler;
  private final int checkpointEvery;
  private final Listener<T> listener;
  private final ColumnRegistry columns = new ColumnRegistry();
  private final ModelOutput output = new ModelOutput();
  private final ArrayDeque<Ticket<T>> waiting = new ArrayDeque<>();
  private final Map<Integer, Ticket<T>> pulled = new HashMap<>();
  private final List<Ticket<T>> current = new ArrayList<>();
  private boolean[] leaving = {};
  private int pulledCount;
  private boolean loaded;
  private @Nullable SimState batch;

  /**
   * A loop around a model.
   *
   * @param batcher decides who joins and leaves; no other may use it
   * @param scaler the batcher's memory metric of a single system
   * @param maxScaler the batcher's largest sum of it
   * @param checkpointEvery steps between checkpoints of a system, at least 1
   */
  public BatchLoop(
      Model model,
      Workers workers,
      InFlightAutoBatcher batcher,
      ToDoubleFunction<SimState> scaler,
      double maxScaler,
      int checkpointEvery,
      Listener<T> listener) {
    if (checkpointEvery < 1) {
      throw new IllegalArgumentException(
          "checkpointEvery is " + checkpointEvery + ", expected at least 1");
    }
    this.model = model;
    this.workers = workers;
    this.batcher = batcher;
    this.scaler = scaler;
    this.maxScaler = maxScaler;
    this.checkpointEvery = checkpointEvery;
    this.listener = listener;
  }

  /** Puts a system at the end of the queue; one that is too large is refused at once. */
  public void submit(Ticket<T> ticket) {
    double size = scaler.applyAsDouble(ticket.start());
    if (size > maxScaler) {
      listener.tooLarge(ticket.tag(), size, maxScaler);
      return;
    }
    if (columns.learn(ticket.start())) {
      if (batch != null) {
        columns.fill(batch);
      }
      // The batcher may hold one that it has taken from the queue and that did not fit yet.
      pulled.values().forEach(held -> columns.fill(held.start()));
    }
    waiting.add(ticket);
  }

  /** Takes a system out of the queue; {@code false} where it is in the batch already or unknown. */
  public boolean withdraw(Ticket<T> ticket) {
    return waiting.remove(ticket);
  }

  /** Number of systems in the batch. */
  public int inFlight() {
    return current.size();
  }

  /** Number of systems in the queue. */
  public int waiting() {
    return waiting.size();
  }

  /** Number of atoms in the batch. */
  public int atomsInFlight() {
    return batch == null ? 0 : batch.nAtoms();
  }

  /** Sum of the memory scalers in the batch over the largest allowed, 0 to 1. */
  public double occupancy() {
    double sum = 0;
    for (double s : batcher.currentScalers()) {
      sum += s;
    }
    return current.isEmpty() ? 0 : sum / maxScaler;
  }

  /**
   * The largest number of steps that a system in the batch has made beyond what its owner has safe.
   *
   * @param safe the iteration up to which an owner has a system's work safe
   */
  public long largestLag(ToLongFunction<T> safe) {
    long lag = 0;
    if (batch != null) {
      long[] iterations = batch.longs(Stepper.ITERATION);
      for (int i = 0; i < current.size(); i++) {
        lag = Math.max(lag, iterations[i] - safe.applyAsLong(current.get(i).tag()));
      }
    }
    return lag;
  }

  /** Shows every system in the batch with the number of steps that it has made. */
  public void forEachInFlight(ObjLongConsumer<T> each) {
    if (batch != null) {
      long[] iterations = batch.longs(Stepper.ITERATION);
      for (int i = 0; i < current.size(); i++) {
        each.accept(current.get(i).tag(), iterations[i]);
      }
    }
  }

  /**
   * Moves every system once, runs the model, and swaps.
   *
   * @return whether there was anything to do
   */
  public boolean step() {
    if (batch == null && !start()) {
      return false;
    }
    SimState state = state();
    workers.forEach(current.size(), i -> moveOne(state, i));
    model.evaluate(state, output);
    Forward forward = new Forward(output, state);
    workers.forEach(current.size(), i -> judgeOne(forward, state, i));
    framesDue(state);
    checkpointDue(state);
    swap(state, 1);
    return true;
  }

  /**
   * Takes everything out: systems in the batch leave with {@link Verdict.Continue}, as they stand.
   */
  public void clear() {
    waiting.clear();
    while (batch != null) {
      current.forEach(ticket -> ticket.requestLeave(true));
      swap(state(), 0);
    }
  }

  private SimState state() {
    SimState state = batch;
    if (state == null) {
      throw new IllegalStateException("there is no batch");
    }
    return state;
  }

  private void moveOne(SimState state, int i) {
    Ticket<T> ticket = current.get(i);
    if (!ticket.needsForward() && !ticket.leaves()) {
      ticket.stepper().move(state, i);
    }
  }

  private void judgeOne(Forward forward, SimState state, int i) {
    forward.store(i);
    Ticket<T> ticket = current.get(i);
    if (!ticket.verdict().leaves()) {
      ticket.judged(ticket.stepper().judge(state, i));
    }
  }

  private void framesDue(SimState state) {
    long[] iterations = state.longs(Stepper.ITERATION);
    for (int i = 0; i < current.size(); i++) {
      Ticket<T> ticket = current.get(i);
      if (ticket.takeFrame(iterations[i])) {
        SimState copy = state.select(i);
        ColumnRegistry.strip(copy, ticket.frameColumns());
        listener.frame(ticket.tag(), copy, iterations[i]);
      }
    }
  }

  private void checkpointDue(SimState state) {
    long[] iterations = state.longs(Stepper.ITERATION);
    for (int i = 0; i < current.size(); i++) {
      Ticket<T> ticket = current.get(i);
      boolean due =
          ticket.checkpointAsked() || iterations[i] - ticket.checkpointedAt() >= checkpointEvery;
      if (ticket.leaves() || !due) {
        continue;
      }
      ticket.checkpointed(iterations[i]);
      SimState copy = state.select(i);
      ColumnRegistry.strip(copy, ticket.ownColumns());
      // The swap that follows counts for the system as well: a resumed one has been through it.
      listener.checkpoint(ticket.tag(), copy, attempts(i) + 1);
    }
  }

  private int attempts(int position) {
    int original = batcher.currentIdx(position);
    return current.get(position).attemptsBefore() + batcher.swapAttempts().get(original);
  }

  private boolean start() {
    if (waiting.isEmpty()) {
      return false;
    }
    if (!loaded) {
      loaded = true;
      batcher.loadStates(new Queue());
      batch = batcher.nextBatch(null, null).batch().orElse(null);
    } else {
      batch = batcher.resume().orElse(null);
    }
    noteAdmitted();
    return batch != null;
  }

  private void swap(SimState state, int counted) {
    int n = current.size();
    if (leaving.length != n) {
      leaving = new boolean[n];
    }
    List<Departure<T>> gone = List.of();
    // The last first, as the batcher hands them out.
    for (int i = n - 1; i >= 0; i--) {
      Ticket<T> ticket = current.get(i);
      leaving[i] = ticket.leaves();
      if (leaving[i]) {
        gone = gone.isEmpty() ? new ArrayList<>() : gone;
        gone.add(new Departure<>(ticket, attempts(i) + counted));
        pulled.remove(batcher.currentIdx(i));
      }
    }
    InFlightAutoBatcher.Batch next = batcher.nextBatch(state, leaving);
    batch = next.batch().orElse(null);
    if (!gone.isEmpty()) {
      keepThoseThatStay();
    }
    noteAdmitted();
    for (int k = 0; k < gone.size(); k++) {
      Ticket<T> ticket = gone.get(k).ticket();
      SimState system = next.completed().get(k);
      ColumnRegistry.strip(system, ticket.ownColumns());
      listener.left(ticket.tag(), system, ticket.verdict(), gone.get(k).attempts());
    }
  }

  private void keepThoseThatStay() {
    int kept = 0;
    for (int i = 0; i < leaving.length; i++) {
      if (!leaving[i]) {
        current.set(kept++, current.get(i));
      }
    }
    current.subList(kept, current.size()).clear();
  }

  /** A system that leaves, and the swap attempts that it has been through. */
  private record Departure<T>(Ticket<T> ticket, int attempts) {}

  /** Takes up those that the batcher put behind {@link #current} and tells the listener of them. */
  private void noteAdmitted() {
    int known = current.size();
    int now = batch == null ? 0 : batch.nSystems();
    for (int i = known; i < now; i++) {
      int original = batcher.currentIdx(i);
      Ticket<T> ticket = pulled.get(original);
      if (ticket == null) {
        throw new IllegalStateException("the batcher admitted " + original + " unseen");
      }
      current.add(ticket);
    }
    for (int i = known; i < now; i++) {
      listener.admitted(current.get(i).tag());
    }
  }

  /** The live queue as the batcher sees it: it may be empty now and not a moment later. */
  private final class Queue implements Iterator<SimState> {
    @Override
    public boolean hasNext() {
      return !waiting.isEmpty();
    }

    @Override
    public SimState next() {
      Ticket<T> ticket = waiting.poll();
      if (ticket == null) {
        throw new NoSuchElementException("no system is waiting");
      }
      columns.fill(ticket.start());
      pulled.put(pulledCount++, ticket);
      return ticket.start();
    }
  }
}

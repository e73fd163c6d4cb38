package dev.lehr.simulation.engine;

import dev.lehr.simulation.autobatch.OutOfMemory;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.schedule.Item;
import dev.lehr.simulation.schedule.Plan;
import dev.lehr.simulation.schedule.Remedy;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs autobatcher steps on the systems of any number of owners: one forward pass for all, each
 * system advanced by its own {@link Stepper}, those that are done swapped out and waiting ones
 * swapped in, as a {@link Scheduler} decides.
 *
 * <p>It knows no clock and no thread of its own (a {@link Workers} may spread work over threads),
 * and its owner calls it from one thread. A system's numbers depend on nothing but the system: not
 * on its batch mates, nor on when it joined, nor on how often it left and came back, or was written
 * down and taken up again.
 *
 * <p>A forward pass that finds no memory, or fails in another way, costs no system its work: the
 * scheduler's ladder makes the batch smaller until it goes well, and who fails alone where others
 * do not leaves as failed, with the reason.
 *
 * @param <T> what owners know their systems by
 */
public final class BatchLoop<T> {

  /** What happens to systems. Called from within {@link BatchLoop#step()}. */
  public interface Listener<T> {
    /** A system joined the batch: for the first time, or again after it was evicted. */
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

    /** A system left the batch with all its progress and waits to come back. */
    default void evicted(T tag) {}

    /** A system may have company from now on, see {@link Ticket#aloneUntil}. */
    default void cleared(T tag) {}

    /**
     * A system left the batch.
     *
     * @param system the system as it left
     * @param verdict why; {@link Verdict.Continue} where it was asked to leave
     */
    void left(T tag, SimState system, Verdict verdict, int swapAttempts);

    /**
     * A system cannot join: alone it is larger than the batch may be. It was never in the batch, or
     * has grown while it waited to come back.
     */
    void tooLarge(T tag, double scaler, double maxScaler);
  }

  private static final int TRIES_ALONE = 3;
  private static final long STEPS_BETWEEN_WITNESSES = 1000;

  private final Model model;
  private final Workers workers;
  private final Scheduler<Ticket<T>> scheduler;
  private final Sizing sizing;
  private final LoopSettings settings;
  private final Listener<T> listener;
  private final ColumnRegistry columns = new ColumnRegistry();
  private final ModelOutput output = new ModelOutput();
  private final List<Ticket<T>> current = new ArrayList<>();
  private @Nullable SimState batch;
  private @Nullable Throwable lastFailure;
  private @Nullable SimState witness;
  private int accidents;
  private long sinceResize;
  private long steps;
  private long evictions;
  private long outOfMemory;
  private long failedForwards;
  private long condemned;

  /**
   * A loop around a model.
   *
   * @param scheduler decides who joins and leaves; no other may use it
   * @param sizing what the scheduler's cap limits the sum of
   */
  public BatchLoop(
      Model model,
      Workers workers,
      Scheduler<Ticket<T>> scheduler,
      Sizing sizing,
      LoopSettings settings,
      Listener<T> listener) {
    this.model = model;
    this.workers = workers;
    this.scheduler = scheduler;
    this.sizing = sizing;
    this.settings = settings;
    this.listener = listener;
  }

  /** Puts a system at the end of its owner's queue. */
  public void submit(Ticket<T> ticket) {
    SimState system = ticket.waiting();
    if (columns.learn(system) && batch != null) {
      columns.fill(batch);
    }
    boolean alone = ticket.isAloneAt(iteration(system, 0));
    ticket.item(scheduler.submit(ticket, ticket.customer(), sizing.of(system, 0), alone));
  }

  /**
   * Takes a system out of the queue; {@code false} where it is in the batch or unknown. One that
   * has made steps since its last checkpoint, and was evicted, is checkpointed first.
   */
  public boolean withdraw(Ticket<T> ticket) {
    Item<Ticket<T>> item = ticket.item();
    if (item == null || !scheduler.withdraw(item)) {
      return false;
    }
    SimState system = ticket.waiting();
    long iteration = iteration(system, 0);
    if (iteration > ticket.checkpointedAt()) {
      ColumnRegistry.strip(system, ticket.ownColumns());
      ticket.checkpointed(iteration);
      listener.checkpoint(ticket.tag(), system, ticket.attempts());
    }
    return true;
  }

  /** Number of systems in the batch. */
  public int inFlight() {
    return current.size();
  }

  /** Number of systems in the queue. */
  public int waiting() {
    return scheduler.waiting();
  }

  /** Number of atoms in the batch. */
  public int atomsInFlight() {
    return batch == null ? 0 : batch.nAtoms();
  }

  /** What it has been through. */
  public LoopFigures figures() {
    return new LoopFigures(steps, evictions, outOfMemory, failedForwards, condemned);
  }

  /** Sum of the memory scalers in the batch over the largest allowed now, 0 to 1. */
  public double occupancy() {
    return current.isEmpty() ? 0 : Math.min(1, scheduler.load() / scheduler.cap());
  }

  /** Largest sum of the memory scalers allowed now. */
  public double cap() {
    return scheduler.cap();
  }

  /** A new largest sum of the memory scalers, for example from a memory model. */
  public void ceiling(double newCeiling) {
    scheduler.ceiling(newCeiling);
  }

  /** Sum of the memory scalers in the batch. */
  public double load() {
    return scheduler.load();
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
   * Admits what has come since the last step and fits: so that an owner may do something between a
   * system's admission and its first step. {@link #step()} does it otherwise.
   */
  public void fill() {
    exchange(List.of(), scheduler.plan());
  }

  /**
   * Moves every system once, runs the model, and swaps.
   *
   * @return whether there was anything to do
   * @throws DeviceFailedException where the model fails on everything
   */
  public boolean step() {
    fill();
    if (batch == null) {
      return false;
    }
    SimState before = batch;
    workers.forEach(current.size(), i -> moveOne(before, i));
    while (batch != null && !evaluated(batch)) {
      remedy();
    }
    SimState state = batch;
    if (state != null) {
      Forward forward = new Forward(output, state);
      workers.forEach(current.size(), i -> judgeOne(forward, state, i));
      succeeded();
      framesDue(state);
      checkpointDue(state);
      resizeDue(state);
      current.forEach(Ticket::attempted);
    }
    swap();
    return true;
  }

  /**
   * Takes everything out: systems in the batch leave with {@link Verdict.Continue}, as they stand.
   */
  public void clear() {
    List<Departure<T>> gone = new ArrayList<>();
    for (int i = current.size() - 1; i >= 0; i--) {
      gone.add(new Departure<>(current.get(i), i));
    }
    gone.forEach(d -> scheduler.left(item(d.ticket())));
    exchange(gone, new Plan<>(List.of(), List.of()));
  }

  // One step

  private void moveOne(SimState state, int i) {
    Ticket<T> ticket = current.get(i);
    if (!ticket.needsForward() && !ticket.leaves()) {
      ticket.stepper().move(state, i);
      ticket.moved();
    }
  }

  /** Runs the model; {@code false} where it failed. */
  private boolean evaluated(SimState state) {
    try {
      model.evaluate(state, output);
      return true;
    } catch (RuntimeException | OutOfMemoryError e) {
      lastFailure = e;
      return false;
    }
  }

  private void judgeOne(Forward forward, SimState state, int i) {
    Ticket<T> ticket = current.get(i);
    if (ticket.needsForward()) {
      forward.store(i);
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
          ticket.checkpointAsked()
              || iterations[i] - ticket.checkpointedAt()
                  >= ticket.checkpointInterval(settings.checkpointEvery());
      if (ticket.leaves() || !due) {
        continue;
      }
      ticket.checkpointed(iterations[i]);
      SimState copy = state.select(i);
      ColumnRegistry.strip(copy, ticket.ownColumns());
      // The swap that follows counts for the system as well: a resumed one has been through it.
      listener.checkpoint(ticket.tag(), copy, ticket.attempts() + 1);
    }
  }

  /** Sizes change as cells shrink and neighbours come near. */
  private void resizeDue(SimState state) {
    if (settings.resizeEvery() == 0 || ++sinceResize < settings.resizeEvery()) {
      return;
    }
    sinceResize = 0;
    for (int i = 0; i < current.size(); i++) {
      scheduler.resize(item(current.get(i)), sizing.of(state, i));
    }
  }

  // A forward pass that failed

  private void remedy() {
    Throwable failure = lastFailure();
    boolean memory = OutOfMemory.is(failure);
    outOfMemory += memory ? 1 : 0;
    failedForwards += memory ? 0 : 1;
    if (isAccident(memory)) {
      accidents++;
      model.releaseCaches();
      return;
    }
    Remedy<Ticket<T>> remedy = scheduler.failed(memory);
    if (remedy instanceof Remedy.ReleaseCaches) {
      model.releaseCaches();
    } else if (remedy instanceof Remedy.Evict<Ticket<T>> evict) {
      takeOut(evict.items());
    } else if (remedy instanceof Remedy.SetAside<Ticket<T>> aside) {
      takeOut(List.of(aside.item()));
      aside.item().tag().failedBecause(failure, memory);
      hearWitness(failure);
    } else {
      throw new DeviceFailedException(failure);
    }
    condemned();
  }

  /**
   * Before a system is blamed, one that has gone well before must go well again; else it is the
   * device that has broken.
   */
  private void hearWitness(Throwable failure) {
    SimState known = witness;
    if (known == null) {
      return;
    }
    for (int tries = 0; tries < TRIES_ALONE; tries++) {
      if (evaluated(known.copy())) {
        lastFailure = failure;
        return;
      }
    }
    throw new DeviceFailedException(lastFailure());
  }

  /** Keeps one of the smallest that have just gone well. */
  private void keepWitness() {
    SimState state = batch;
    if (state == null || (witness != null && steps % STEPS_BETWEEN_WITNESSES != 0)) {
      return;
    }
    int smallest = 0;
    for (int i = 1; i < current.size(); i++) {
      if (state.nAtoms(i) < state.nAtoms(smallest)) {
        smallest = i;
      }
    }
    witness = state.select(smallest);
  }

  /** Some may be to blame: others went well, or there is nobody else to try. */
  private void condemned() {
    for (Item<Ticket<T>> item : scheduler.condemned()) {
      condemn(item.tag());
    }
  }

  /** Once is an accident; of one that is alone, and would be blamed, three times are. */
  private boolean isAccident(boolean memory) {
    return current.size() == 1 ? accidents < TRIES_ALONE : !memory && accidents == 0;
  }

  private Throwable lastFailure() {
    Throwable failure = lastFailure;
    if (failure == null) {
      throw new IllegalStateException("no forward pass has failed");
    }
    return failure;
  }

  /** These leave before their last move was evaluated. */
  private void takeOut(List<Item<Ticket<T>>> items) {
    SimState state = state();
    int[] positions = positions(items);
    List<SimState> gone = state.exchange(positions, List.of());
    for (int k = 0; k < positions.length; k++) {
      Ticket<T> ticket = current.get(positions[k]);
      ticket.park(gone.get(k));
      listener.evicted(ticket.tag());
    }
    evictions += positions.length;
    accidents = 1;
    drop(positions);
    batch = current.isEmpty() ? null : state;
  }

  private void succeeded() {
    accidents = 0;
    keepWitness();
    lastFailure = null;
    steps++;
    scheduler.stepped();
    condemned();
  }

  private void condemn(Ticket<T> ticket) {
    condemned++;
    SimState system = ticket.waiting();
    ColumnRegistry.strip(system, ticket.ownColumns());
    listener.left(ticket.tag(), system, ticket.failure(), ticket.attempts());
  }

  // Swapping

  private void swap() {
    List<Departure<T>> gone = List.of();
    // The last first, as torch-sim's batcher hands them out.
    for (int i = current.size() - 1; i >= 0; i--) {
      Ticket<T> ticket = current.get(i);
      if (ticket.leaves()) {
        scheduler.left(item(ticket));
        gone = gone.isEmpty() ? new ArrayList<>() : gone;
        gone.add(new Departure<>(ticket, i));
      } else if (ticket.isSuspect() && !ticket.isAloneAt(iteration(state(), i))) {
        ticket.aloneUntil(0);
        scheduler.share(item(ticket));
        listener.cleared(ticket.tag());
      }
    }
    exchange(gone, scheduler.plan());
  }

  /** Those that are gone and those that the plan evicts leave, those that it admits join. */
  private void exchange(List<Departure<T>> gone, Plan<Ticket<T>> plan) {
    List<Item<Ticket<T>>> oversized = scheduler.oversized();
    for (int k = 0; k < oversized.size(); k++) {
      refuse(oversized.get(k));
    }
    if (gone.isEmpty() && plan.isEmpty()) {
      return;
    }
    List<Item<Ticket<T>>> evicted = plan.evicted();
    int[] leaving = new int[evicted.size() + gone.size()];
    List<Ticket<T>> parked = new ArrayList<>(evicted.size());
    int at = 0;
    for (int position : positions(evicted)) {
      leaving[at++] = position;
      parked.add(current.get(position));
    }
    for (Departure<T> departure : gone) {
      leaving[at++] = departure.position();
    }
    Arrays.sort(leaving);
    List<SimState> left = replace(leaving, boarding(plan.admitted()));
    for (Ticket<T> ticket : parked) {
      ticket.park(left.get(Arrays.binarySearch(leaving, current.indexOf(ticket))));
    }
    List<SimState> departed =
        gone.stream().map(d -> left.get(Arrays.binarySearch(leaving, d.position()))).toList();
    drop(leaving);
    evictions += parked.size();
    plan.admitted().forEach(item -> current.add(item.tag()));
    parked.forEach(ticket -> listener.evicted(ticket.tag()));
    plan.admitted().forEach(item -> listener.admitted(item.tag().tag()));
    for (int k = 0; k < departed.size(); k++) {
      Ticket<T> ticket = gone.get(k).ticket();
      ColumnRegistry.strip(departed.get(k), ticket.ownColumns());
      listener.left(ticket.tag(), departed.get(k), ticket.verdict(), ticket.attempts());
    }
  }

  private List<SimState> boarding(List<Item<Ticket<T>>> admitted) {
    List<SimState> joining = new ArrayList<>(admitted.size());
    for (Item<Ticket<T>> item : admitted) {
      SimState system = item.tag().board();
      columns.fill(system);
      joining.add(system);
    }
    return joining;
  }

  /** Takes some out of the batch and puts others at its end; answers those that were taken out. */
  private List<SimState> replace(int[] leaving, List<SimState> joining) {
    SimState state = batch;
    if (state == null) {
      batch = joining.isEmpty() ? null : SimState.concatenate(joining);
      return List.of();
    }
    List<SimState> left = state.exchange(leaving, joining);
    batch = state.nSystems() == 0 ? null : state;
    return left;
  }

  private void refuse(Item<Ticket<T>> item) {
    listener.tooLarge(item.tag().tag(), item.scaler(), scheduler.ceiling());
  }

  private SimState state() {
    SimState state = batch;
    if (state == null) {
      throw new IllegalStateException("there is no batch");
    }
    return state;
  }

  private static long iteration(SimState state, int system) {
    return state.longs(Stepper.ITERATION)[system];
  }

  private Item<Ticket<T>> item(Ticket<T> ticket) {
    Item<Ticket<T>> item = ticket.item();
    if (item == null) {
      throw new IllegalStateException(ticket.tag() + " was never submitted");
    }
    return item;
  }

  /** Positions in the batch, ascending. */
  private int[] positions(List<Item<Ticket<T>>> items) {
    int[] positions = new int[items.size()];
    for (int k = 0; k < positions.length; k++) {
      positions[k] = current.indexOf(items.get(k).tag());
      if (positions[k] < 0) {
        throw new IllegalStateException("the scheduler's batch is not this one");
      }
    }
    Arrays.sort(positions);
    return positions;
  }

  /** Takes those at these positions, ascending, off the list of the batch. */
  private void drop(int[] positions) {
    if (positions.length == 0) {
      return;
    }
    int kept = 0;
    int next = 0;
    for (int i = 0; i < current.size(); i++) {
      if (next < positions.length && positions[next] == i) {
        next++;
      } else {
        current.set(kept++, current.get(i));
      }
    }
    current.subList(kept, current.size()).clear();
  }

  /** A system that leaves for good, and where it was. */
  private record Departure<T>(Ticket<T> ticket, int position) {}
}

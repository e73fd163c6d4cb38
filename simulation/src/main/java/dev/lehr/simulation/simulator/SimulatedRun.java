package dev.lehr.simulation.simulator;

import dev.lehr.simulation.engine.Ticket;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One structure in a simulated engine: where it came from, how much of it is safe, its wait. */
final class SimulatedRun {

  /** Where it is. */
  enum Place {
    /** Not in a batch yet, or not any more. */
    WAITING,
    /** In the batch. */
    RESIDENT,
    /** Left for good. */
    GONE
  }

  private final SimulatedLease lease;
  private final SimulatedLedger.OpenTask task;
  private long order;
  private final long since;
  private long committed;
  private final Set<Long> overtakers = new HashSet<>();
  private boolean suspect;
  private Place place = Place.WAITING;
  private @Nullable Ticket<SimulatedRun> ticket;

  /**
   * A run that starts to wait.
   *
   * @param since virtual time
   */
  SimulatedRun(SimulatedLease lease, SimulatedLedger.OpenTask task, long since) {
    this.lease = lease;
    this.task = task;
    this.since = since;
  }

  SimulatedLease lease() {
    return lease;
  }

  SimulatedLedger.OpenTask task() {
    return task;
  }

  int structure() {
    return task.structure();
  }

  int generation() {
    return task.generation();
  }

  /** It waits for a place from now on, after all that were queued before. */
  void queued(long newOrder) {
    order = newOrder;
  }

  long order() {
    return order;
  }

  long since() {
    return since;
  }

  long committed() {
    return committed;
  }

  void committed(long iteration) {
    committed = Math.max(committed, iteration);
  }

  /** One that came later was admitted before it; answers how many different ones were. */
  int overtakenBy(SimulatedRun other) {
    overtakers.add(other.order);
    return overtakers.size();
  }

  boolean isSuspect() {
    return suspect;
  }

  void suspect(boolean now) {
    suspect = now;
  }

  Place place() {
    return place;
  }

  void place(Place now) {
    place = now;
  }

  @Nullable Ticket<SimulatedRun> ticket() {
    return ticket;
  }

  void ticket(@Nullable Ticket<SimulatedRun> now) {
    ticket = now;
  }
}

package dev.lehr.simulation.simulator;

/** A bounded piece of a simulated engine's time that belongs to one shard. */
final class SimulatedSlice {

  private final SimulatedLease lease;
  private final Attempt attempt;
  private boolean over;

  SimulatedSlice(SimulatedLease lease, Attempt attempt) {
    this.lease = lease;
    this.attempt = attempt;
  }

  SimulatedLease lease() {
    return lease;
  }

  Attempt attempt() {
    return attempt;
  }

  boolean isEmpty() {
    return lease.isEmpty() || lease.isLost();
  }

  /** Ends it; {@code false} where it was over. */
  boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }
}

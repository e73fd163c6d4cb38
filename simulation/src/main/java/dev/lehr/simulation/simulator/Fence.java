package dev.lehr.simulation.simulator;

/**
 * The right to write to a shard, compared in the order of its parts; a ledger takes none that is
 * smaller than the largest that it has seen.
 *
 * @param epoch issued by the ledger, once for each claim of the shard
 * @param slice counted by the lane within an epoch
 * @param attempt counted by the server within a slice
 */
public record Fence(long epoch, int slice, int attempt) implements Comparable<Fence> {

  /** Below every fence that is ever used. */
  static Fence none() {
    return new Fence(0, 0, 0);
  }

  @Override
  public int compareTo(Fence other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    if (byEpoch != 0) {
      return byEpoch;
    }
    int bySlice = Integer.compare(slice, other.slice);
    return bySlice != 0 ? bySlice : Integer.compare(attempt, other.attempt);
  }

  @Override
  public String toString() {
    return epoch + "." + slice + "." + attempt;
  }
}

package dev.lehr.activities.ledger;

/**
 * The right to write to a shard. Compared in the order of its parts; the ledger takes only one that
 * is not smaller than the largest it has seen for the shard.
 *
 * @param epoch issued by the ledger, once for each claim of the shard
 * @param slice counted by the workflow within an epoch
 * @param attempt counted by Temporal within a slice
 */
public record Fence(long epoch, int slice, int attempt) implements Comparable<Fence> {

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

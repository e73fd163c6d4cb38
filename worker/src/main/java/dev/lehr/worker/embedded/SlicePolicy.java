package dev.lehr.worker.embedded;

/**
 * How long slices are on an embedded server. It keeps every execution in memory, about 3.7 kB an
 * activity, so that a long run takes longer slices, and a very long one a new server.
 */
public final class SlicePolicy {

  /** Shortest slice, seconds. */
  public static final int SHORTEST = 60;

  /** Longest slice, seconds. */
  public static final int LONGEST = 600;

  private static final double BYTES_AN_ACTIVITY = 3_700;
  private static final double ACTIVITIES_A_SLICE = 1.2;

  private final long budgetBytes;

  /**
   * A policy.
   *
   * @param budgetBytes memory that the server may take
   */
  public SlicePolicy(long budgetBytes) {
    if (budgetBytes < 1) {
      throw new IllegalArgumentException("the budget is " + budgetBytes + ", expected above 0");
    }
    this.budgetBytes = budgetBytes;
  }

  /**
   * The length of slices, so that a day of them stays within the budget.
   *
   * @param lanes shards that are worked on at a time
   */
  public int sliceSeconds(int lanes) {
    double slices = budgetBytes / (BYTES_AN_ACTIVITY * ACTIVITIES_A_SLICE);
    double seconds = 86_400.0 * lanes / slices;
    return (int) Math.min(LONGEST, Math.max(SHORTEST, Math.ceil(seconds)));
  }

  /** Whether a server has run so long at this pace that it should be replaced. */
  public boolean isWorn(double secondsAlive, int lanes, int sliceSeconds) {
    double activities = ACTIVITIES_A_SLICE * lanes * secondsAlive / sliceSeconds;
    return activities * BYTES_AN_ACTIVITY > budgetBytes;
  }
}

package dev.lehr.workflows.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Consecutive rows of a shard's log, column by column so that a thousand of them stay small.
 *
 * @param fromSeq the log position this page continues from (exclusive)
 * @param toSeq number of its last row; {@code fromSeq} where it is empty
 * @param more whether the log goes on after {@code toSeq}
 * @param structure offset of each row's structure in its shard
 * @param stage index of each row's stage
 * @param status {@link dev.lehr.workflows.status.TaskStatus#code()} of each row, one letter a row
 * @param swapAttempts swap attempts so far
 * @param iterations steps so far
 * @param energy eV; null where there is none
 * @param reasons reason of failed, rejected or skipped rows, by row number in the page
 */
public record ShardLogPage(
    long fromSeq,
    long toSeq,
    boolean more,
    List<Integer> structure,
    List<Integer> stage,
    String status,
    List<Integer> swapAttempts,
    List<Integer> iterations,
    List<Double> energy,
    Map<Integer, String> reasons) {

  /** A page without rows. */
  public static ShardLogPage empty(long seq) {
    return new ShardLogPage(
        seq, seq, false, List.of(), List.of(), "", List.of(), List.of(), List.of(), Map.of());
  }

  /** Number of rows. */
  public int rows() {
    return structure.size();
  }

  /** Collects rows into a page. */
  public static final class Builder {
    private final long fromSeq;
    private long toSeq;
    private boolean more;
    private final List<Integer> structure = new ArrayList<>();
    private final List<Integer> stage = new ArrayList<>();
    private final StringBuilder status = new StringBuilder();
    private final List<Integer> swapAttempts = new ArrayList<>();
    private final List<Integer> iterations = new ArrayList<>();
    private final List<Double> energy = new ArrayList<>();
    private final Map<Integer, String> reasons = new TreeMap<>();

    /** A page that continues after {@code fromSeq}. */
    public Builder(long fromSeq) {
      this.fromSeq = fromSeq;
      this.toSeq = fromSeq;
    }

    /** Adds a row. A NaN energy means that there is none. */
    public Builder add(
        long seq,
        int structureOffset,
        int stageIndex,
        char statusCode,
        int attempts,
        int steps,
        double energyEv,
        String reason) {
      if (!reason.isEmpty()) {
        reasons.put(structure.size(), reason);
      }
      toSeq = seq;
      structure.add(structureOffset);
      stage.add(stageIndex);
      status.append(statusCode);
      swapAttempts.add(attempts);
      iterations.add(steps);
      energy.add(Double.isFinite(energyEv) ? energyEv : null);
      return this;
    }

    /** Says that the log goes on after this page. */
    public Builder more(boolean value) {
      more = value;
      return this;
    }

    /** Number of rows so far. */
    public int rows() {
      return structure.size();
    }

    /** The page. */
    public ShardLogPage build() {
      return new ShardLogPage(
          fromSeq,
          toSeq,
          more,
          structure,
          stage,
          status.toString(),
          swapAttempts,
          iterations,
          energy,
          reasons);
    }
  }
}

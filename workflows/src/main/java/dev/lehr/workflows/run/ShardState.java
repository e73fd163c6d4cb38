package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.ShardLogPage;
import dev.lehr.workflows.status.TaskStatus;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of each structure of a shard: a fold of the shard's log. Rows that were seen already
 * change nothing, so that the same page twice, or an older one again, does no harm.
 */
public final class ShardState {

  private final long first;
  private int[] stage;
  private char[] status;
  private int[] swapAttempts;
  private int[] iterations;
  private @Nullable Double[] energy;
  private final Map<Integer, String> reasons = new TreeMap<>();
  private long seen;

  /**
   * A shard of which nothing is known yet.
   *
   * @param first index of its first structure
   * @param count number of its structures
   */
  public ShardState(long first, int count) {
    this.first = first;
    stage = new int[count];
    status = new char[count];
    Arrays.fill(status, TaskStatus.PENDING.code());
    swapAttempts = new int[count];
    iterations = new int[count];
    energy = new Double[count];
  }

  /** Number of the last row seen. */
  public long seen() {
    return seen;
  }

  /**
   * Takes a page in.
   *
   * @throws IllegalArgumentException where rows between what was seen and the page are missing
   */
  public void apply(ShardLogPage page) {
    if (page.fromSeq() > seen) {
      throw new IllegalArgumentException(
          "the page starts after row " + page.fromSeq() + ", but only " + seen + " were seen");
    }
    int rows = page.rows();
    for (int row = 0; row < rows; row++) {
      long seq = page.toSeq() - rows + 1 + row;
      if (seq > seen) {
        applyRow(page, row);
        seen = seq;
      }
    }
  }

  private void applyRow(ShardLogPage page, int row) {
    int i = page.structure().get(row);
    if (i >= status.length) {
      grow(i + 1);
    }
    int rowStage = page.stage().get(row);
    char code = page.status().charAt(row);
    // What is skipped behind a failure must not hide the failure.
    if (code == TaskStatus.SKIPPED.code() && rowStage > stage[i]) {
      return;
    }
    stage[i] = rowStage;
    status[i] = code;
    swapAttempts[i] = page.swapAttempts().get(row);
    iterations[i] = page.iterations().get(row);
    energy[i] = page.energy().get(row);
    reasons.remove(i);
    String reason = page.reasons().get(row);
    if (reason != null) {
      reasons.put(i, reason);
    }
  }

  /** Structures that were added to the campaign since the shard was claimed. */
  private void grow(int count) {
    int before = status.length;
    stage = Arrays.copyOf(stage, count);
    status = Arrays.copyOf(status, count);
    Arrays.fill(status, before, count, TaskStatus.PENDING.code());
    swapAttempts = Arrays.copyOf(swapAttempts, count);
    iterations = Arrays.copyOf(iterations, count);
    energy = Arrays.copyOf(energy, count);
  }

  /**
   * One structure.
   *
   * @param structure its index in the campaign
   * @throws IllegalArgumentException where it is not in this shard
   */
  public StructureState structure(long structure) {
    long offset = structure - first;
    if (offset < 0 || offset >= status.length) {
      throw new IllegalArgumentException(
          "structure "
              + structure
              + " is not in the open shard, which holds "
              + first
              + " to "
              + (first + status.length - 1));
    }
    int i = (int) offset;
    return new StructureState(
        structure,
        stage[i],
        TaskStatus.ofCode(status[i]).key(),
        swapAttempts[i],
        iterations[i],
        energy[i],
        reasons.getOrDefault(i, ""));
  }

  /** Number of structures by status. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    for (char code : status) {
      counts.merge(TaskStatus.ofCode(code).key(), 1, Integer::sum);
    }
    return counts;
  }
}

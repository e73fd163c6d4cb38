package dev.lehr.activities.engine;

import dev.lehr.activities.commands.CommandPolicy;
import dev.lehr.activities.commands.Pools;
import java.util.Map;

/**
 * What a worker's host lets campaigns do.
 *
 * @param pools named limits, shared by all engines of the process
 * @param commands which programs run
 * @param uncommittedBytes how much an engine holds of what the ledger does not take, while it is
 *     away, before it stops and waits; above 0. A step's worth of results may come on top
 */
public record HostLimits(Pools pools, CommandPolicy commands, long uncommittedBytes) {

  /** 64 MB, which is some ten thousand small structures. */
  public static final long UNCOMMITTED_BYTES = 64L << 20;

  /** Rejects an engine that could never commit. */
  public HostLimits {
    if (uncommittedBytes < 1) {
      throw new IllegalArgumentException(
          "an engine holds " + uncommittedBytes + " bytes, expected above 0");
    }
  }

  /** What is held is the usual. */
  public HostLimits(Pools pools, CommandPolicy commands) {
    this(pools, commands, UNCOMMITTED_BYTES);
  }

  /** The usual pools, and no programs. */
  public static HostLimits usual() {
    return new HostLimits(new Pools(Map.of()), new CommandPolicy.Nothing());
  }

  /** The same with another limit for what is not committed. */
  public HostLimits holding(long bytes) {
    return new HostLimits(pools, commands, bytes);
  }
}

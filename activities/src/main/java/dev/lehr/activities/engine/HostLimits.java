package dev.lehr.activities.engine;

import dev.lehr.activities.commands.CommandPolicy;
import dev.lehr.activities.commands.Pools;
import java.util.Map;

/**
 * What a worker's host lets campaigns do.
 *
 * @param pools named limits, shared by all engines of the process
 * @param commands which programs run
 */
public record HostLimits(Pools pools, CommandPolicy commands) {

  /** The usual pools, and no programs. */
  public static HostLimits usual() {
    return new HostLimits(new Pools(Map.of()), new CommandPolicy.Nothing());
  }
}

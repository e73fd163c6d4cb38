package dev.lehr.activities.commands;

import java.time.Duration;

/**
 * Limits that hold for every program.
 *
 * @param output bytes of standard output and standard error together; looked at every tenth of a
 *     second, so that a fast writer gets somewhat further, and cut to it then
 * @param grace between the request to end and the kill
 */
public record CommandLimits(long output, Duration grace) {

  /** 64 MiB, 5 s. */
  public static CommandLimits usual() {
    return new CommandLimits(64L << 20, Duration.ofSeconds(5));
  }
}

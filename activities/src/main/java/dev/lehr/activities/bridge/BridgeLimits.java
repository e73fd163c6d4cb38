package dev.lehr.activities.bridge;

import java.time.Duration;

/**
 * How long a process may be silent, and how it is restarted.
 *
 * @param start time to load the model
 * @param forward time for a forward, or for one system of it where systems go one by one
 * @param eachAtom what an atom of the batch adds to that
 * @param backoff wait before a restart; doubled with each one that follows at once
 * @param starts how often a start is tried
 * @param losses how many processes one batch may cost
 */
public record BridgeLimits(
    Duration start, Duration forward, Duration eachAtom, Duration backoff, int starts, int losses) {

  /** Minutes, since the first calls of a network compile it. */
  public static BridgeLimits usual() {
    return new BridgeLimits(
        Duration.ofMinutes(10),
        Duration.ofMinutes(5),
        Duration.ofMillis(50),
        Duration.ofMillis(500),
        3,
        24);
  }

  Duration forward(int atoms) {
    return forward.plus(eachAtom.multipliedBy(atoms));
  }

  Duration backoff(int inARow) {
    return backoff.multipliedBy(1L << Math.min(inARow, 6));
  }
}

package dev.lehr.activities.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a phase of a campaign is alive.
 *
 * @param lastCommit when a checkpoint or an end was committed last; empty: never
 * @param attempts the largest number of attempts at a slice among shards that are being worked on;
 *     1: all went well at first; 0: none has begun
 */
public record SignsOfLife(Optional<Instant> lastCommit, int attempts) {}

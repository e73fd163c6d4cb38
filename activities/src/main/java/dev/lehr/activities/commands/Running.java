package dev.lehr.activities.commands;

import java.util.concurrent.CompletableFuture;

/** A program that runs. */
public interface Running {

  /**
   * What comes of it. Exceptional, with an {@link java.io.IOException}, where the directory could
   * not be written or read: a failure of the machine, not of the structure.
   */
  CompletableFuture<CommandOutcome> outcome();

  /**
   * Asks for its end: SIGTERM, and SIGKILL after the grace. The outcome is {@link
   * CommandOutcome.Interrupted}, unless it came to its end by itself just before. Returns at once;
   * may be called again.
   */
  void stop();
}

package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.TaskKey;

/**
 * Sees what an engine does as it does it, from the engine's own thread: for measurements and tests.
 * Implementations are quick and do not throw.
 */
public interface EngineListener {

  /** Does nothing. */
  EngineListener NONE = new EngineListener() {};

  /** The engine took a task up: from its start, or from a checkpoint at {@code iteration}. */
  default void started(TaskKey task, long iteration) {}

  /** A task ended; its result is on its way to the ledger. */
  default void ended(TaskKey task, long iteration) {}

  /** Whether {@link #moved} is wanted: it costs a call for each system and step. */
  default boolean wantsMoves() {
    return false;
  }

  /** A system is in the batch and has made so many steps. Told after each step. */
  default void moved(TaskKey task, long iteration) {}

  /** The engine made a step on all systems in its batch. */
  default void stepped(int systems, int atoms, double occupancy) {}
}

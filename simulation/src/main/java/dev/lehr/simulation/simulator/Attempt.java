package dev.lehr.simulation.simulator;

import org.jspecify.annotations.Nullable;

/** An attempt at a slice, as the server sees it and as the worker that runs it does. */
final class Attempt {

  private final Lane lane;
  private final Fence fence;
  private final SimulatedEngine engine;
  private @Nullable SimulatedSlice slice;
  private boolean answered;
  private boolean unheard;

  Attempt(Lane lane, Fence fence, SimulatedEngine engine) {
    this.lane = lane;
    this.fence = fence;
    this.engine = engine;
  }

  Fence fence() {
    return fence;
  }

  SimulatedEngine engine() {
    return engine;
  }

  /** The worker has opened it. */
  void opened(SimulatedSlice opened) {
    slice = opened;
  }

  /** The slice in the worker; none before it has been opened. */
  @Nullable SimulatedSlice slice() {
    return slice;
  }

  /** The worker has ended the slice. */
  void answered() {
    if (!answered) {
      answered = true;
      lane.answered(this);
    }
  }

  /** The worker could not run it. */
  void failed() {
    if (!answered) {
      answered = true;
      lane.failed(this);
    }
  }

  /** The server hears no more of it, whatever the worker does. */
  void silence() {
    unheard = true;
  }

  boolean isSilent() {
    return unheard;
  }

  /** Whether its heartbeats arrive. */
  boolean isHeard() {
    return !unheard && !answered && engine.isListening();
  }
}

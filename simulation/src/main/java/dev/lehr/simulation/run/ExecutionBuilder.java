package dev.lehr.simulation.run;

import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects the settings of an {@link Execution}. */
public final class ExecutionBuilder {

  private Batching batching = Batching.inFlight();
  private int threads = 1;
  private Optional<Workers> workers = Optional.empty();
  private Consumer<Progress> onProgress = progress -> {};
  private long framesEvery;
  private Consumer<Frame> onFrame = frame -> {};

  ExecutionBuilder() {}

  /** How structures share forward passes (default: {@link Batching#inFlight()}). */
  public ExecutionBuilder batching(Batching value) {
    batching = value;
    return this;
  }

  /**
   * Threads that move structures between forward passes (default: 1, the caller's). The threads of
   * a forward pass are the model's own; {@link #workers} shares one pool with it.
   */
  public ExecutionBuilder threads(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("threads is " + value + ", expected 1 or more");
    }
    threads = value;
    return this;
  }

  /** Threads that the caller owns and closes: best those that the model was given. */
  public ExecutionBuilder workers(Workers value) {
    workers = Optional.of(value);
    if (value instanceof FixedThreadWorkers fixed) {
      threads = fixed.threads();
    }
    return this;
  }

  /**
   * Told, on the calling thread, after each step in which a structure ended, at least every 100
   * steps of the batch, and at the end.
   */
  public ExecutionBuilder onProgress(Consumer<Progress> listener) {
    onProgress = listener;
    return this;
  }

  /**
   * Told, on the calling thread, of each structure at its start, after each {@code every} steps of
   * it, and at its end: of each such moment once, a structure's in the order of its steps.
   *
   * @param every at least 1
   */
  public ExecutionBuilder onFrame(long every, Consumer<Frame> listener) {
    if (every < 1) {
      throw new IllegalArgumentException("frames every " + every + " steps, expected 1 or more");
    }
    framesEvery = every;
    onFrame = listener;
    return this;
  }

  /** The execution. */
  public Execution build() {
    return new Execution(
        new ExecutionConfig(batching, threads, workers, onProgress, framesEvery, onFrame));
  }
}

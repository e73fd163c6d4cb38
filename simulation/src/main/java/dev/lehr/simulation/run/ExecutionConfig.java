package dev.lehr.simulation.run;

import dev.lehr.simulation.parallel.Workers;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The settings of an {@link Execution}.
 *
 * @param batching how structures share forward passes
 * @param threads threads that move structures; the automatic limit of a batch grows with them
 * @param workers the caller's threads, shared with the model
 * @param onProgress told how far the run is
 * @param framesEvery steps between frames of a structure; 0: no frames
 * @param onFrame told of frames
 */
public record ExecutionConfig(
    Batching batching,
    int threads,
    Optional<Workers> workers,
    Consumer<Progress> onProgress,
    long framesEvery,
    Consumer<Frame> onFrame) {}

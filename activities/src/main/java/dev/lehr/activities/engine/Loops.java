package dev.lehr.activities.engine;

import dev.lehr.simulation.autobatch.InFlightAutoBatcher;
import dev.lehr.simulation.autobatch.MemoryScalers;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.Workers;

/** Makes the loop of an engine. */
final class Loops {

  /** Of the edge count where the model has no cutoff, angstrom; torch-sim's default. */
  private static final double DEFAULT_CUTOFF = 6.0;

  private Loops() {}

  static <T> BatchLoop<T> around(
      Model model, Workers workers, EngineSettings settings, BatchLoop.Listener<T> listener) {
    double cutoff = Double.isFinite(model.cutoff()) ? model.cutoff() : DEFAULT_CUTOFF;
    MemoryScalers scalers = new MemoryScalers(settings.metric(), cutoff);
    InFlightAutoBatcher batcher =
        InFlightAutoBatcher.builder()
            .memoryScalesWith(settings.metric())
            .cutoff(cutoff)
            .maxMemoryScaler(settings.maxScaler())
            .oversizedRunAlone(settings.oversizedRunAlone())
            .build();
    // The loop refuses what is larger than a batch; what may run alone never is.
    double refused = settings.oversizedRunAlone() ? settings.maxScaler() : Double.MAX_VALUE;
    return new BatchLoop<>(
        model,
        workers,
        batcher,
        state -> Math.min(refused, scalers.of(state, 0)),
        settings.maxScaler(),
        settings.checkpointEvery(),
        listener);
  }
}

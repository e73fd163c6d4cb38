package dev.lehr.activities.engine;

import dev.lehr.simulation.autobatch.InFlightAutoBatcher;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;

/** Makes the loop of an engine. */
final class Loops {

  private Loops() {}

  static <T> BatchLoop<T> around(
      Model model, Workers workers, EngineSettings settings, BatchLoop.Listener<T> listener) {
    InFlightAutoBatcher batcher =
        InFlightAutoBatcher.builder()
            .memoryScalesWith(settings.metric())
            .maxMemoryScaler(settings.maxScaler())
            .build();
    return new BatchLoop<>(
        model,
        workers,
        batcher,
        SimState::nAtoms,
        settings.maxScaler(),
        settings.checkpointEvery(),
        listener);
  }
}

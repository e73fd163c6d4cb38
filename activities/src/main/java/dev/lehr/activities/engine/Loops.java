package dev.lehr.activities.engine;

import dev.lehr.simulation.autobatch.MemoryScalers;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.engine.LoopSettings;
import dev.lehr.simulation.engine.Sizing;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;

/** Makes the loop of an engine. */
final class Loops {

  /** Of the edge count where the model has no cutoff, angstrom; torch-sim's default. */
  private static final double DEFAULT_CUTOFF = 6.0;

  private Loops() {}

  static <T> BatchLoop<T> around(
      Model model, Workers workers, EngineSettings settings, BatchLoop.Listener<T> listener) {
    return new BatchLoop<>(
        model,
        workers,
        Loops.<Ticket<T>>scheduler(settings),
        sizing(model, settings),
        new LoopSettings(StagePlan.DEFAULT_RECOMPUTE_STEPS / 2, settings.resizeEvery()),
        listener);
  }

  private static <T> Scheduler<T> scheduler(EngineSettings settings) {
    SchedulerSettings how = SchedulerSettings.of(settings.packing(), settings.cap());
    return new Scheduler<>(settings.oversizedRunAlone() ? how.withOversizedAlone() : how);
  }

  static Sizing sizing(Model model, EngineSettings settings) {
    double cutoff = Double.isFinite(model.cutoff()) ? model.cutoff() : DEFAULT_CUTOFF;
    if (settings.memoryBudget().isPresent()) {
      return (state, i) ->
          model.workingBytes(state.nAtoms(i), NeighborList.countEdges(state, i, cutoff));
    }
    boolean found = settings.isAutomatic() && model.memory().isPresent();
    return new MemoryScalers(found ? model.memoryScalesWith() : settings.metric(), cutoff)::of;
  }
}

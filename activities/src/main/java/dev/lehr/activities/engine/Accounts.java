package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.Waste;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.WrappedModel;

/** Keeps an engine's figures. Written by the engine's thread, read by any. */
final class Accounts {

  /** Steps that went well, after which a worker is taken to be well itself. */
  private static final long WELL = 100;

  /** Steps after which the death of the worker before is no sign of things to come. */
  private static final long LONG = 10_000;

  private final long started = System.nanoTime();
  private final ForwardClock clock = new ForwardClock();
  private final Model timed;
  private long begun = started;
  private boolean loaded;
  private double occupancy;
  private boolean drains;
  private int systems;
  private int atoms;
  private long systemSteps;
  private long atomSteps;
  private double occupancySum;
  private Waste waste = Waste.none();
  private volatile EngineStats stats = EngineStats.none();

  Accounts(Model model) {
    this.timed = new WrappedModel(model, clock);
  }

  /** The model, with an eye on the time that it takes. */
  Model timed() {
    return timed;
  }

  EngineStats stats() {
    return stats;
  }

  /** Whether this life of the worker has made steps enough to be trusted. */
  boolean hasWorkedWell() {
    return stats.loop().steps() >= WELL;
  }

  /** Whether this life of the worker has outlived what ended the one before. */
  boolean hasWorkedLong() {
    return stats.loop().steps() >= LONG;
  }

  void waitedForLedger(long nanos, boolean batch) {
    if (batch) {
      double seconds = nanos * 1e-9;
      waste = waste.plus(new Waste(0, 0, 0, seconds, 0, seconds));
    }
  }

  /** Tasks were taken in and systems put into the batch, between two steps. */
  void workedOnHost(long nanos, boolean batch) {
    if (batch) {
      double seconds = nanos * 1e-9;
      waste = waste.plus(new Waste(0, 0, seconds, 0, 0, seconds));
    }
  }

  /** A step begins, with who is in the batch now. */
  void begins(BatchLoop<?> loop) {
    begun = System.nanoTime();
    occupancy = loop.occupancy();
    drains = loop.waiting() == 0;
    systems = loop.inFlight();
    atoms = loop.atomsInFlight();
  }

  /** A step has ended. */
  void stepped(boolean worked, BatchLoop<?> loop) {
    double forward = clock.takeSeconds();
    if (worked) {
      double wall = (System.nanoTime() - begun) * 1e-9;
      if (!loaded) {
        loaded = true;
        waste = waste.plus(new Waste(0, 0, 0, 0, (begun - started) * 1e-9, 0));
      }
      double empty = forward * (1 - occupancy);
      waste =
          waste.plus(
              new Waste(
                  drains ? empty : 0, drains ? 0 : empty, Math.max(0, wall - forward), 0, 0, wall));
      systemSteps += systems;
      atomSteps += atoms;
      occupancySum += wall * occupancy;
    }
    stats =
        new EngineStats(
            loop.inFlight(),
            loop.waiting(),
            systemSteps,
            atomSteps,
            occupancySum,
            waste.busy(),
            waste,
            loop.figures());
  }
}

package dev.lehr.activities.run;

import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.ledger.Waste;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What engines do, as Micrometer meters: a user's own worker binds them to its registry.
 *
 * <p>{@code lehr.engine.systems} (tag {@code state}: in_flight, waiting), {@code
 * lehr.engine.occupancy}, {@code lehr.engine.steps}, {@code lehr.engine.system.steps}, {@code
 * lehr.engine.atom.steps}, {@code lehr.engine.busy} and {@code lehr.engine.waste} (seconds of a
 * device; tag {@code cause}), {@code lehr.engine.evictions}, {@code lehr.engine.out.of.memory},
 * {@code lehr.engine.failed.forwards}, {@code lehr.engine.condemned}.
 */
public final class EngineMetrics implements MeterBinder {

  private final Supplier<EngineStats> stats;

  /**
   * Metrics of engines.
   *
   * @param stats asked whenever a meter is read; held by the meters
   */
  public EngineMetrics(Supplier<EngineStats> stats) {
    this.stats = stats;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    systems(registry, "in_flight", EngineStats::inFlight);
    systems(registry, "waiting", EngineStats::waiting);
    Gauge.builder("lehr.engine.occupancy", () -> stats.get().occupancy())
        .description("Mean share of the batch that was taken while there was one, 0 to 1")
        .register(registry);
    counter(registry, "lehr.engine.steps", "Forward passes", s -> s.loop().steps());
    counter(registry, "lehr.engine.system.steps", "Steps of systems", EngineStats::systemSteps);
    counter(registry, "lehr.engine.atom.steps", "Atoms times steps", EngineStats::atomSteps);
    counter(
        registry,
        "lehr.engine.evictions",
        "Systems that left the batch to come back",
        s -> s.loop().evictions());
    counter(
        registry,
        "lehr.engine.out.of.memory",
        "Forward passes that found no memory",
        s -> s.loop().outOfMemory());
    counter(
        registry,
        "lehr.engine.failed.forwards",
        "Forward passes that failed for another reason",
        s -> s.loop().failedForwards());
    counter(
        registry,
        "lehr.engine.condemned",
        "Systems that failed alone where others went well",
        s -> s.loop().condemned());
    TimeGauge.builder("lehr.engine.busy", stats, TimeUnit.SECONDS, s -> s.get().busySeconds())
        .description("Seconds in which there was a batch")
        .register(registry);
    waste(registry, "drain", Waste::drain);
    waste(registry, "head_of_line", Waste::headOfLine);
    waste(registry, "host", Waste::swap);
    waste(registry, "ledger", Waste::ledger);
    waste(registry, "load", Waste::load);
  }

  private void systems(MeterRegistry registry, String state, ToDoubleFunction<EngineStats> value) {
    Gauge.builder("lehr.engine.systems", stats, s -> value.applyAsDouble(s.get()))
        .description("Systems in batches and in their queues")
        .tag("state", state)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String what, ToDoubleFunction<EngineStats> value) {
    FunctionCounter.builder(name, stats, s -> value.applyAsDouble(s.get()))
        .description(what)
        .register(registry);
  }

  private void waste(MeterRegistry registry, String cause, ToDoubleFunction<Waste> value) {
    TimeGauge.builder(
            "lehr.engine.waste", stats, TimeUnit.SECONDS, s -> value.applyAsDouble(s.get().waste()))
        .description("Seconds of a device that moved no system")
        .tag("cause", cause)
        .register(registry);
  }
}

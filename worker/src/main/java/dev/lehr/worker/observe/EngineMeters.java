package dev.lehr.worker.observe;

import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.ledger.Waste;
import dev.lehr.activities.run.EngineReading;
import dev.lehr.simulation.engine.LoopFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What engines do, as meters. Engines come and go, and what they did stays counted: the figures are
 * taken every few seconds, not when a meter is read.
 */
final class EngineMeters {

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Figures of each device at a moment. */
  private record Sample(long at, Map<String, EngineStats> devices) {}

  private final MeterRegistry registry;
  private final Supplier<List<EngineReading>> engines;
  private final Map<String, EngineStats> gone = new HashMap<>();
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private final Set<String> known = new HashSet<>();
  private Map<Object, EngineReading> last = Map.of();
  private volatile Map<String, Double> occupancy = Map.of();
  private volatile EngineStats all = EngineStats.none();
  private volatile long uncommitted;

  EngineMeters(MeterRegistry registry, Supplier<List<EngineReading>> engines) {
    this.registry = registry;
    this.engines = engines;
    Gauge.builder("lehr.systems.in.flight", () -> all.inFlight())
        .description("Systems in batches")
        .register(registry);
    Gauge.builder("lehr.systems.waiting", () -> all.waiting())
        .description("Systems that wait for a place in a batch")
        .register(registry);
    Gauge.builder("lehr.commit.queue", () -> uncommitted)
        .description("What engines hold that is not committed yet")
        .baseUnit("bytes")
        .register(registry);
    counter("lehr.steps", "Steps of systems", EngineStats::systemSteps);
    counter("lehr.atom.steps", "Atoms times steps", EngineStats::atomSteps);
    loop("lehr.forwards", "Forward passes", LoopFigures::steps);
    loop("lehr.evictions", "Systems that left a batch to come back", LoopFigures::evictions);
    loop("lehr.out.of.memory", "Forward passes that found no memory", LoopFigures::outOfMemory);
    loop("lehr.failed.forwards", "Forward passes that failed", LoopFigures::failedForwards);
    time("busy", EngineStats::busySeconds);
    waste("drain", Waste::drain);
    waste("head_of_line", Waste::headOfLine);
    waste("host", Waste::swap);
    waste("ledger", Waste::ledger);
    waste("load", Waste::load);
  }

  private void counter(String name, String what, ToDoubleFunction<EngineStats> value) {
    FunctionCounter.builder(name, this, m -> value.applyAsDouble(m.all))
        .description(what)
        .register(registry);
  }

  private void loop(String name, String what, ToDoubleFunction<LoopFigures> value) {
    counter(name, what, stats -> value.applyAsDouble(stats.loop()));
  }

  private void waste(String what, ToDoubleFunction<Waste> value) {
    time(what, stats -> value.applyAsDouble(stats.waste()));
  }

  private void time(String what, ToDoubleFunction<EngineStats> value) {
    FunctionCounter.builder("lehr.device", this, m -> value.applyAsDouble(m.all))
        .description("Seconds of devices: with a batch, and of these, or before, without use")
        .baseUnit("seconds")
        .tag("what", what)
        .register(registry);
  }

  /** Takes the figures of now. */
  synchronized void sample() {
    Map<Object, EngineReading> now = new HashMap<>();
    engines.get().forEach(reading -> now.put(reading.engine(), reading));
    last.forEach(
        (engine, reading) -> {
          if (!now.containsKey(engine)) {
            gone.merge(reading.device(), ended(reading.stats()), EngineStats::plus);
          }
        });
    last = now;
    Map<String, EngineStats> devices = new TreeMap<>(gone);
    now.values().forEach(r -> devices.merge(r.device(), r.stats(), EngineStats::plus));
    uncommitted = now.values().stream().mapToLong(EngineReading::uncommittedBytes).sum();
    all = devices.values().stream().reduce(EngineStats.none(), EngineStats::plus);
    occupancy = recent(devices);
    devices.keySet().stream().filter(known::add).forEach(this::register);
  }

  /** What an engine that has ended leaves: it holds nothing any more. */
  private static EngineStats ended(EngineStats s) {
    return new EngineStats(
        0,
        0,
        s.systemSteps(),
        s.atomSteps(),
        s.occupancySum(),
        s.busySeconds(),
        s.waste(),
        s.loop());
  }

  private Map<String, Double> recent(Map<String, EngineStats> devices) {
    long at = System.nanoTime();
    samples.addLast(new Sample(at, devices));
    while (samples.size() > 2 && at - samples.getFirst().at() > WINDOW_NANOS) {
      samples.removeFirst();
    }
    Map<String, EngineStats> before = samples.size() < 2 ? Map.of() : samples.getFirst().devices();
    Map<String, Double> recent = new HashMap<>();
    devices.forEach(
        (device, stats) ->
            recent.put(
                device, stats.occupancySince(before.getOrDefault(device, EngineStats.none()))));
    return recent;
  }

  private void register(String device) {
    Gauge.builder("lehr.device.occupancy", this, m -> m.occupancy.getOrDefault(device, 0.0))
        .description("Share of the batch that was taken in the last minute, while there was one")
        .tags(Tags.of("device", device))
        .register(registry);
  }
}

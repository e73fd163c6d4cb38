package dev.lehr.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.ledger.Waste;
import dev.lehr.activities.run.EngineReading;
import dev.lehr.simulation.engine.LoopFigures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EngineMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicReference<List<EngineReading>> now = new AtomicReference<>(List.of());
  private final EngineMeters meters = new EngineMeters(registry, now::get);

  private static EngineReading reading(String engine, String device, int k) {
    EngineStats stats =
        new EngineStats(
            7 * k,
            11 * k,
            100L * k,
            2000L * k,
            4.5 * k,
            5 * k,
            new Waste(0.1 * k, 0.2 * k, 0.3 * k, 0.4 * k, 0.5 * k, 5 * k),
            new LoopFigures(50L * k, 3L * k, 2L * k, k, 4L * k));
    return new EngineReading(engine, device, stats, k, 1000L * k);
  }

  private double counted(String name) {
    return registry.get(name).functionCounter().count();
  }

  private double seconds(String what) {
    return registry.get("lehr.device").tag("what", what).functionCounter().count();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  @Test
  void metersFollowTheEngines() {
    now.set(List.of(reading("a", "cuda:0", 1), reading("b", "cuda:1", 2)));
    meters.sample();
    assertThat(gauge("lehr.systems.in.flight")).isEqualTo(21);
    assertThat(gauge("lehr.systems.waiting")).isEqualTo(33);
    assertThat(gauge("lehr.commit.queue")).isEqualTo(3000);
    assertThat(counted("lehr.steps")).isEqualTo(300);
    assertThat(counted("lehr.atom.steps")).isEqualTo(6000);
    assertThat(counted("lehr.forwards")).isEqualTo(150);
    assertThat(counted("lehr.evictions")).isEqualTo(9);
    assertThat(counted("lehr.out.of.memory")).isEqualTo(6);
    assertThat(counted("lehr.failed.forwards")).isEqualTo(3);
    assertThat(seconds("busy")).isEqualTo(15);
    String[] causes = {"drain", "head_of_line", "host", "ledger", "load"};
    for (int k = 0; k < causes.length; k++) {
      assertThat(seconds(causes[k]))
          .as(causes[k])
          .isCloseTo(0.3 * (k + 1), org.assertj.core.data.Offset.offset(1e-12));
    }
  }

  @Test
  void whatAnEngineDidStaysCountedWhenItHasGoneAndAnotherTakesItsPlace() {
    now.set(List.of(reading("a", "cuda:0", 3)));
    meters.sample();
    now.set(List.of(reading("b", "cuda:0", 1)));
    meters.sample();
    assertThat(counted("lehr.steps")).isEqualTo(400);
    assertThat(seconds("busy")).isEqualTo(20);
    assertThat(gauge("lehr.systems.in.flight")).isEqualTo(7);
    now.set(List.of());
    meters.sample();
    assertThat(counted("lehr.steps")).isEqualTo(400);
    assertThat(gauge("lehr.systems.in.flight")).isZero();
  }

  @Test
  void occupancyIsThatOfTheLastTimeAndOfEachDevice() {
    now.set(List.of(reading("a", "cuda:0", 1)));
    meters.sample();
    EngineStats before = reading("a", "cuda:0", 1).stats();
    EngineStats later =
        new EngineStats(
            1,
            0,
            200,
            4000,
            before.occupancySum() + 2,
            before.busySeconds() + 8,
            Waste.none(),
            LoopFigures.none());
    now.set(List.of(new EngineReading("a", "cuda:0", later, 2, 0), reading("b", "cuda:1", 1)));
    meters.sample();
    assertThat(registry.get("lehr.device.occupancy").tag("device", "cuda:0").gauge().value())
        .isEqualTo(0.25);
    assertThat(registry.get("lehr.device.occupancy").tag("device", "cuda:1").gauge().value())
        .isEqualTo(0.9);
  }
}

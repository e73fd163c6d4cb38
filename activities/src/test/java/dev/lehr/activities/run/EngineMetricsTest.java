package dev.lehr.activities.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.ledger.Waste;
import dev.lehr.simulation.engine.LoopFigures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EngineMetricsTest {

  @Test
  void metersFollowTheEngines() {
    AtomicReference<EngineStats> now = new AtomicReference<>(EngineStats.none());
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new EngineMetrics(now::get).bindTo(registry);
    assertThat(registry.get("lehr.engine.occupancy").gauge().value()).isZero();
    now.set(
        new EngineStats(
            7,
            11,
            100,
            2000,
            4.5,
            5,
            new Waste(0.1, 0.2, 0.3, 0.4, 0.5, 5),
            new LoopFigures(50, 3, 2, 1, 4)));
    assertThat(registry.get("lehr.engine.systems").tag("state", "in_flight").gauge().value())
        .isEqualTo(7);
    assertThat(registry.get("lehr.engine.systems").tag("state", "waiting").gauge().value())
        .isEqualTo(11);
    assertThat(registry.get("lehr.engine.occupancy").gauge().value()).isEqualTo(0.9);
    assertThat(registry.get("lehr.engine.steps").functionCounter().count()).isEqualTo(50);
    assertThat(registry.get("lehr.engine.system.steps").functionCounter().count()).isEqualTo(100);
    assertThat(registry.get("lehr.engine.atom.steps").functionCounter().count()).isEqualTo(2000);
    assertThat(registry.get("lehr.engine.evictions").functionCounter().count()).isEqualTo(3);
    assertThat(registry.get("lehr.engine.out.of.memory").functionCounter().count()).isEqualTo(2);
    assertThat(registry.get("lehr.engine.failed.forwards").functionCounter().count()).isEqualTo(1);
    assertThat(registry.get("lehr.engine.condemned").functionCounter().count()).isEqualTo(4);
    assertThat(registry.get("lehr.engine.busy").timeGauge().value(TimeUnit.SECONDS)).isEqualTo(5);
    String[] causes = {"drain", "head_of_line", "host", "ledger", "load"};
    for (int k = 0; k < causes.length; k++) {
      assertThat(
              registry
                  .get("lehr.engine.waste")
                  .tag("cause", causes[k])
                  .timeGauge()
                  .value(TimeUnit.MILLISECONDS))
          .isCloseTo(100 * (k + 1), org.assertj.core.data.Offset.offset(1e-9));
    }
  }
}

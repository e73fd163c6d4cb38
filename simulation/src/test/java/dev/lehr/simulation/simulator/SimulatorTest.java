package dev.lehr.simulation.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.schedule.Packing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SimulatorTest {

  private static final SimulatorSettings AHEAD = SimulatorSettings.defaults();
  private static final SimulatorSettings FIFO = AHEAD.with(Packing.fifo());

  @Test
  void aThousandSeedsWithEveryFaultKeepTheInvariantsWithLookAhead() {
    assertThat(run(AHEAD, "look-ahead", 0, 1_000).runs()).isEqualTo(1_000);
  }

  @Test
  void aThousandSeedsWithEveryFaultKeepTheInvariantsFirstInFirstOut() {
    assertThat(run(FIFO, "fifo", 1_000, 2_000).runs()).isEqualTo(1_000);
  }

  @Test
  @Tag("nightly")
  void aHundredThousandSeedsKeepTheInvariants() {
    assertThat(run(AHEAD, "look-ahead", 10_000, 60_000).runs()).isEqualTo(50_000);
    assertThat(run(FIFO, "fifo", 60_000, 110_000).runs()).isEqualTo(50_000);
  }

  @Test
  void everyKindOfFaultLeavesItsTrace() {
    SimulationReport all = run(AHEAD, "look-ahead", 0, 150);
    assertThat(all.kills()).isPositive();
    assertThat(all.poisonKills()).isPositive();
    assertThat(all.refused()).isPositive();
    assertThat(all.retried()).isPositive();
    assertThat(all.tornRestarts()).isPositive();
    assertThat(all.outOfMemory()).isPositive();
    assertThat(all.failedForwards()).isPositive();
    assertThat(all.evictions()).isPositive();
    assertThat(all.recomputedSteps()).isPositive();
    assertThat(all.convicted()).isPositive();
    assertThat(all.waits().overtaken()).isPositive();
  }

  @Test
  void aSeedIsTheSameRunEveryTime() {
    for (long seed = 0; seed < 20; seed++) {
      List<String> first = new ArrayList<>();
      List<String> second = new ArrayList<>();
      SimulationReport once = new Simulator(AHEAD).run(seed, first::add);
      SimulationReport again = new Simulator(AHEAD).run(seed, second::add);
      assertThat(again).as("seed %d", seed).isEqualTo(once);
      assertThat(second).as("seed %d", seed).isEqualTo(first).isNotEmpty();
    }
  }

  @Test
  void withoutFaultsNobodyIsKilledBlamedOrRetried() {
    SimulationReport all = run(AHEAD.with(Set.of()), "look-ahead", 0, 100);
    assertThat(all.kills() + all.poisonKills() + all.convicted() + all.blamed()).isZero();
    assertThat(all.tornRestarts() + all.failedForwards()).isZero();
  }

  private static SimulationReport run(
      SimulatorSettings settings, String policy, long from, long to) {
    SimulationReport all = SimulationReport.none();
    for (long seed = from; seed < to; seed++) {
      try {
        all = all.plus(new Simulator(settings).run(seed));
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed "
                + seed
                + ": "
                + e.getMessage()
                + "\nreplay with: lehr simulate --seed "
                + seed
                + " --policy "
                + policy
                + " --trace",
            e);
      }
    }
    return all;
  }
}

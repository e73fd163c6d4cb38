package dev.lehr.activities.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.simulation.simulator.SimulatedLedger;
import dev.lehr.simulation.simulator.SimulationReport;
import dev.lehr.simulation.simulator.Simulator;
import dev.lehr.simulation.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of the real ledger, under every fault that the simulator knows. */
class RealLedgerInASimulatedClusterTest {

  @Test
  void theRealLedgerKeepsTheInvariantsAndBehavesAsTheOneInMemory(@TempDir Path directory) {
    compare(directory, 500, 520);
  }

  @Test
  @Tag("nightly")
  void soItDoesForManyMoreSeeds(@TempDir Path directory) {
    compare(directory, 1_000, 1_300);
  }

  private static void compare(Path directory, long from, long to) {
    AtomicInteger number = new AtomicInteger();
    SimulatorSettings settings = SimulatorSettings.defaults();
    Simulator real =
        new Simulator(
            settings,
            (structures, shardSize) ->
                new RealLedger(
                    directory.resolve("seed" + number.getAndIncrement()), structures, shardSize));
    Simulator inMemory = new Simulator(settings);
    for (long seed = from; seed < to; seed++) {
      SimulationReport expected = inMemory.run(seed);
      assertThat(real.run(seed))
          .as("seed %d; replay with: lehr simulate --seed %d --trace", seed, seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void evidenceWeighsTheSameInBothLedgers() {
    assertThat(SimulatedLedger.Company.PROOF).isEqualTo(LedgerWrite.PROOF);
    for (SimulatedLedger.Company company : SimulatedLedger.Company.values()) {
      assertThat(company.weight())
          .as(company.name())
          .isEqualTo(LedgerWrite.Company.valueOf(company.name()).weight());
    }
  }
}

package dev.lehr.activities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.campaign.CampaignParser;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.optimize.StaticStepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without a maximum in the file, a structure above what is fast on a CPU failed as too large. */
class LargerThanTheAutomaticBatchRegressionTest {

  private static SimState line(int atoms) {
    double[] positions = new double[3 * atoms];
    for (int i = 0; i < atoms; i++) {
      positions[3 * i] = 3.0 * i;
    }
    return SimState.ofSystem(
        new int[atoms], new double[atoms], positions, new double[9], new boolean[3]);
  }

  private static List<String> run(EngineSettings settings) {
    List<String> seen = new ArrayList<>();
    BatchLoop<Integer> loop =
        Loops.around(
            new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial()),
            Workers.serial(),
            settings,
            new BatchLoop.Listener<>() {
              @Override
              public void admitted(Integer tag) {}

              @Override
              public void checkpoint(Integer tag, SimState system, int swapAttempts) {}

              @Override
              public void left(Integer tag, SimState system, Verdict verdict, int attempts) {
                seen.add(tag + " done");
              }

              @Override
              public void tooLarge(Integer tag, double scaler, double maxScaler) {
                seen.add(tag + " too large");
              }
            });
    for (int atoms : new int[] {3, 30, 4}) {
      loop.submit(Ticket.fresh(atoms, new StaticStepper(), line(atoms)));
    }
    while (loop.step()) {}
    return seen;
  }

  @Test
  void whatIsAboveAGivenMaximumFailsAndWhatIsAboveTheAutomaticRunsAlone() {
    EngineSettings settings = EngineSettings.of(MemoryMetric.N_ATOMS, 8);
    assertThat(run(settings)).containsExactlyInAnyOrder("3 done", "30 too large", "4 done");
    assertThat(run(settings.withOversizedAlone()))
        .containsExactlyInAnyOrder("3 done", "30 done", "4 done");
  }

  @Test
  void aFileWithoutAMaximumHasTheAutomaticOne() throws CampaignParseException {
    String file =
        """
        name: t
        structures: [a.extxyz]
        model: eam-zhou2004
        stages: [{id: relax, kind: relax}]
        """;
    assertThat(blueprint(file).engine(2).oversizedRunAlone()).isTrue();
    String given = file + "batching: {max_memory_scaler: 100}\n";
    assertThat(blueprint(given).engine(2).oversizedRunAlone()).isFalse();
  }

  private static Blueprint blueprint(String file) throws CampaignParseException {
    return new Blueprint(CampaignParser.parse("t.yaml", file));
  }
}

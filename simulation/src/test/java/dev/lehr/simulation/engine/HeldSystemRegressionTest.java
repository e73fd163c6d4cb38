package dev.lehr.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A system that the batcher had taken from the queue and that did not fit yet knew nothing of the
 * columns of steppers that came later: the engine stopped when it joined them.
 */
class HeldSystemRegressionTest {

  private static final List<Structure> CLUSTERS =
      new ClusterGenerator(ClusterSpec.of("Ar", List.of(6), 3, 1.1225, 2), "test").structures();

  @Test
  void aSystemThatWaitsInTheBatcherJoinsOneOfAStepperThatCameLater() {
    Stepper relax =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.none(),
            Convergence.force(1e-9, 20));
    Dynamics md =
        new Dynamics(
            DynamicsSettings.builder(Ensemble.nvtLangevin(), 100)
                .timestep(0.01)
                .steps(40)
                .displacementsEvery(5)
                .build(),
            0,
            "md");
    List<Integer> left = new ArrayList<>();
    BatchLoop<Integer> loop =
        new BatchLoop<>(
            new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial()),
            Workers.serial(),
            new Scheduler<>(SchedulerSettings.of(Packing.fifo(), 13)),
            SimState::nAtoms,
            LoopSettings.checkpointEvery(100),
            new BatchLoop.Listener<>() {
              @Override
              public void admitted(Integer tag) {}

              @Override
              public void checkpoint(Integer tag, SimState system, int swapAttempts) {}

              @Override
              public void left(Integer tag, SimState system, Verdict verdict, int attempts) {
                left.add(tag);
                assertThat(system.hasColumn(Dynamics.MOMENTA)).isEqualTo(tag == 3);
              }

              @Override
              public void tooLarge(Integer tag, double scaler, double maxScaler) {}
            });
    for (int i = 0; i < 3; i++) {
      loop.submit(Ticket.fresh(i, relax, CLUSTERS.get(i).toSimState()));
    }
    loop.step();
    SimState moved = CLUSTERS.get(0).toSimState();
    md.begin(moved, CLUSTERS.get(0));
    loop.submit(Ticket.fresh(3, md, moved));
    while (loop.step()) {}
    assertThat(left).containsExactlyInAnyOrder(0, 1, 2, 3);
  }
}

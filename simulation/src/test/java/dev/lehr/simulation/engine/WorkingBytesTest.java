package dev.lehr.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.CellChoice;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.PrototypeGenerator;
import dev.lehr.simulation.prototypes.PrototypeSpec;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a budget of memory rests on. */
class WorkingBytesTest {

  private static final class Deaf implements BatchLoop.Listener<Integer> {
    @Override
    public void admitted(Integer tag) {}

    @Override
    public void checkpoint(Integer tag, SimState system, int swapAttempts) {}

    @Override
    public void left(Integer tag, SimState system, Verdict verdict, int swapAttempts) {}

    @Override
    public void tooLarge(Integer tag, double scaler, double maxScaler) {}
  }

  private static long heap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int k = 0; k < 4; k++) {
      System.gc();
      Thread.sleep(20);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static double ratio(Model model, int repeats) throws InterruptedException {
    SimState cell =
        new PrototypeGenerator(
                PrototypeSpec.of(List.of(Prototype.A1), List.of("Cu"))
                    .withCell(CellChoice.PRIMITIVE, repeats, repeats, repeats)
                    .withDisorder(0.05, 0, 1, 1),
                "test")
            .structures()
            .get(0)
            .toSimState();
    int systems = Math.max(1, 40_000 / cell.nAtoms());
    Fire fire =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.frechet(0),
            Convergence.force(1e-9, 1000));
    long before = heap();
    BatchLoop<Integer> loop =
        new BatchLoop<>(
            model,
            Workers.serial(),
            new Scheduler<>(SchedulerSettings.of(Packing.fifo(), Double.MAX_VALUE)),
            SimState::nAtoms,
            LoopSettings.checkpointEvery(1000),
            new Deaf());
    for (int i = 0; i < systems; i++) {
      loop.submit(Ticket.fresh(i, fire, cell.copy()));
    }
    loop.step();
    loop.step();
    long taken = heap() - before;
    assertThat(loop.inFlight()).isEqualTo(systems);
    long edges = NeighborList.countEdges(cell, 0, model.cutoff());
    double said = (double) systems * model.workingBytes(cell.nAtoms(), edges);
    System.out.printf(
        "%s, %d atoms, %d edges: %.0f bytes an atom, %.0f said%n",
        model.name(),
        cell.nAtoms(),
        edges,
        (double) taken / systems / cell.nAtoms(),
        said / systems / cell.nAtoms());
    return said / taken;
  }

  @Test
  void theMemoryThatAModelIsSaidToTakeIsWhatTheHeapShowsAndSomeMore() throws Exception {
    Model eam = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial());
    Model pairs = new LennardJones(2.3, 0.4, 6, Workers.serial());
    for (double ratio :
        new double[] {ratio(eam, 2), ratio(eam, 6), ratio(pairs, 4), ratio(pairs, 10)}) {
      assertThat(ratio).isBetween(1.0, 3.5);
    }
  }
}

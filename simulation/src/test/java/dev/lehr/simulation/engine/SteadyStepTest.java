package dev.lehr.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.neighbors.VerletList;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.SimState;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a step costs in memory where nobody joins, leaves or needs a new neighbour list. */
class SteadyStepTest {

  private static final int SYSTEMS = 50;

  /** Asks for neighbour lists as a model does, and says that nothing pulls. */
  private static final class Still implements Model {
    private int systems;

    @Override
    public String name() {
      return "still";
    }

    @Override
    public String digest() {
      return "still";
    }

    @Override
    public double cutoff() {
      return 4;
    }

    @Override
    public boolean supports(int atomicNumber) {
      return true;
    }

    @Override
    public MemoryMetric memoryScalesWith() {
      return MemoryMetric.N_ATOMS;
    }

    @Override
    public void evaluate(SimState state, ModelOutput output) {
      output.prepareFor(state);
      Object[] carried = state.companions(VerletList.COMPANION);
      systems = state.nSystems();
      for (int s = 0; s < systems; s++) {
        VerletList.current(carried, state, s, 4, 1);
      }
    }
  }

  /** Shakes atoms and cell by less than any list minds. */
  private static final class Shake implements Stepper {
    private final Verdict goesOn = new Verdict.Continue();

    @Override
    public void prepare(SimState system) {}

    @Override
    public Verdict judge(SimState batch, int system) {
      return goesOn;
    }

    @Override
    public void move(SimState batch, int system) {
      long step = batch.longs(ITERATION)[system]++;
      double by = step % 2 == 0 ? 1e-3 : -1e-3;
      batch.positions()[3 * batch.firstAtom(system)] += by;
      batch.cell()[9 * system + 4] += by;
    }
  }

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

  private static SimState system(int i) {
    int n = 6;
    double[] positions = IntStream.range(0, 3 * n).mapToDouble(k -> (k * 37 + i) % 7).toArray();
    int[] numbers = new int[n];
    Arrays.fill(numbers, 18);
    double[] cell = {7, 0, 0, 0, 7, 0, 0, 0, 7};
    return SimState.ofSystem(
        numbers, new double[n], positions, cell, new boolean[] {true, true, true});
  }

  @Test
  void aStepInWhichNobodyComesOrGoesMakesNothingThatGrowsWithTheBatch() {
    BatchLoop<Integer> loop =
        new BatchLoop<>(
            new Still(),
            Workers.serial(),
            new Scheduler<>(SchedulerSettings.of(Packing.fifo(), 6 * SYSTEMS)),
            SimState::nAtoms,
            LoopSettings.checkpointEvery(Integer.MAX_VALUE),
            new Deaf());
    // Twice as many as fit, so that the queue is looked at as well.
    for (int i = 0; i < 2 * SYSTEMS; i++) {
      loop.submit(Ticket.fresh(i, new Shake(), system(i)));
    }
    for (int step = 0; step < 300; step++) {
      loop.step();
    }
    assertThat(loop.inFlight()).isEqualTo(SYSTEMS);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long me = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(me);
    for (int step = 0; step < 100; step++) {
      loop.step();
    }
    long perStep = (threads.getThreadAllocatedBytes(me) - before) / 100;
    // Some views and lambdas of a few words each; one object a system would be more.
    assertThat(perStep).isLessThan(8 * SYSTEMS);
  }
}

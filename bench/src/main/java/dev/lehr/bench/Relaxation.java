package dev.lehr.bench;

import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.engine.LoopSettings;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.SimState;
import java.util.List;

/** Relaxes systems, positions only, in batches of bounded size: FIRE to a largest force. */
final class Relaxation implements BatchLoop.Listener<Integer> {

  private final BatchLoop<Integer> loop;
  private long systemSteps;
  private long atomSteps;
  private int converged;
  private double energy;
  private double firstEnergy;

  Relaxation(
      Model model,
      Workers workers,
      List<SimState> systems,
      double maxAtoms,
      double fmax,
      long maxIterations) {
    this.loop =
        new BatchLoop<>(
            model,
            workers,
            new Scheduler<>(SchedulerSettings.of(Packing.fifo(), maxAtoms)),
            SimState::nAtoms,
            LoopSettings.checkpointEvery(Integer.MAX_VALUE),
            this);
    Stepper fire =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.TORCHSIM),
            CellFilter.none(),
            Convergence.force(fmax, maxIterations));
    for (int i = 0; i < systems.size(); i++) {
      loop.submit(Ticket.fresh(i, fire, systems.get(i).copy()));
    }
  }

  /** Until all have left. */
  void run() {
    while (loop.step()) {}
  }

  /** One step of the batch. */
  boolean step() {
    return loop.step();
  }

  long systemSteps() {
    return systemSteps;
  }

  long atomSteps() {
    return atomSteps;
  }

  int converged() {
    return converged;
  }

  /** Sum of the energies of all, eV. */
  double energy() {
    return energy;
  }

  /** Energy of the first, eV. */
  double firstEnergy() {
    return firstEnergy;
  }

  @Override
  public void admitted(Integer tag) {}

  @Override
  public void checkpoint(Integer tag, SimState system, int swapAttempts) {}

  @Override
  public void left(Integer tag, SimState system, Verdict verdict, int swapAttempts) {
    long steps = system.longs(Stepper.ITERATION)[0];
    systemSteps += steps;
    atomSteps += steps * system.nAtoms();
    converged += verdict instanceof Verdict.Converged ? 1 : 0;
    energy += system.doubles(Stepper.ENERGY)[0];
    if (tag == 0) {
      firstEnergy = system.doubles(Stepper.ENERGY)[0];
    }
  }

  @Override
  public void tooLarge(Integer tag, double scaler, double maxScaler) {
    throw new IllegalStateException("system " + tag + " is larger than the batch may be");
  }
}

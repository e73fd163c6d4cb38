package dev.lehr.simulation.simulator;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.SimState;
import java.util.List;

/**
 * A device with a law: memory grows with the sizes of a batch (and with hidden factors of some
 * systems), time with their sum. It fails where the law says so and where a fault was planned.
 */
final class FakeDevice implements Model {

  /** The process died in the forward pass. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;
    private final int structure;

    Died(int structure) {
      super("structure " + structure + " killed the worker", null, false, false);
      this.structure = structure;
    }

    int structure() {
      return structure;
    }
  }

  /** Looks at a batch that is about to be run. */
  @FunctionalInterface
  interface Watch {
    void evaluates(int systems);
  }

  private final List<SimulatedStructure> structures;
  private final DeviceLaw law;
  private final Watch watch;
  private boolean failurePlanned;
  private boolean lastFitted;
  private boolean broken;

  FakeDevice(List<SimulatedStructure> structures, DeviceLaw law, Watch watch) {
    this.structures = structures;
    this.law = law;
    this.watch = watch;
  }

  /** A forward pass finds no memory although the batch fits: the first one after one that did. */
  void failOnce() {
    failurePlanned = true;
  }

  /** Every forward pass fails from now on. */
  void breakDown() {
    broken = true;
  }

  boolean isBroken() {
    return broken;
  }

  @Override
  public void evaluate(SimState state, ModelOutput output) {
    watch.evaluates(state.nSystems());
    refuseWhatCannotBe(state);
    output.prepareFor(state);
    double[] positions = state.positions();
    for (int s = 0; s < state.nSystems(); s++) {
      double sum = 0;
      for (int a = state.firstAtom(s); a < state.firstAtom(s + 1); a++) {
        double energy = 0;
        for (int k = 3 * a; k < 3 * a + 3; k++) {
          output.forces()[k] = Path.force(positions[k]);
          energy += output.forces()[k];
        }
        output.energies()[a] = energy;
        sum += energy;
      }
      output.energy()[s] = isDue(state, s, Fate.NOT_A_NUMBER) ? Double.NaN : sum;
    }
  }

  private void refuseWhatCannotBe(SimState state) {
    if (broken) {
      throw new IllegalStateException("the device has fallen off the bus");
    }
    double load = 0;
    for (int s = 0; s < state.nSystems(); s++) {
      SimulatedStructure structure = structureOf(state, s);
      load += structure.hunger() * structure.sizeAt(state.longs(Stepper.ITERATION)[s]);
      if (isDue(state, s, Fate.POISON)) {
        throw new Died(structure.index());
      }
    }
    boolean fits = law.memory(load) <= law.capacity();
    if (fits && lastFitted && failurePlanned) {
      failurePlanned = false;
      lastFitted = false;
      throw new DeviceOutOfMemoryException("no memory at the moment");
    }
    lastFitted = fits;
    if (!fits) {
      throw new DeviceOutOfMemoryException(
          "tried to allocate " + law.memory(load) + " of " + law.capacity());
    }
    for (int s = 0; s < state.nSystems(); s++) {
      if (isDue(state, s, Fate.MODEL_FAILS)) {
        lastFitted = false;
        throw new IllegalArgumentException("no angle in " + structureOf(state, s));
      }
    }
  }

  private boolean isDue(SimState state, int system, Fate fate) {
    SimulatedStructure structure = structureOf(state, system);
    return structure.fate() == fate && state.longs(Stepper.ITERATION)[system] >= structure.at();
  }

  private SimulatedStructure structureOf(SimState state, int system) {
    return structures.get((int) state.longs(SimulatedStructure.INDEX)[system]);
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String digest() {
    return "fake";
  }

  @Override
  public double cutoff() {
    return 1;
  }

  @Override
  public boolean supports(int atomicNumber) {
    return true;
  }

  @Override
  public MemoryMetric memoryScalesWith() {
    return MemoryMetric.N_ATOMS;
  }
}

package dev.lehr.simulation.simulator;

import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.List;

/**
 * Leads systems along their {@link Path}s and compares every bit at every step with what it would
 * be alone. Systems of odd index have a column more than the others, so that batches are of systems
 * that brought different columns.
 */
final class MixingStepper implements Stepper {

  /** Column of the number that steps are mixed into. */
  static final String VALUE = "simulator.value";

  /** Column of odd systems: the last force on each coordinate. */
  private static final String MEMORY = "simulator.memory";

  private final List<SimulatedStructure> structures;
  private final int swapEvery;
  private final long[] moves;

  MixingStepper(List<SimulatedStructure> structures, int swapEvery) {
    this.structures = structures;
    this.swapEvery = swapEvery;
    this.moves = new long[structures.size()];
  }

  /** Moves that a structure has made, in all workers together. */
  long moves(int structure) {
    return moves[structure];
  }

  @Override
  public void prepare(SimState system) {
    int index = (int) system.longs(SimulatedStructure.INDEX)[0];
    system.addLongs(VALUE, Scope.SYSTEM, 1, Path.firstValue(index));
    system.addLongs(ITERATION, Scope.SYSTEM, 1, 0);
    if (index % 2 == 1) {
      system.addDoubles(MEMORY, Scope.ATOM, 3, 0);
    }
  }

  @Override
  public Verdict judge(SimState batch, int system) {
    SimulatedStructure structure = structureOf(batch, system);
    long iteration = batch.longs(ITERATION)[system];
    compare(structure, batch, system);
    if (Double.isNaN(batch.doubles(ENERGY)[system])) {
      return new Verdict.Failed("not_finite", "energy is NaN at step " + iteration);
    }
    if (iteration < structure.steps() || iteration % swapEvery != 0) {
      return new Verdict.Continue();
    }
    return structure.fate() == Fate.USES_UP_ITS_STEPS
        ? new Verdict.MaxIterations()
        : new Verdict.Converged();
  }

  @Override
  public void move(SimState batch, int system) {
    int from = 3 * batch.firstAtom(system);
    int to = 3 * batch.firstAtom(system + 1);
    double[] forces = batch.doubles(FORCES);
    long[] values = batch.longs(VALUE);
    values[system] = Path.next(values[system], forces, from, to);
    Path.move(values[system], batch.positions(), from, to);
    int index = structureOf(batch, system).index();
    moves[index]++;
    if (index % 2 == 1) {
      System.arraycopy(forces, from, batch.doubles(MEMORY), from, to - from);
    }
    batch.longs(ITERATION)[system]++;
  }

  private SimulatedStructure structureOf(SimState batch, int system) {
    return structures.get((int) batch.longs(SimulatedStructure.INDEX)[system]);
  }

  /** Fails where a system is not what it would be alone. */
  void compare(SimulatedStructure structure, SimState batch, int system) {
    long iteration = batch.longs(ITERATION)[system];
    long found = Path.digestOf(batch, system);
    Invariant.BITS.hold(
        iteration <= structure.path().steps() && found == structure.path().at(iteration),
        () -> structure + " at step " + iteration + " is not what it is alone");
    if (structure.index() % 2 == 1 && iteration > 0) {
      double[] memory = batch.doubles(MEMORY);
      boolean kept = true;
      for (int k = 3 * batch.firstAtom(system); k < 3 * batch.firstAtom(system + 1); k++) {
        kept &= memory[k] > 0;
      }
      Invariant.BITS.hold(kept, () -> structure + " at step " + iteration + " lost its memory");
    }
  }
}

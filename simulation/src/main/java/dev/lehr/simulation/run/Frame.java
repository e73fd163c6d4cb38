package dev.lehr.simulation.run;

import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;

/** A moment of a structure's trajectory. Immutable: arrays are copies. */
public final class Frame {

  private final long index;
  private final Structure input;
  private final long step;
  private final SimState state;

  Frame(long index, Structure input, long step, SimState state) {
    this.index = index;
    this.input = input;
    this.step = step;
    this.state = state;
  }

  /** Place of the structure in the input, from 0. */
  public long index() {
    return index;
  }

  /** Id of the structure. */
  public String id() {
    return input.id();
  }

  /** Moves made so far; 0 at the start. */
  public long step() {
    return step;
  }

  /** Energy, eV. */
  public double energy() {
    return state.doubles(Stepper.ENERGY)[0];
  }

  /** Cartesian coordinates, 3 for each atom, angstrom, not wrapped. */
  public double[] positions() {
    return state.positions().clone();
  }

  /** Lattice vectors as rows, 9 numbers, angstrom; zeros where there is no cell. */
  public double[] cell() {
    return state.cell().clone();
  }

  /** Forces, 3 for each atom, eV/angstrom. */
  public double[] forces() {
    return state.doubles(Stepper.FORCES).clone();
  }

  /** Stress, 3x3 row-major, eV/angstrom^3, positive in tension. */
  public double[] stress() {
    return state.doubles(Stepper.STRESS).clone();
  }

  /** The structure as it is here, without results that its input came with. */
  public Structure structure() {
    return MovedStructure.of(input, state);
  }

  @Override
  public String toString() {
    return "Frame[" + id() + ", step " + step + ", " + energy() + " eV]";
  }
}

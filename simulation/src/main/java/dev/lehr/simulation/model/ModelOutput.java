package dev.lehr.simulation.model;

import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * What a model computed for a batch. Buffers are reused from call to call: read, do not keep.
 *
 * <p>Only the first {@code nSystems} or {@code nAtoms} rows of an array belong to the last call.
 */
public final class ModelOutput {

  private double[] energy = new double[0];
  private double[] stress = new double[0];
  private double[] energies = new double[0];
  private double[] forces = new double[0];

  /** Makes room for a batch; what was in the buffers is lost. */
  public void prepareFor(SimState state) {
    int systems = state.nSystems();
    int atoms = state.nAtoms();
    if (energy.length < systems) {
      energy = new double[systems + systems / 2];
      stress = new double[9 * energy.length];
    }
    if (energies.length < atoms) {
      energies = new double[atoms + atoms / 2];
      forces = new double[3 * energies.length];
    }
    Arrays.fill(energy, 0, systems, 0.0);
    Arrays.fill(stress, 0, 9 * systems, 0.0);
    Arrays.fill(energies, 0, atoms, 0.0);
    Arrays.fill(forces, 0, 3 * atoms, 0.0);
  }

  /** Potential energy of each system, eV. */
  public double[] energy() {
    return energy;
  }

  /**
   * Stress of each system, 3x3 row-major, eV/angstrom^3, (1/|V|) dE/dstrain, positive in tension.
   */
  public double[] stress() {
    return stress;
  }

  /** Energy of each atom, eV; they add up to {@link #energy()}. */
  public double[] energies() {
    return energies;
  }

  /** Force on each atom, eV/angstrom. */
  public double[] forces() {
    return forces;
  }
}

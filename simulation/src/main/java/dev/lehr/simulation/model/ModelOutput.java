package dev.lehr.simulation.model;

import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

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
  private double[] stresses = new double[0];
  private final Map<String, double[]> extras = new LinkedHashMap<>();
  private final boolean hasStresses;

  /** Without stresses of atoms. */
  public ModelOutput() {
    this(false);
  }

  private ModelOutput(boolean hasStresses) {
    this.hasStresses = hasStresses;
  }

  /** An output for which models compute the stress of each atom too. */
  public static ModelOutput withStresses() {
    return new ModelOutput(true);
  }

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
    extras.clear();
    Arrays.fill(energy, 0, systems, 0.0);
    Arrays.fill(stress, 0, 9 * systems, 0.0);
    Arrays.fill(energies, 0, atoms, 0.0);
    Arrays.fill(forces, 0, 3 * atoms, 0.0);
    if (hasStresses) {
      if (stresses.length < 9 * atoms) {
        stresses = new double[9 * energies.length];
      }
      Arrays.fill(stresses, 0, 9 * atoms, 0.0);
    }
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

  /**
   * What the model gives besides, by the names of its {@link Model#outputs()}. Models put arrays
   * here that they do not write to again.
   */
  public Map<String, double[]> extras() {
    return extras;
  }

  /** Whether stresses of atoms are wanted. */
  public boolean hasStresses() {
    return hasStresses;
  }

  /**
   * Stress of each atom, 3x3 row-major, eV/angstrom^3: half of the virial of each of its pairs over
   * the volume of the system's cell, as in ASE; they add up to {@link #stress()}. Empty unless
   * {@link #hasStresses()}.
   */
  public double[] stresses() {
    return stresses;
  }
}

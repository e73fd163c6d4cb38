package dev.lehr.bench;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.state.SimState;
import java.util.List;

/**
 * Velocity Verlet at constant energy: the cheapest way to have a model evaluated on positions that
 * change as they do in practice, neighbour lists included. All other programs can do the same.
 */
final class Dynamics {

  private final Model model;
  private final SimState state;
  private final double[] velocities;
  private final ModelOutput output = new ModelOutput();

  Dynamics(Model model, List<SystemFile.Entry> entries) {
    this.model = model;
    this.state = SimState.concatenate(entries.stream().map(SystemFile.Entry::state).toList());
    this.velocities = new double[3 * state.nAtoms()];
    int at = 0;
    for (SystemFile.Entry entry : entries) {
      System.arraycopy(entry.velocities(), 0, velocities, at, entry.velocities().length);
      at += entry.velocities().length;
    }
    model.evaluate(state, output);
  }

  /**
   * Makes steps.
   *
   * @param dt angstrom sqrt(amu/eV)
   */
  void run(int steps, double dt) {
    double[] positions = state.positions();
    for (int step = 0; step < steps; step++) {
      kick(0.5 * dt);
      for (int i = 0; i < positions.length; i++) {
        positions[i] += dt * velocities[i];
      }
      model.evaluate(state, output);
      kick(0.5 * dt);
    }
  }

  private void kick(double dt) {
    double[] masses = state.masses();
    double[] forces = output.forces();
    for (int a = 0; a < masses.length; a++) {
      double perMass = dt / masses[a];
      for (int i = 3 * a; i < 3 * a + 3; i++) {
        velocities[i] += perMass * forces[i];
      }
    }
  }

  /** Number of atoms. */
  int atoms() {
    return state.nAtoms();
  }

  /** Potential energy, eV. */
  double energy() {
    double sum = 0;
    for (int s = 0; s < state.nSystems(); s++) {
      sum += output.energy()[s];
    }
    return sum;
  }
}

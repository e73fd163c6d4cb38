package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.SimState;

/** The atoms of one system and how they move: its own rows of the batch and no others. */
final class Particles {

  /** An atom that would go further in one move has exploded, angstrom. */
  static final double LONGEST_DRIFT = 10;

  /** A cell that would be scaled by more in one step has exploded, as one that would by less. */
  static final double LARGEST_SCALING = 2;

  private static final double[] NOT_FOLLOWED = {};

  final SimState batch;
  final int system;
  private final int from;
  private final int to;
  private final double[] positions;
  private final double[] momenta;
  private final double[] masses;
  private final boolean constrained;
  private final double[] travelled;

  Particles(SimState batch, int system) {
    this.batch = batch;
    this.system = system;
    this.from = 3 * batch.firstAtom(system);
    this.to = 3 * batch.firstAtom(system + 1);
    this.positions = batch.positions();
    this.momenta = batch.doubles(Dynamics.MOMENTA);
    this.masses = batch.masses();
    this.constrained = Constraints.any(batch, system);
    this.travelled =
        Displacements.areIn(batch) ? batch.ragged(Displacements.TRAVELLED)[system] : NOT_FOLLOWED;
  }

  long degreesOfFreedom() {
    return batch.longs(Dynamics.DEGREES_OF_FREEDOM)[system];
  }

  double kineticEnergy() {
    double twice = 0;
    for (int i = from; i < to; i++) {
      twice += momenta[i] * momenta[i] / masses[i / 3];
    }
    return twice / 2;
  }

  /** Sum of p_k p_l / m, eV: twice the kinetic energy as a matrix, its diagonal. */
  void twiceKineticDiagonal(double[] out) {
    for (int k = 0; k < 3; k++) {
      double sum = 0;
      for (int i = from + k; i < to; i += 3) {
        sum += momenta[i] * momenta[i] / masses[i / 3];
      }
      out[k] = sum;
    }
  }

  /** Lets the forces act for a time. */
  void kick(double dt) {
    double[] forces = batch.doubles(Stepper.FORCES);
    for (int i = from; i < to; i++) {
      momenta[i] += dt * forces[i];
    }
    keepConstraints();
  }

  /** Moves atoms along their momenta for a time. */
  void drift(double dt) {
    for (int i = from; i < to; i++) {
      shift(i, dt * momenta[i] / masses[i / 3]);
    }
  }

  /**
   * Scales cell and positions by {@code f} and momenta by {@code 1 / f}, an axis at a time, and
   * moves atoms for a time along the mean of the momenta before and after. A factor out of bounds
   * is kept for the judge instead.
   */
  void scaleAndDrift(double[] f, double dt) {
    for (double factor : f) {
      if (!(factor > 1 / LARGEST_SCALING && factor < LARGEST_SCALING)) {
        batch.doubles(Dynamics.BAD_SCALING)[system] = factor;
        return;
      }
    }
    double[] cell = batch.cell();
    for (int i = 0; i < 9; i++) {
      cell[9 * system + i] *= f[i % 3];
    }
    for (int i = from; i < to; i++) {
      double factor = f[i % 3];
      double along = (factor + 1 / factor) * momenta[i] * dt / (2 * masses[i / 3]);
      if (reach(along)) {
        positions[i] = factor * positions[i] + along;
        follow(i, along);
        momenta[i] = momenta[i] / factor;
      }
    }
  }

  private void shift(int i, double by) {
    if (reach(by)) {
      positions[i] += by;
      follow(i, by);
    }
  }

  private void follow(int i, double by) {
    if (travelled.length > 0) {
      travelled[i - from] += by;
    }
  }

  /** Whether a drift is sane; one that is not is kept for the judge instead of being made. */
  private boolean reach(double by) {
    double[] longest = batch.doubles(Dynamics.LONGEST_DRIFT);
    double length = Math.abs(by);
    // The comparison keeps not-a-number once it is there.
    if (length > longest[system] || Double.isNaN(length)) {
      longest[system] = length;
    }
    return length <= LONGEST_DRIFT;
  }

  /** Multiplies all momenta. */
  void scaleMomenta(double factor) {
    for (int i = from; i < to; i++) {
      momenta[i] *= factor;
    }
  }

  /** Friction and noise: p = keep p + amplitude sqrt(m) xi. */
  void mix(double keep, double amplitude, Draws draws) {
    for (int i = from; i < to; i++) {
      momenta[i] = keep * momenta[i] + amplitude * Math.sqrt(masses[i / 3]) * draws.normal();
    }
    keepConstraints();
  }

  /** Momenta of held components become 0, and so does that of a held centre of mass. */
  void keepConstraints() {
    if (!constrained) {
      return;
    }
    for (int i = from; i < to; i++) {
      if (Constraints.holds(batch, i)) {
        momenta[i] = 0;
      }
    }
    if (Constraints.holdsCenterOfMass(batch, system)) {
      stopCenterOfMass();
    }
  }

  /** Takes the velocity of the centre of mass of the free atoms from all of them. */
  void stopCenterOfMass() {
    for (int k = 0; k < 3; k++) {
      double momentum = 0;
      double mass = 0;
      for (int i = from + k; i < to; i += 3) {
        if (!Constraints.holds(batch, i)) {
          momentum += momenta[i];
          mass += masses[i / 3];
        }
      }
      for (int i = from + k; i < to && mass > 0; i += 3) {
        if (!Constraints.holds(batch, i)) {
          momenta[i] -= masses[i / 3] * (momentum / mass);
        }
      }
    }
  }
}

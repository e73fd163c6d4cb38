package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.state.SimState;

/**
 * One way to integrate the equations of motion: a step is what comes before the forward pass and
 * what comes after it. Without state of its own.
 */
interface Integrator {

  /** Adds columns of its own to a state of one system. */
  default void prepare(SimState system) {}

  /**
   * Moves the atoms to where forces are needed next.
   *
   * @param step the step under way, from 1
   */
  void before(Particles particles, long step);

  /** Ends the step with the new forces. */
  void after(Particles particles, long step);

  /**
   * The conserved quantity, eV.
   *
   * @param total kinetic plus potential energy, eV
   */
  double conserved(Particles particles, double total);

  /** The integrator of an ensemble. */
  static Integrator of(DynamicsSettings settings, NumberSource numbers) {
    Ensemble ensemble = settings.ensemble();
    if (ensemble instanceof Ensemble.NvtLangevin langevin) {
      return new Langevin(settings, langevin, numbers);
    }
    if (ensemble instanceof Ensemble.NvtNoseHoover chain) {
      return new NoseHoover(settings, chain);
    }
    if (ensemble instanceof Ensemble.NvtVRescale rescale) {
      return new VRescale(settings, rescale, numbers);
    }
    if (ensemble instanceof Ensemble.NptCRescale rescale) {
      return new CRescale(settings, rescale, numbers);
    }
    return new VelocityVerlet(settings);
  }
}

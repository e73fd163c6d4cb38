package dev.lehr.simulation.optimize;

/**
 * Parameters of FIRE on velocity Verlet with the atoms' masses, torch-sim's {@code vv_fire}. The
 * size of its steps is not bounded.
 *
 * @param dtStart first time step, angstrom sqrt(amu/eV)
 * @param dtMax largest time step
 * @param nMin steps downhill before the time step grows
 * @param fInc growth of the time step
 * @param fDec shrinkage of the time step
 * @param alphaStart first mixing parameter
 * @param fAlpha shrinkage of the mixing parameter
 */
public record VvFireSettings(
    double dtStart,
    double dtMax,
    long nMin,
    double fInc,
    double fDec,
    double alphaStart,
    double fAlpha)
    implements OptimizerSettings {

  /** torch-sim's default parameters. */
  public static VvFireSettings defaults() {
    return new VvFireSettings(0.1, 1.0, 5, 1.1, 0.5, 0.1, 0.99);
  }

  @Override
  public String key() {
    return "vv-fire";
  }
}

package dev.lehr.simulation.optimize;

/**
 * Parameters of FIRE (Bitzek et al., Phys. Rev. Lett. 97, 170201, 2006); {@link #defaults} are
 * ASE's.
 *
 * @param flavour whose steps to take
 * @param dtStart first time step, angstrom sqrt(amu/eV) with unit mass
 * @param dtMax largest time step
 * @param maxStep largest 2-norm of a step over all atoms and the cell, angstrom
 * @param nMin steps downhill before the time step grows
 * @param fInc growth of the time step
 * @param fDec shrinkage of the time step
 * @param alphaStart first mixing parameter
 * @param fAlpha shrinkage of the mixing parameter
 */
public record FireSettings(
    Flavour flavour,
    double dtStart,
    double dtMax,
    double maxStep,
    long nMin,
    double fInc,
    double fDec,
    double alphaStart,
    double fAlpha)
    implements OptimizerSettings {

  /** Whose steps to take, of FIRE and of other optimizers that both have. */
  public enum Flavour {
    /** ASE's: velocities are mixed with the old alpha, which shrinks afterwards. */
    ASE,
    /**
     * torch-sim's {@code ase_fire}: alpha shrinks before the mixing; the log strain stays within 2.
     * Unlike there, a system's first step does not depend on its batch mates.
     */
    TORCHSIM
  }

  @Override
  public String key() {
    return "fire";
  }

  /** ASE's default parameters. */
  public static FireSettings defaults(Flavour flavour) {
    return new FireSettings(flavour, 0.1, 1.0, 0.2, 5, 1.1, 0.5, 0.1, 0.99);
  }
}

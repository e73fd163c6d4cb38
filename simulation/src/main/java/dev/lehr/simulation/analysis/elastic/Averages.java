package dev.lehr.simulation.analysis.elastic;

/**
 * Moduli of a polycrystal, eV/angstrom^3: Voigt's (one strain everywhere) and Reuss's (one stress
 * everywhere) bound it, Hill's mean lies between (R. Hill, Proc. Phys. Soc. A 65, 349 (1952)).
 *
 * @param bulkVoigt Voigt's bulk modulus
 * @param bulkReuss Reuss's
 * @param shearVoigt Voigt's shear modulus
 * @param shearReuss Reuss's
 */
public record Averages(double bulkVoigt, double bulkReuss, double shearVoigt, double shearReuss) {

  /** Hill's bulk modulus. */
  public double bulk() {
    return 0.5 * (bulkVoigt + bulkReuss);
  }

  /** Hill's shear modulus. */
  public double shear() {
    return 0.5 * (shearVoigt + shearReuss);
  }

  /** Young's modulus, of Hill's means. */
  public double young() {
    return 9 * bulk() * shear() / (3 * bulk() + shear());
  }

  /** Poisson's ratio, of Hill's means. */
  public double poisson() {
    return (3 * bulk() - 2 * shear()) / (6 * bulk() + 2 * shear());
  }

  /** Pugh's ratio of bulk and shear modulus: ductile metals have more than about 1.75. */
  public double pugh() {
    return bulk() / shear();
  }

  /**
   * The universal anisotropy, 0 where all directions are alike (S. I. Ranganathan and M.
   * Ostoja-Starzewski, Phys. Rev. Lett. 101, 055504 (2008)).
   */
  public double anisotropy() {
    return 5 * shearVoigt / shearReuss + bulkVoigt / bulkReuss - 6;
  }
}

package dev.lehr.simulation.units;

/**
 * The internal units and the values of others in them.
 *
 * <p>Internal: eV, angstrom, amu, K; so time is angstrom sqrt(amu/eV) (about 10.18 fs) and pressure
 * is eV/angstrom^3. A value in a unit times the unit's constant is the value in internal units.
 * Fundamental constants are CODATA 2014's, as in ASE and torch-sim.
 */
public final class Units {

  private static final double ELEMENTARY_CHARGE = 1.6021766208e-19;
  private static final double ATOMIC_MASS = 1.660539040e-27;
  private static final double BOLTZMANN = 1.38064852e-23;
  private static final double AVOGADRO = 6.022140857e23;
  private static final double PLANCK = 6.626070040e-34;

  /** Boltzmann's constant, eV/K. */
  public static final double KB = BOLTZMANN / ELEMENTARY_CHARGE;

  /** One picosecond. */
  public static final double PS = 1e-2 * Math.sqrt(ELEMENTARY_CHARGE / ATOMIC_MASS);

  /** One femtosecond. */
  public static final double FS = PS / 1000;

  /** One terahertz, as a frequency: turns, not radians, in a unit of time. */
  public static final double THZ = 1 / PS;

  /** Planck's constant, eV times the internal time. */
  public static final double H = PLANCK / ELEMENTARY_CHARGE * 1e12 * PS;

  /** One pascal. */
  public static final double PA = 1 / ELEMENTARY_CHARGE / 1e30;

  /** One gigapascal. */
  public static final double GPA = 1e9 * PA;

  /** One bar. */
  public static final double BAR = 1e5 * PA;

  /** One standard atmosphere. */
  public static final double ATM = 101325 * PA;

  /** One kilojoule a mole. */
  public static final double KJ_PER_MOL = 1000 / ELEMENTARY_CHARGE / AVOGADRO;

  /** One rydberg, half a hartree: CODATA 2014's 13.605693009 eV. */
  public static final double RYDBERG = 13.605693009;

  /** One nanometre. */
  public static final double NM = 10;

  private Units() {}

  /** A pressure or stress of eV/angstrom^3 in GPa. */
  public static double toGpa(double internal) {
    return internal / GPA;
  }

  /** A pressure or stress of GPa in eV/angstrom^3. */
  public static double fromGpa(double gpa) {
    return gpa * GPA;
  }

  /** A frequency in turns by the internal time in THz. */
  public static double toThz(double internal) {
    return internal / THZ;
  }

  /** An internal time in fs. */
  public static double toFs(double internal) {
    return internal / FS;
  }

  /** A time of fs in internal units. */
  public static double fromFs(double fs) {
    return fs * FS;
  }
}

package dev.lehr.simulation.model;

/** How the functions of {@link ZhouEam} end. a is the largest fcc lattice constant involved. */
public enum Truncation {
  /**
   * Density and pair energy fade to zero from 1.60 a to 1.70 a, between the fifth and the sixth fcc
   * shell, with continuous second derivatives. For everything but parity with tables.
   */
  SMOOTH("smooth"),
  /**
   * The functions are cut at sqrt(10)/2 a, as in circulating tables. That is exactly the fifth fcc
   * shell: on ideal crystals energies jump by up to 4e-4 eV/atom with the least strain.
   */
  HARD("hard");

  private final String key;

  Truncation(String key) {
    this.key = key;
  }

  /** The name in a campaign file. */
  public String key() {
    return key;
  }

  /** Where the functions are zero, angstrom. */
  double cutoff(double a) {
    return this == SMOOTH ? 1.70 * a : Math.sqrt(10) / 2 * a;
  }

  /** The factor of density and pair energy: 1 - x^3 (10 - 15 x + 6 x^2) in the taper. */
  Jet factor(Jet r, double a) {
    double from = 1.60 * a;
    if (this == HARD || r.value() <= from) {
      return new Jet(1, 0, 0);
    }
    double to = cutoff(a);
    if (r.value() >= to) {
      return new Jet(0, 0, 0);
    }
    Jet x = r.plus(-from).times(1 / (to - from));
    Jet polynomial = x.times(6).plus(-15).times(x).plus(10);
    return x.times(x).times(x).times(polynomial).times(-1).plus(1);
  }
}

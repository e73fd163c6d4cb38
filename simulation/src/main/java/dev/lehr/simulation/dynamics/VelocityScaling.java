package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.units.Units;

/**
 * Scales momenta so that the kinetic energy follows its canonical distribution (Bussi, Donadio,
 * Parrinello, J. Chem. Phys. 126, 014101, 2007, eq. A7). Draws a normal and a gamma deviate; the
 * latter is half the sum of the squares of all other degrees of freedom.
 */
final class VelocityScaling {

  private final double keep;
  private final double kT;

  /**
   * Scaling over a time.
   *
   * @param time that passes, in the unit of {@code tau}
   * @param tau relaxation time
   * @param temperature K
   */
  VelocityScaling(double time, double tau, double temperature) {
    this.keep = StrictMath.exp(-time / tau);
    this.kT = Units.KB * temperature;
  }

  /** Scales a system's momenta; atoms at rest stay so. */
  void apply(Particles particles, Draws draws) {
    double kinetic = particles.kineticEnergy();
    long degrees = particles.degreesOfFreedom();
    double first = draws.normal();
    double others = degrees > 1 ? 2 * draws.gamma((degrees - 1) / 2.0) : 0;
    if (kinetic == 0) {
      return;
    }
    double share = (1 - keep) * kT / (2 * kinetic);
    double squared = keep + share * (first * first + others) + 2 * first * Math.sqrt(keep * share);
    particles.scaleMomenta(Math.sqrt(squared));
    Heat.add(particles, kinetic * (squared - 1));
  }
}

package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;

/**
 * Stochastic cell rescaling: half a step of the thermostat, half a kick, the barostat that scales
 * and drifts, the new forces, half a kick, half a step of the thermostat; the square root of the
 * volume is what is propagated (Bernetti, Bussi, J. Chem. Phys. 153, 114107, 2020, appendix). Draws
 * follow torch-sim's order.
 */
final class CRescale implements Integrator {

  private final double dt;
  private final double kT;
  private final double pressure;
  private final double compressibility;
  private final double tauP;
  private final boolean isotropic;
  private final VelocityScaling thermostat;
  private final NumberSource numbers;

  CRescale(DynamicsSettings settings, Ensemble.NptCRescale rescale, NumberSource numbers) {
    double timestep = settings.timestep();
    this.dt = Units.fromFs(timestep);
    this.kT = Units.KB * settings.temperature();
    this.pressure = rescale.externalPressure();
    this.compressibility = rescale.isothermalCompressibility();
    this.tauP = Units.fromFs(rescale.tauP().orElse(1000 * timestep));
    this.isotropic = rescale.scaling() == Ensemble.NptCRescale.Scaling.ISOTROPIC;
    this.thermostat =
        new VelocityScaling(
            timestep / 2, rescale.tau().orElse(100 * timestep), settings.temperature());
    this.numbers = numbers;
  }

  @Override
  public void prepare(SimState system) {
    Heat.prepare(system);
  }

  @Override
  public void before(Particles particles, long step) {
    Draws draws = numbers.at(particles.batch, particles.system, step, NumberSource.BEFORE);
    thermostat.apply(particles, draws);
    particles.kick(dt / 2);
    double[] factors = isotropic ? isotropic(particles, draws) : anisotropic(particles, draws);
    particles.scaleAndDrift(factors, dt);
  }

  @Override
  public void after(Particles particles, long step) {
    particles.kick(dt / 2);
    thermostat.apply(
        particles, numbers.at(particles.batch, particles.system, step, NumberSource.AFTER));
  }

  @Override
  public double conserved(Particles particles, double total) {
    return Double.NaN;
  }

  private double[] isotropic(Particles particles, Draws draws) {
    double volume = Math.abs(particles.batch.volume(particles.system));
    double root = Math.sqrt(volume);
    double[] internal = internalPressure(particles, volume);
    double change = pull(internal, volume) * dt + Math.sqrt(2) * rootNoise() * draws.normal();
    double f = scale((root + change) / root);
    return new double[] {f, f, f};
  }

  private double[] anisotropic(Particles particles, Draws draws) {
    double volume = Math.abs(particles.batch.volume(particles.system));
    double root = Math.sqrt(volume);
    double[] internal = internalPressure(particles, volume);
    double pull = pull(internal, volume) * dt / 2;
    double middle = root + pull + rootNoise() * draws.normal();
    double mean = (internal[0] + internal[1] + internal[2]) / 3;
    double[] noise = {draws.normal(), draws.normal(), draws.normal()};
    double meanNoise = (noise[0] + noise[1] + noise[2]) / 3;
    double amplitude = Math.sqrt(2 * compressibility * kT * dt / (3 * tauP)) / middle;
    double f = scale((middle + pull + rootNoise() * draws.normal()) / root);
    double[] factors = new double[3];
    for (int k = 0; k < 3; k++) {
      double shear = compressibility / (3 * tauP) * (internal[k] - mean) * dt;
      factors[k] = f * StrictMath.exp(shear + amplitude * (noise[k] - meanNoise));
    }
    return factors;
  }

  /** The drift of the root of the volume. */
  private double pull(double[] internal, double volume) {
    double mean = (internal[0] + internal[1] + internal[2]) / 3;
    return -compressibility
        * Math.sqrt(volume)
        / (2 * tauP)
        * (pressure - mean - kT / (2 * volume));
  }

  private double rootNoise() {
    return Math.sqrt(kT * compressibility * dt / (4 * tauP));
  }

  /** Diagonal of the pressure of the last forward pass and the momenta as they are. */
  private static double[] internalPressure(Particles particles, double volume) {
    double[] diagonal = new double[3];
    particles.twiceKineticDiagonal(diagonal);
    double[] stress = particles.batch.doubles(Stepper.STRESS);
    for (int k = 0; k < 3; k++) {
      diagonal[k] = diagonal[k] / volume - stress[9 * particles.system + 4 * k];
    }
    return diagonal;
  }

  /** The factor of lengths of a ratio of roots of volumes; 0 and less are left to the judge. */
  private static double scale(double ratio) {
    return ratio > 0 ? StrictMath.cbrt(ratio * ratio) : Double.NaN;
  }
}

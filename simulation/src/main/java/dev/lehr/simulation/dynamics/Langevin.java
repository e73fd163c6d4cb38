package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;

/** Langevin dynamics in the order BAOAB; draws 3 normal deviates for each atom, atom by atom. */
final class Langevin implements Integrator {

  private final double dt;
  private final double keep;
  private final double amplitude;
  private final NumberSource numbers;

  Langevin(DynamicsSettings settings, Ensemble.NvtLangevin langevin, NumberSource numbers) {
    double gamma = langevin.gamma().orElse(1 / (100 * settings.timestep()));
    this.dt = Units.fromFs(settings.timestep());
    this.keep = StrictMath.exp(-gamma * settings.timestep());
    double kT = Units.KB * settings.temperature();
    this.amplitude = Math.sqrt(kT * (1 - keep * keep));
    this.numbers = numbers;
  }

  @Override
  public void prepare(SimState system) {
    Heat.prepare(system);
  }

  @Override
  public void before(Particles particles, long step) {
    particles.kick(dt / 2);
    particles.drift(dt / 2);
    double kinetic = particles.kineticEnergy();
    particles.mix(
        keep, amplitude, numbers.at(particles.batch, particles.system, step, NumberSource.BEFORE));
    Heat.add(particles, particles.kineticEnergy() - kinetic);
    particles.drift(dt / 2);
  }

  @Override
  public void after(Particles particles, long step) {
    particles.kick(dt / 2);
  }

  @Override
  public double conserved(Particles particles, double total) {
    return total - Heat.of(particles);
  }
}

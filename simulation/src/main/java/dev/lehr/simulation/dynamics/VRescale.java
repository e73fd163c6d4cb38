package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;

/** Velocity rescaling, then a step of velocity Verlet. */
final class VRescale implements Integrator {

  private final VelocityVerlet verlet;
  private final VelocityScaling thermostat;
  private final NumberSource numbers;

  VRescale(DynamicsSettings settings, Ensemble.NvtVRescale rescale, NumberSource numbers) {
    double timestep = settings.timestep();
    this.verlet = new VelocityVerlet(Units.fromFs(timestep));
    this.thermostat =
        new VelocityScaling(timestep, rescale.tau().orElse(10 * timestep), settings.temperature());
    this.numbers = numbers;
  }

  @Override
  public void prepare(SimState system) {
    Heat.prepare(system);
  }

  @Override
  public void before(Particles particles, long step) {
    thermostat.apply(
        particles, numbers.at(particles.batch, particles.system, step, NumberSource.BEFORE));
    verlet.before(particles, step);
  }

  @Override
  public void after(Particles particles, long step) {
    verlet.after(particles, step);
  }

  @Override
  public double conserved(Particles particles, double total) {
    return total - Heat.of(particles);
  }
}

package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.units.Units;

/** Half a kick, a drift, the new forces, half a kick. */
record VelocityVerlet(double dt) implements Integrator {

  VelocityVerlet(DynamicsSettings settings) {
    this(Units.fromFs(settings.timestep()));
  }

  @Override
  public void before(Particles particles, long step) {
    particles.kick(dt / 2);
    particles.drift(dt);
  }

  @Override
  public void after(Particles particles, long step) {
    particles.kick(dt / 2);
  }

  @Override
  public double conserved(Particles particles, double total) {
    return total;
  }
}

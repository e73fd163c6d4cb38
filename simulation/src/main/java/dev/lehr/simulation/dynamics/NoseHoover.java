package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;

/**
 * A Nose-Hoover chain around velocity Verlet: the chain moves for half a step, the atoms for one,
 * the chain for half a step (Martyna, Tuckerman, Tobias, Klein, Mol. Phys. 87, 1117, 1996). Masses
 * of the chain are dof kT tau^2 for the first and kT tau^2 for the others.
 */
final class NoseHoover implements Integrator {

  /** Column of the chain (ragged): positions of all thermostats, then their momenta. */
  static final String CHAIN = "nose_hoover_chain";

  private final VelocityVerlet verlet;
  private final int length;
  private final double kT;
  private final double mass;
  private final double[] substeps;

  NoseHoover(DynamicsSettings settings, Ensemble.NvtNoseHoover chain) {
    double dt = Units.fromFs(settings.timestep());
    double tau = Units.fromFs(chain.tau().orElse(10 * settings.timestep()));
    this.verlet = new VelocityVerlet(dt);
    this.length = chain.chainLength();
    this.kT = Units.KB * settings.temperature();
    this.mass = kT * tau * tau;
    double[] weights = weights(chain.sySteps());
    this.substeps = new double[chain.chainSteps() * weights.length];
    for (int i = 0; i < substeps.length; i++) {
      substeps[i] = dt / chain.chainSteps() * weights[i % weights.length];
    }
  }

  /** H. Yoshida, Phys. Lett. A 150, 262 (1990), and M. Suzuki; torch-sim's numbers. */
  private static double[] weights(int order) {
    return switch (order) {
      case 1 -> new double[] {1};
      case 3 -> new double[] {0.828981543588751, -0.657963087177502, 0.828981543588751};
      case 5 ->
          new double[] {
            0.2967324292201065,
            0.2967324292201065,
            -0.186929716880426,
            0.2967324292201065,
            0.2967324292201065
          };
      default ->
          new double[] {
            0.784513610477560,
            0.235573213359357,
            -1.17767998417887,
            1.31518632068391,
            -1.17767998417887,
            0.235573213359357,
            0.784513610477560
          };
    };
  }

  @Override
  public void prepare(SimState system) {
    system.putColumn(CHAIN, new Column.Ragged(new double[][] {new double[2 * length]}));
  }

  @Override
  public void before(Particles particles, long step) {
    moveChain(particles);
    verlet.before(particles, step);
  }

  @Override
  public void after(Particles particles, long step) {
    verlet.after(particles, step);
    moveChain(particles);
  }

  @Override
  public double conserved(Particles particles, double total) {
    double[] chain = chain(particles);
    long degrees = particles.degreesOfFreedom();
    double sum = total;
    for (int m = 0; m < length; m++) {
      double p = chain[length + m];
      sum += p * p / (2 * mass(m, degrees)) + (m == 0 ? degrees * kT : kT) * chain[m];
    }
    return sum;
  }

  private static double[] chain(Particles particles) {
    return particles.batch.ragged(CHAIN)[particles.system];
  }

  private double mass(int m, long degrees) {
    return m == 0 ? degrees * mass : mass;
  }

  /** Moves the chain for half a step: each substep advances by half of its length. */
  private void moveChain(Particles particles) {
    double[] chain = chain(particles);
    long degrees = particles.degreesOfFreedom();
    double kinetic = particles.kineticEnergy();
    double factor = 1;
    for (double delta : substeps) {
      double scale = substep(chain, degrees, kinetic, delta);
      kinetic *= scale * scale;
      factor *= scale;
    }
    particles.scaleMomenta(factor);
  }

  /** One substep; the factor of the momenta of the atoms. */
  private double substep(double[] chain, long degrees, double kinetic, double delta) {
    int last = length - 1;
    for (int m = last; m >= 0; m--) {
      push(chain, m, force(chain, m, degrees, kinetic), degrees, delta);
    }
    double scale = StrictMath.exp(-delta / 2 * chain[length] / mass(0, degrees));
    for (int m = 0; m < length; m++) {
      chain[m] += delta / 2 * chain[length + m] / mass(m, degrees);
    }
    double after = kinetic * scale * scale;
    for (int m = 0; m < length; m++) {
      push(chain, m, force(chain, m, degrees, after), degrees, delta);
    }
    return scale;
  }

  /** What drives a thermostat: how much hotter than the bath that is which it thermostats. */
  private double force(double[] chain, int m, long degrees, double kinetic) {
    if (m == 0) {
      return 2 * kinetic - degrees * kT;
    }
    double p = chain[length + m - 1];
    return p * p / mass(m - 1, degrees) - kT;
  }

  /** Lets a force act on a thermostat, which the next one of the chain slows down. */
  private void push(double[] chain, int m, double force, long degrees, double delta) {
    double scale =
        m == length - 1
            ? 1
            : StrictMath.exp(-delta / 8 * chain[length + m + 1] / mass(m + 1, degrees));
    chain[length + m] = scale * (scale * chain[length + m] + delta / 4 * force);
  }
}

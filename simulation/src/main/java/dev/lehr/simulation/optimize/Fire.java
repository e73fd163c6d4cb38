package dev.lehr.simulation.optimize;

import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * The fast inertial relaxation engine (Bitzek et al., Phys. Rev. Lett. 97, 170201, 2006), with or
 * without the cell.
 *
 * <p>Everything that a system's next step depends on stands in its own rows of the state, so its
 * trajectory has the same bits alone, in any batch, and after a restart.
 */
public final class Fire implements Optimizer {

  /** Column of the velocities of the atoms in the undeformed frame (3 a row), unit mass. */
  public static final String VELOCITIES = "velocities";

  /** Column of the velocity of the cell (9 a row). */
  public static final String CELL_VELOCITIES = "cell_velocities";

  /** Column of the time step. */
  public static final String DT = "dt";

  /** Column of the mixing parameter. */
  public static final String ALPHA = "alpha";

  /** Column of the number of steps downhill in a row (integer). */
  public static final String N_POS = "n_pos";

  private static final double EPSILON = 1e-16;

  private final FireSettings settings;
  private final Relaxation relaxation;
  private final Coordinates coordinates;
  private final boolean torchsim;

  /** FIRE with all its settings. */
  public Fire(FireSettings settings, CellFilter filter, Convergence convergence) {
    this.settings = settings;
    this.relaxation = new Relaxation(filter, convergence, settings.flavour());
    this.coordinates = relaxation.coordinates();
    this.torchsim = settings.flavour() == FireSettings.Flavour.TORCHSIM;
  }

  @Override
  public Relaxation relaxation() {
    return relaxation;
  }

  @Override
  public void prepare(SimState system) {
    relaxation.prepare(system);
    system.addDoubles(VELOCITIES, Scope.ATOM, 3, 0);
    system.addDoubles(CELL_VELOCITIES, Scope.SYSTEM, 9, 0);
    system.addDoubles(DT, Scope.SYSTEM, 1, settings.dtStart());
    system.addDoubles(ALPHA, Scope.SYSTEM, 1, settings.alphaStart());
    system.addLongs(N_POS, Scope.SYSTEM, 1, 0);
  }

  @Override
  public void move(SimState batch, int system) {
    Scratch s = coordinates.forces(batch, system);
    int atoms = 3 * batch.nAtoms(system);
    int size = atoms + 9;
    double[] forces = s.forces;
    double[] velocities = s.motion;
    System.arraycopy(batch.doubles(VELOCITIES), 3 * batch.firstAtom(system), velocities, 0, atoms);
    System.arraycopy(batch.doubles(CELL_VELOCITIES), 9 * system, velocities, atoms, 9);
    if (batch.longs(ITERATION)[system] > 0) {
      mix(batch, system, forces, velocities, size);
    }
    double dt = batch.doubles(DT)[system];
    double[] step = s.step;
    double norm2 = 0;
    for (int i = 0; i < size; i++) {
      velocities[i] += dt * forces[i];
      step[i] = dt * velocities[i];
      norm2 += step[i] * step[i];
    }
    double norm = Math.sqrt(norm2);
    if (norm > settings.maxStep()) {
      for (int i = 0; i < size; i++) {
        step[i] = settings.maxStep() * step[i] / norm;
      }
    }
    System.arraycopy(velocities, 0, batch.doubles(VELOCITIES), 3 * batch.firstAtom(system), atoms);
    System.arraycopy(velocities, atoms, batch.doubles(CELL_VELOCITIES), 9 * system, 9);
    coordinates.displace(batch, system, step, s);
    relaxation.moved(batch, system);
  }

  /** Turns the velocities towards the forces, or stops them where they go uphill. */
  private void mix(SimState batch, int system, double[] forces, double[] velocities, int size) {
    double[] dt = batch.doubles(DT);
    double[] alpha = batch.doubles(ALPHA);
    long[] nPos = batch.longs(N_POS);
    // In one pass: each sum waits for its own last addition, not for the others'.
    double power = 0;
    double speed2 = 0;
    double force2 = 0;
    for (int i = 0; i < size; i++) {
      power += forces[i] * velocities[i];
      speed2 += velocities[i] * velocities[i];
      force2 += forces[i] * forces[i];
    }
    if (!(power > 0)) {
      Arrays.fill(velocities, 0, size, 0);
      alpha[system] = settings.alphaStart();
      dt[system] *= settings.fDec();
      nPos[system] = 0;
      return;
    }
    double mixing = alpha[system];
    if (nPos[system] > settings.nMin()) {
      dt[system] = Math.min(dt[system] * settings.fInc(), settings.dtMax());
      alpha[system] *= settings.fAlpha();
    }
    nPos[system]++;
    if (torchsim) {
      mixing = alpha[system];
    }
    double speed = Math.sqrt(speed2);
    double force = Math.sqrt(force2) + (torchsim ? EPSILON : 0);
    for (int i = 0; i < size; i++) {
      velocities[i] = (1 - mixing) * velocities[i] + mixing * forces[i] / force * speed;
    }
  }

  static double dot(double[] a, double[] b, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

package dev.lehr.simulation.optimize;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * FIRE on velocity Verlet with the atoms' masses, as torch-sim's {@code vv_fire}, in a fixed cell.
 *
 * <p>The second half of a step needs the forces at its end; it is made at the beginning of the next
 * move, so that {@link #DT}, {@link #ALPHA} and {@link #N_POS} are a step behind torch-sim's.
 */
public final class VvFire implements Optimizer {

  /** Column of the velocities (3 a row), angstrom sqrt(eV/amu)/angstrom. */
  public static final String VELOCITIES = Fire.VELOCITIES;

  /** Column of the time step. */
  public static final String DT = Fire.DT;

  /** Column of the mixing parameter. */
  public static final String ALPHA = Fire.ALPHA;

  /** Column of the number of steps downhill in a row (integer). */
  public static final String N_POS = Fire.N_POS;

  private static final double EPSILON = 1e-16;

  private final VvFireSettings settings;
  private final Relaxation relaxation;

  /**
   * FIRE on velocity Verlet.
   *
   * @throws IllegalArgumentException where the filter is not {@code NONE}
   */
  public VvFire(VvFireSettings settings, CellFilter filter, Convergence convergence) {
    if (filter.kind() != CellFilter.Kind.NONE) {
      throw new IllegalArgumentException(
          "vv-fire does not move the cell: velocity Verlet is defined for the atoms alone;"
              + " use fire, lbfgs or bfgs");
    }
    this.settings = settings;
    this.relaxation = new Relaxation(filter, convergence, FireSettings.Flavour.TORCHSIM);
  }

  @Override
  public Relaxation relaxation() {
    return relaxation;
  }

  @Override
  public void prepare(SimState system) {
    relaxation.prepare(system);
    system.addDoubles(VELOCITIES, Scope.ATOM, 3, 0);
    system.addDoubles(DT, Scope.SYSTEM, 1, settings.dtStart());
    system.addDoubles(ALPHA, Scope.SYSTEM, 1, settings.alphaStart());
    system.addLongs(N_POS, Scope.SYSTEM, 1, 0);
  }

  @Override
  public void move(SimState batch, int system) {
    Scratch s = relaxation.coordinates().forces(batch, system);
    int size = 3 * batch.nAtoms(system);
    double[] velocities = s.motion;
    int from = 3 * batch.firstAtom(system);
    System.arraycopy(batch.doubles(VELOCITIES), from, velocities, 0, size);
    boolean constrained = Constraints.any(batch, system);
    if (batch.longs(ITERATION)[system] > 0) {
      kick(batch, system, s, constrained);
      mix(batch, system, s.forces, velocities, size);
    }
    kick(batch, system, s, constrained);
    System.arraycopy(velocities, 0, batch.doubles(VELOCITIES), from, size);
    double dt = batch.doubles(DT)[system];
    for (int i = 0; i < size; i++) {
      s.step[i] = dt * velocities[i];
    }
    relaxation.coordinates().addToPositions(batch, system, s.step, constrained);
    relaxation.moved(batch, system);
  }

  /** Half a time step of acceleration. */
  private static void kick(SimState batch, int system, Scratch s, boolean constrained) {
    double half = 0.5 * batch.doubles(DT)[system];
    double[] masses = batch.masses();
    int first = batch.firstAtom(system);
    for (int i = 0; i < 3 * batch.nAtoms(system); i++) {
      s.motion[i] += half * s.forces[i] / masses[first + i / 3];
    }
    if (constrained) {
      Constraints.projectStep(batch, system, s.motion);
    }
  }

  private void mix(SimState batch, int system, double[] forces, double[] velocities, int size) {
    double[] dt = batch.doubles(DT);
    double[] alpha = batch.doubles(ALPHA);
    long[] nPos = batch.longs(N_POS);
    if (!(Fire.dot(forces, velocities, size) > 0)) {
      Arrays.fill(velocities, 0, size, 0);
      alpha[system] = settings.alphaStart();
      dt[system] *= settings.fDec();
      nPos[system] = 0;
      return;
    }
    nPos[system]++;
    if (nPos[system] > settings.nMin()) {
      dt[system] = Math.min(dt[system] * settings.fInc(), settings.dtMax());
      alpha[system] *= settings.fAlpha();
    }
    double speed = Math.sqrt(Fire.dot(velocities, velocities, size));
    double force = Math.sqrt(Fire.dot(forces, forces, size)) + EPSILON;
    double mixing = alpha[system];
    for (int i = 0; i < size; i++) {
      velocities[i] = (1 - mixing) * velocities[i] + mixing * (forces[i] * (speed / force));
    }
  }
}

package dev.lehr.simulation.optimize;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.Optional;

/**
 * Limited-memory BFGS without a line search (Nocedal and Wright, Numerical Optimization, 2006,
 * algorithm 7.4), as in ASE or torch-sim.
 *
 * <p>A system's memory is an array of its own: coordinates and gradient before the last move, then
 * a ring of pairs (s, y, y.s), in which pair k stands in slot k modulo the memory.
 */
public final class Lbfgs implements Optimizer {

  /** Column of the memory (ragged). */
  public static final String MEMORY = "lbfgs_memory";

  /** Column of the number of pairs seen so far (integer, 1 a row). */
  public static final String PAIRS = "lbfgs_pairs";

  /** Largest number of numbers that a system's memory may hold: 128 MiB. */
  public static final long MAX_NUMBERS = 16L << 20;

  private static final double EPSILON = 1e-16;
  private static final double TORCHSIM_CURVATURE = 1e-12;
  private static final double LEAST_CURVATURE = 1e-30;
  private static final int FIRST_SLOTS = 4;

  private final LbfgsSettings settings;
  private final Relaxation relaxation;
  private final boolean torchsim;

  /** L-BFGS with all its settings. */
  public Lbfgs(LbfgsSettings settings, CellFilter filter, Convergence convergence) {
    this.settings = settings;
    this.relaxation = new Relaxation(filter, convergence, settings.flavour());
    this.torchsim = settings.flavour() == FireSettings.Flavour.TORCHSIM;
  }

  @Override
  public Relaxation relaxation() {
    return relaxation;
  }

  @Override
  public Optional<Verdict.Failed> refuses(SimState system) {
    long size = 3L * system.nAtoms() + 9;
    long numbers = 2 * size + settings.memory() * (2 * size + 1);
    if (numbers <= MAX_NUMBERS) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Failed(
            "too_large_for_lbfgs",
            "lbfgs with a memory of "
                + settings.memory()
                + " keeps "
                + numbers
                + " numbers for the "
                + system.nAtoms()
                + " atoms of this structure, at most "
                + MAX_NUMBERS
                + " are taken; use a smaller memory, or fire"));
  }

  @Override
  public void prepare(SimState system) {
    relaxation.prepare(system);
    system.putColumn(MEMORY, new Column.Ragged(new double[1][0]));
    system.addLongs(PAIRS, Scope.SYSTEM, 1, 0);
  }

  @Override
  public void move(SimState batch, int system) {
    Coordinates coordinates = relaxation.coordinates();
    Scratch s = coordinates.forces(batch, system);
    int size = coordinates.size(batch, system);
    s.needMatrices(settings.memory(), 0);
    double[] gradient = s.forces;
    for (int i = 0; i < size; i++) {
      gradient[i] = -gradient[i];
    }
    coordinates.coordinates(batch, system, s, s.motion);
    if (batch.longs(ITERATION)[system] > 0) {
      remember(batch, system, s, size);
    }
    double[] memory = roomFor(batch, system, size);
    System.arraycopy(s.motion, 0, memory, 0, size);
    System.arraycopy(gradient, 0, memory, size, size);
    direction(memory, batch.longs(PAIRS)[system], s, size);
    for (int i = 0; i < size; i++) {
      s.step[i] = -s.step[i] * (torchsim ? settings.damping() : 1);
    }
    Coordinates.bound(s.step, size, settings.maxStep());
    for (int i = 0; i < size; i++) {
      s.step[i] *= torchsim ? 1 : settings.damping();
    }
    coordinates.displace(batch, system, s.step, s);
    if (torchsim && relaxation.cell().moves(batch, system)) {
      gradientInNewFrame(batch, system, memory, s, size);
    }
    relaxation.moved(batch, system);
  }

  private double[] roomFor(SimState batch, int system, int size) {
    double[][] all = batch.ragged(MEMORY);
    if (all[system].length == 0) {
      all[system] = new double[2 * size];
    }
    return all[system];
  }

  private static int slot(int size, long slot) {
    return (int) (2L * size + slot * (2L * size + 1));
  }

  /** Adds the pair of the last move to the ring. */
  private void remember(SimState batch, int system, Scratch s, int size) {
    double[][] all = batch.ragged(MEMORY);
    long pair = batch.longs(PAIRS)[system]++;
    long slot = pair % settings.memory();
    if (all[system].length < slot(size, slot + 1)) {
      long slots = Math.min(settings.memory(), Math.max(FIRST_SLOTS, 2 * slot));
      all[system] = Arrays.copyOf(all[system], slot(size, slots));
    }
    double[] memory = all[system];
    int at = slot(size, slot);
    double curvature = 0;
    for (int i = 0; i < size; i++) {
      memory[at + i] = s.motion[i] - memory[i];
      memory[at + size + i] = s.forces[i] - memory[size + i];
      curvature += memory[at + i] * memory[at + size + i];
    }
    memory[at + 2 * size] = curvature;
  }

  /** Two loops over the pairs: writes the inverse Hessian times the gradient into the step. */
  private void direction(double[] memory, long pairs, Scratch s, int size) {
    double[] q = s.step;
    double[] a = s.matrix;
    System.arraycopy(s.forces, 0, q, 0, size);
    long oldest = Math.max(0, pairs - settings.memory());
    for (long pair = pairs - 1; pair >= oldest; pair--) {
      int at = slot(size, pair % settings.memory());
      double along = rho(memory[at + 2 * size]) * dot(memory, at, q, size);
      a[(int) (pair - oldest)] = along;
      add(q, -along, memory, at + size, size);
    }
    double gamma = gamma(memory, pairs, size);
    for (int i = 0; i < size; i++) {
      q[i] *= gamma;
    }
    for (long pair = oldest; pair < pairs; pair++) {
      int at = slot(size, pair % settings.memory());
      double b = rho(memory[at + 2 * size]) * dot(memory, at + size, q, size);
      add(q, a[(int) (pair - oldest)] - b, memory, at, size);
    }
  }

  private double rho(double curvature) {
    if (torchsim) {
      return Math.abs(curvature) > TORCHSIM_CURVATURE ? 1 / (curvature + EPSILON) : 0;
    }
    return Math.abs(curvature) > LEAST_CURVATURE ? 1 / curvature : 0;
  }

  /** The inverse curvature to start from. */
  private double gamma(double[] memory, long pairs, int size) {
    if (settings.alpha().isPresent()) {
      return 1 / settings.alpha().getAsDouble();
    }
    if (pairs == 0) {
      return 1;
    }
    int at = slot(size, (pairs - 1) % settings.memory());
    double yy = 0;
    for (int i = at + size; i < at + 2 * size; i++) {
      yy += memory[i] * memory[i];
    }
    return yy > TORCHSIM_CURVATURE ? memory[at + 2 * size] / (yy + EPSILON) : 1;
  }

  /**
   * The forces before the move, in the frame of the cell after it: what torch-sim compares with.
   */
  private static void gradientInNewFrame(
      SimState batch, int system, double[] memory, Scratch s, int size) {
    int atoms = size - 9;
    System.arraycopy(batch.doubles(FORCES), 3 * batch.firstAtom(system), s.forces, 0, atoms);
    Constraints.projectForces(batch, system, s.forces);
    Coordinates.toFrame(s, s.forces, atoms);
    for (int i = 0; i < atoms; i++) {
      memory[size + i] = -s.forces[i];
    }
  }

  private static double dot(double[] memory, int at, double[] q, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += memory[at + i] * q[i];
    }
    return sum;
  }

  private static void add(double[] q, double factor, double[] memory, int at, int size) {
    for (int i = 0; i < size; i++) {
      q[i] += factor * memory[at + i];
    }
  }
}

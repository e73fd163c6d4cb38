package dev.lehr.simulation.optimize;

import dev.lehr.simulation.linalg.SymmetricEigen;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.Optional;

/**
 * BFGS as in ASE: a Hessian that starts as a multiple of unity, and steps along its eigenvectors
 * with the absolute values of its eigenvalues. Where all of them are positive, which is the rule,
 * the same step is found by Cholesky's factors at a fraction of the cost.
 *
 * <p>A system's memory is an array of its own: the lower triangle of the Hessian by rows, then the
 * coordinates and the gradient before the last move. It grows with the square of the number of
 * atoms and a step's cost with the cube, so that larger systems are refused.
 */
public final class Bfgs implements Optimizer {

  /** Column of the memory (ragged). */
  public static final String MEMORY = "bfgs_memory";

  /** Largest number of atoms: 609 coordinates with the cell, a Hessian of 1.5 MB. */
  public static final int MAX_ATOMS = 200;

  private static final double SAME_CONFIGURATION = 1e-7;
  private static final double LEAST_CURVATURE = 1e-30;

  private final BfgsSettings settings;
  private final Relaxation relaxation;

  /** BFGS with all its settings. */
  public Bfgs(BfgsSettings settings, CellFilter filter, Convergence convergence) {
    this.settings = settings;
    this.relaxation = new Relaxation(filter, convergence, FireSettings.Flavour.ASE);
  }

  @Override
  public Relaxation relaxation() {
    return relaxation;
  }

  @Override
  public Optional<Verdict.Failed> refuses(SimState system) {
    if (system.nAtoms() <= MAX_ATOMS) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Failed(
            "too_large_for_bfgs",
            "bfgs keeps a Hessian of (3N+9)^2 numbers and takes at most "
                + MAX_ATOMS
                + " atoms, this structure has "
                + system.nAtoms()
                + "; use lbfgs or fire"));
  }

  @Override
  public void prepare(SimState system) {
    refuses(system)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why.detail());
            });
    relaxation.prepare(system);
    int size = relaxation.coordinates().size(system, 0);
    double[] memory = new double[triangle(size) + 2 * size];
    for (int i = 0; i < size; i++) {
      memory[triangle(i) + i] = settings.alpha();
    }
    system.putColumn(MEMORY, new Column.Ragged(new double[][] {memory}));
  }

  private static int triangle(int n) {
    return n * (n + 1) / 2;
  }

  @Override
  public void move(SimState batch, int system) {
    Coordinates coordinates = relaxation.coordinates();
    Scratch s = coordinates.forces(batch, system);
    int size = coordinates.size(batch, system);
    s.needMatrices(size * size, Math.max(triangle(size), 2 * size));
    coordinates.coordinates(batch, system, s, s.motion);
    double[] memory = batch.ragged(MEMORY)[system];
    if (batch.longs(ITERATION)[system] > 0) {
      update(memory, s, size);
    }
    int before = triangle(size);
    System.arraycopy(s.motion, 0, memory, before, size);
    for (int i = 0; i < size; i++) {
      memory[before + size + i] = -s.forces[i];
    }
    if (!byCholesky(memory, s, size)) {
      byEigenvectors(memory, s, size);
    }
    Coordinates.bound(s.step, size, settings.maxStep());
    coordinates.displace(batch, system, s.step, s);
    relaxation.moved(batch, system);
  }

  /** Learns from the last move. */
  private static void update(double[] h, Scratch s, int size) {
    int before = triangle(size);
    double[] dx = s.motion;
    double[] dg = s.displacement;
    double[] hdx = s.step;
    double largest = 0;
    for (int i = 0; i < size; i++) {
      hdx[i] = 0;
      dg[i] = -s.forces[i] - h[before + size + i];
      s.second[i] = dx[i] - h[before + i];
      largest = Math.max(largest, Math.abs(s.second[i]));
    }
    if (largest < SAME_CONFIGURATION) {
      return;
    }
    multiply(h, s.second, hdx, size);
    double a = Fire.dot(s.second, dg, size);
    double b = Fire.dot(s.second, hdx, size);
    if (Math.abs(a) < LEAST_CURVATURE || Math.abs(b) < LEAST_CURVATURE) {
      return;
    }
    for (int i = 0; i < size; i++) {
      int row = triangle(i);
      for (int j = 0; j <= i; j++) {
        h[row + j] += dg[i] * dg[j] / a - hdx[i] * hdx[j] / b;
      }
    }
  }

  /** {@code out += h x} for a symmetric matrix given by its lower triangle. */
  private static void multiply(double[] h, double[] x, double[] out, int size) {
    for (int i = 0; i < size; i++) {
      int row = triangle(i);
      double sum = 0;
      for (int j = 0; j < i; j++) {
        sum += h[row + j] * x[j];
        out[j] += h[row + j] * x[i];
      }
      out[i] += sum + h[row + i] * x[i];
    }
  }

  /** Solves H step = forces; false where H is not positive definite. */
  static boolean byCholesky(double[] h, Scratch s, int size) {
    double[] l = s.second;
    for (int i = 0; i < size; i++) {
      int row = triangle(i);
      for (int j = 0; j <= i; j++) {
        int other = triangle(j);
        double sum = h[row + j];
        for (int k = 0; k < j; k++) {
          sum -= l[row + k] * l[other + k];
        }
        if (j < i) {
          l[row + j] = sum / l[other + j];
        } else if (sum > 0) {
          l[row + i] = Math.sqrt(sum);
        } else {
          return false;
        }
      }
    }
    double[] step = s.step;
    for (int i = 0; i < size; i++) {
      double sum = s.forces[i];
      for (int k = 0; k < i; k++) {
        sum -= l[triangle(i) + k] * step[k];
      }
      step[i] = sum / l[triangle(i) + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      double sum = step[i];
      for (int k = i + 1; k < size; k++) {
        sum -= l[triangle(k) + i] * step[k];
      }
      step[i] = sum / l[triangle(i) + i];
    }
    return true;
  }

  /** The step V |omega|^-1 V^T forces. */
  static void byEigenvectors(double[] h, Scratch s, int size) {
    double[] v = s.matrix;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        v[i * size + j] = h[triangle(i) + j];
        v[j * size + i] = h[triangle(i) + j];
      }
    }
    double[] omega = s.displacement;
    double[] step = s.step;
    try {
      SymmetricEigen.decompose(v, size, omega, s.second);
    } catch (ArithmeticException notFinite) {
      // The system's own failure: judge finds it in the positions.
      Arrays.fill(step, 0, size, Double.NaN);
      return;
    }
    Arrays.fill(step, 0, size, 0);
    for (int mode = 0; mode < size; mode++) {
      double along = 0;
      for (int i = 0; i < size; i++) {
        along += v[i * size + mode] * s.forces[i];
      }
      along /= Math.max(Math.abs(omega[mode]), LEAST_CURVATURE);
      for (int i = 0; i < size; i++) {
        step[i] += v[i * size + mode] * along;
      }
    }
  }
}

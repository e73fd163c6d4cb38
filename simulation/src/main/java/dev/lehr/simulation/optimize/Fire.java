package dev.lehr.simulation.optimize;

import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.Optional;

/**
 * The fast inertial relaxation engine (Bitzek et al., Phys. Rev. Lett. 97, 170201, 2006), with or
 * without the cell.
 *
 * <p>Everything that a system's next step depends on stands in its own rows of the state, so its
 * trajectory has the same bits alone, in any batch, and after a restart.
 */
public final class Fire implements Stepper {

  /** Column of the velocities of the atoms in the undeformed frame (3 a row), unit mass. */
  public static final String VELOCITIES = "velocities";

  /** Column of the velocity of the cell (9 a row). */
  public static final String CELL_VELOCITIES = "cell_velocities";

  /** Column of the cell gradient, eV (9 a row); 0 where the cell is fixed. */
  public static final String CELL_FORCES = "cell_forces";

  /** Column of the logarithm of the deformation gradient (9 a row). */
  public static final String LOG_DEFORMATION = "log_deformation";

  /** Column of the cell at the start, angstrom (9 a row). */
  public static final String REFERENCE_CELL = "reference_cell";

  /** Column of the time step. */
  public static final String DT = "dt";

  /** Column of the mixing parameter. */
  public static final String ALPHA = "alpha";

  /** Column of the number of steps downhill in a row (integer). */
  public static final String N_POS = "n_pos";

  /** Column of the energy before the last move, eV; not-a-number before the first. */
  public static final String LAST_ENERGY = "last_energy";

  /** A volume this many times larger or smaller than at the start counts as an explosion. */
  public static final double LARGEST_VOLUME_CHANGE = 20;

  private static final double EPSILON = 1e-16;

  private final FireSettings settings;
  private final CellFilter filter;
  private final Convergence convergence;
  private final FrechetCell cell;
  private final boolean torchsim;

  /** FIRE with all its settings. */
  public Fire(FireSettings settings, CellFilter filter, Convergence convergence) {
    this.settings = settings;
    this.filter = filter;
    this.convergence = convergence;
    this.torchsim = settings.flavour() == FireSettings.Flavour.TORCHSIM;
    this.cell = new FrechetCell(filter, torchsim);
  }

  @Override
  public void prepare(SimState system) {
    ResultColumns.addTo(system);
    system.addDoubles(VELOCITIES, Scope.ATOM, 3, 0);
    system.addDoubles(CELL_VELOCITIES, Scope.SYSTEM, 9, 0);
    system.addDoubles(CELL_FORCES, Scope.SYSTEM, 9, 0);
    system.addDoubles(LOG_DEFORMATION, Scope.SYSTEM, 9, 0);
    system.putColumn(REFERENCE_CELL, new Column.Doubles(Scope.SYSTEM, 9, system.cell().clone()));
    system.addDoubles(DT, Scope.SYSTEM, 1, settings.dtStart());
    system.addDoubles(ALPHA, Scope.SYSTEM, 1, settings.alphaStart());
    system.addLongs(N_POS, Scope.SYSTEM, 1, 0);
    system.addDoubles(LAST_ENERGY, Scope.SYSTEM, 1, Double.NaN);
  }

  /** What the user should know of how a system is treated, for example an ignored cell filter. */
  public Optional<String> note(SimState batch, int system) {
    if (filter.kind() == CellFilter.Kind.NONE) {
      return Optional.empty();
    }
    return switch (FrechetCell.periodicAxes(batch, system)) {
      case 0 -> Optional.of("the cell filter is ignored: the system is not periodic");
      case 3 -> Optional.empty();
      default -> Optional.of("strain along non-periodic lattice vectors is held fixed");
    };
  }

  @Override
  public Verdict judge(SimState batch, int system) {
    Optional<Verdict> failed =
        Health.notFinite(batch, system).or(() -> Health.exploded(batch, system));
    if (failed.isPresent()) {
      return failed.get();
    }
    if (cell.moves(batch, system)) {
      cell.updateForces(batch, system);
      failed =
          Health.notFiniteCell(batch, system, batch.doubles(CELL_FORCES))
              .or(() -> volumeExploded(batch, system));
      if (failed.isPresent()) {
        return failed.get();
      }
    }
    double change = batch.doubles(ENERGY)[system] - batch.doubles(LAST_ENERGY)[system];
    if (convergence.holds(largestGradient(batch, system), change)) {
      return new Verdict.Converged();
    }
    return batch.longs(ITERATION)[system] >= convergence.maxIterations()
        ? new Verdict.MaxIterations()
        : new Verdict.Continue();
  }

  private static Optional<Verdict> volumeExploded(SimState batch, int system) {
    double before = Math.abs(Matrix3.determinant(batch.doubles(REFERENCE_CELL), 9 * system));
    double ratio = Math.abs(batch.volume(system)) / before;
    if (ratio <= LARGEST_VOLUME_CHANGE && ratio >= 1 / LARGEST_VOLUME_CHANGE) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Failed(
            "exploded",
            "at step "
                + Health.step(batch, system)
                + " the volume is "
                + ratio
                + " times that at the start"));
  }

  /** What {@code fmax} bounds: ASE's norm with the cell filter where the cell moves. */
  private double largestGradient(SimState batch, int system) {
    if (!cell.moves(batch, system)) {
      return fmax(batch, system);
    }
    double atoms =
        torchsim
            ? fmax(batch, system)
            : largestRow(generalForces(batch, system), 0, batch.nAtoms(system));
    return Math.max(atoms, cellFmax(batch, system));
  }

  @Override
  public void move(SimState batch, int system) {
    double[] forces = generalForces(batch, system);
    double[] velocities = generalVelocities(batch, system);
    if (batch.longs(ITERATION)[system] > 0) {
      mix(batch, system, forces, velocities);
    }
    double dt = batch.doubles(DT)[system];
    double[] step = new double[forces.length];
    double norm2 = 0;
    for (int i = 0; i < step.length; i++) {
      velocities[i] += dt * forces[i];
      step[i] = dt * velocities[i];
      norm2 += step[i] * step[i];
    }
    double norm = Math.sqrt(norm2);
    if (norm > settings.maxStep()) {
      for (int i = 0; i < step.length; i++) {
        step[i] = settings.maxStep() * step[i] / norm;
      }
    }
    int atoms = 3 * batch.nAtoms(system);
    System.arraycopy(velocities, 0, batch.doubles(VELOCITIES), 3 * batch.firstAtom(system), atoms);
    System.arraycopy(velocities, atoms, batch.doubles(CELL_VELOCITIES), 9 * system, 9);
    displace(batch, system, step);
    batch.doubles(LAST_ENERGY)[system] = batch.doubles(ENERGY)[system];
    batch.longs(ITERATION)[system]++;
  }

  /** Turns the velocities towards the forces, or stops them where they go uphill. */
  private void mix(SimState batch, int system, double[] forces, double[] velocities) {
    double[] dt = batch.doubles(DT);
    double[] alpha = batch.doubles(ALPHA);
    long[] nPos = batch.longs(N_POS);
    double power = dot(forces, velocities);
    if (!(power > 0)) {
      java.util.Arrays.fill(velocities, 0);
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
    double speed = Math.sqrt(dot(velocities, velocities));
    double force = Math.sqrt(dot(forces, forces)) + (torchsim ? EPSILON : 0);
    for (int i = 0; i < velocities.length; i++) {
      velocities[i] = (1 - mixing) * velocities[i] + mixing * forces[i] / force * speed;
    }
  }

  private void displace(SimState batch, int system, double[] step) {
    double[] positions = batch.positions();
    int from = 3 * batch.firstAtom(system);
    int n = 3 * batch.nAtoms(system);
    if (!cell.moves(batch, system)) {
      for (int i = 0; i < n; i++) {
        positions[from + i] += step[i];
      }
      return;
    }
    double[] back = Matrix3.inverse(FrechetCell.deformation(batch, system));
    double[] cellStep = java.util.Arrays.copyOfRange(step, n, n + 9);
    double[] forth = cell.move(batch, system, cellStep);
    double[] r = new double[3];
    for (int i = 0; i < n; i += 3) {
      transform(back, positions, from + i, r);
      for (int k = 0; k < 3; k++) {
        positions[from + i + k] = r[k] + step[i + k];
      }
      transform(forth, positions, from + i, r);
      System.arraycopy(r, 0, positions, from + i, 3);
    }
  }

  private static void transform(double[] m, double[] v, int o, double[] out) {
    for (int k = 0; k < 3; k++) {
      out[k] = m[3 * k] * v[o] + m[3 * k + 1] * v[o + 1] + m[3 * k + 2] * v[o + 2];
    }
  }

  /** Forces on the atoms in the undeformed frame, then the nine of the cell. */
  private double[] generalForces(SimState batch, int system) {
    int n = 3 * batch.nAtoms(system);
    double[] all = new double[n + 9];
    System.arraycopy(batch.doubles(FORCES), 3 * batch.firstAtom(system), all, 0, n);
    if (cell.moves(batch, system)) {
      double[] transposed = Matrix3.transpose(FrechetCell.deformation(batch, system));
      double[] f = new double[3];
      for (int i = 0; i < n; i += 3) {
        transform(transposed, all, i, f);
        System.arraycopy(f, 0, all, i, 3);
      }
      System.arraycopy(batch.doubles(CELL_FORCES), 9 * system, all, n, 9);
    }
    return all;
  }

  private static double[] generalVelocities(SimState batch, int system) {
    int n = 3 * batch.nAtoms(system);
    double[] all = new double[n + 9];
    System.arraycopy(batch.doubles(VELOCITIES), 3 * batch.firstAtom(system), all, 0, n);
    System.arraycopy(batch.doubles(CELL_VELOCITIES), 9 * system, all, n, 9);
    return all;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Largest norm of the force on an atom, eV/angstrom. */
  public static double fmax(SimState batch, int system) {
    return largestRow(batch.doubles(FORCES), batch.firstAtom(system), batch.nAtoms(system));
  }

  /** Largest norm of a row of the cell gradient, eV for each atom; 0 where the cell is fixed. */
  public static double cellFmax(SimState batch, int system) {
    return largestRow(batch.doubles(CELL_FORCES), 3 * system, 3);
  }

  /** Largest absolute component of the stress, eV/angstrom^3. */
  public static double maxStress(SimState batch, int system) {
    double largest = 0;
    for (int i = 9 * system; i < 9 * system + 9; i++) {
      largest = Math.max(largest, Math.abs(batch.doubles(STRESS)[i]));
    }
    return largest;
  }

  /** Energy plus external pressure times volume, eV; the energy where the cell is fixed. */
  public double enthalpy(SimState batch, int system) {
    double energy = batch.doubles(ENERGY)[system];
    return cell.moves(batch, system)
        ? energy + filter.pressure() * Math.abs(batch.volume(system))
        : energy;
  }

  private static double largestRow(double[] rows, int first, int count) {
    double largest = 0;
    for (int i = 3 * first; i < 3 * (first + count); i += 3) {
      double norm2 = rows[i] * rows[i] + rows[i + 1] * rows[i + 1] + rows[i + 2] * rows[i + 2];
      largest = Math.max(largest, norm2);
    }
    return Math.sqrt(largest);
  }
}

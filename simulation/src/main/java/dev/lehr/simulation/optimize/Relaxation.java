package dev.lehr.simulation.optimize;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What all optimizers share: the columns, when a system is done, and its coordinates. */
public final class Relaxation {

  private static final Verdict CONTINUE = new Verdict.Continue();
  private static final double[] UNITY = Matrix3.identity();

  private final CellFilter filter;
  private final Convergence convergence;
  private final boolean torchsim;
  private final CellCoordinates cell;
  private final Coordinates coordinates;

  Relaxation(CellFilter filter, Convergence convergence, FireSettings.Flavour flavour) {
    this.filter = filter;
    this.convergence = convergence;
    this.torchsim = flavour == FireSettings.Flavour.TORCHSIM;
    this.cell = new CellCoordinates(filter, torchsim);
    this.coordinates = new Coordinates(cell);
  }

  /** How the cell is relaxed. */
  public CellFilter filter() {
    return filter;
  }

  /** When a system is done. */
  public Convergence convergence() {
    return convergence;
  }

  CellCoordinates cell() {
    return cell;
  }

  Coordinates coordinates() {
    return coordinates;
  }

  void prepare(SimState system) {
    ResultColumns.addTo(system);
    system.addDoubles(Optimizer.CELL_FORCES, Scope.SYSTEM, 9, 0);
    if (filter.kind() == CellFilter.Kind.UNIT) {
      double[] unity = UNITY.clone();
      system.putColumn(Optimizer.DEFORMATION, new Column.Doubles(Scope.SYSTEM, 9, unity));
    } else {
      system.addDoubles(Optimizer.LOG_DEFORMATION, Scope.SYSTEM, 9, 0);
    }
    double[] cellNow = system.cell().clone();
    system.putColumn(Optimizer.REFERENCE_CELL, new Column.Doubles(Scope.SYSTEM, 9, cellNow));
    if (!system.hasColumn(Optimizer.REFERENCE_POSITIONS)) {
      double[] positions = system.positions().clone();
      system.putColumn(Optimizer.REFERENCE_POSITIONS, new Column.Doubles(Scope.ATOM, 3, positions));
    }
    system.addDoubles(Optimizer.LAST_ENERGY, Scope.SYSTEM, 1, Double.NaN);
    if (system.hasColumn(Rattle.START_STRAIN)) {
      double[] strain = system.doubles(Rattle.START_STRAIN);
      system.removeColumn(Rattle.START_STRAIN);
      strain(system, strain);
    }
  }

  /** Strains a system of its own, as far as that is free. */
  private void strain(SimState system, double[] strain) {
    if (!cell.moves(system, 0)) {
      return;
    }
    int atoms = 3 * system.nAtoms();
    Scratch s = Scratch.of(atoms + 9);
    cell.keepFree(system, 0, s, strain);
    Arrays.fill(s.step, 0, atoms, 0);
    for (int i = 0; i < 9; i++) {
      s.step[atoms + i] = system.nAtoms() * strain[i];
    }
    coordinates.displace(system, 0, s.step, s);
  }

  /** Counts a move that has been made. */
  void moved(SimState batch, int system) {
    batch.doubles(Optimizer.LAST_ENERGY)[system] = batch.doubles(Stepper.ENERGY)[system];
    batch.longs(Stepper.ITERATION)[system]++;
  }

  Verdict judge(SimState batch, int system) {
    Optional<Verdict> failed = Health.notFinite(batch, system);
    if (failed.isEmpty()) {
      failed = Health.exploded(batch, system);
    }
    boolean moves = cell.moves(batch, system);
    if (failed.isEmpty() && moves) {
      cell.updateForces(batch, system);
      failed = Health.notFiniteCell(batch, system, batch.doubles(Optimizer.CELL_FORCES));
      if (failed.isEmpty()) {
        failed = volumeExploded(batch, system);
      }
    }
    if (failed.isPresent()) {
      return failed.get();
    }
    double change =
        batch.doubles(Stepper.ENERGY)[system] - batch.doubles(Optimizer.LAST_ENERGY)[system];
    boolean bounded = moves && convergence.smax().isPresent();
    double stress = bounded ? cell.largestFreeStress(batch, system) : 0;
    if (convergence.holds(largestGradient(batch, system, moves), stress, change)) {
      return new Verdict.Converged();
    }
    return batch.longs(Stepper.ITERATION)[system] >= convergence.maxIterations()
        ? new Verdict.MaxIterations()
        : CONTINUE;
  }

  private static Optional<Verdict> volumeExploded(SimState batch, int system) {
    double ratio = Figures.volumeRatio(batch, system);
    if (ratio <= Optimizer.LARGEST_VOLUME_CHANGE && ratio >= 1 / Optimizer.LARGEST_VOLUME_CHANGE) {
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
  private double largestGradient(SimState batch, int system, boolean moves) {
    if (!moves) {
      return Figures.fmax(batch, system);
    }
    double atoms =
        torchsim || convergence.smax().isPresent()
            ? Figures.fmax(batch, system)
            : Figures.largestRow(coordinates.forces(batch, system).forces, 0, batch.nAtoms(system));
    return convergence.smax().isPresent()
        ? atoms
        : Math.max(atoms, Figures.cellFmax(batch, system));
  }

  Optional<String> note(SimState batch, int system) {
    List<String> notes = new ArrayList<>();
    if (filter.kind() != CellFilter.Kind.NONE) {
      int periodic = StrainSpace.periodicAxes(batch, system);
      if (periodic == 0) {
        notes.add("the cell filter is ignored: the system is not periodic");
      } else if (periodic < 3) {
        notes.add("strain along non-periodic lattice vectors is held fixed");
      }
    }
    int held = Constraints.heldAtoms(batch, system);
    if (held > 0) {
      notes.add(held + " of " + batch.nAtoms(system) + " atoms are held");
    }
    if (Constraints.holdsCenterOfMass(batch, system)) {
      notes.add("the centre of mass is held");
    }
    return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes));
  }

  double enthalpy(SimState batch, int system) {
    double energy = batch.doubles(Stepper.ENERGY)[system];
    return cell.moves(batch, system)
        ? energy + filter.pressure() * Math.abs(batch.volume(system))
        : energy;
  }

  /**
   * Largest absolute free component of stress plus pressure, eV/angstrom^3; empty: a fixed cell.
   */
  public Optional<Double> smax(SimState batch, int system) {
    return cell.moves(batch, system)
        ? Optional.of(cell.largestFreeStress(batch, system))
        : Optional.empty();
  }

  /**
   * The largest displacement of an atom since the start, angstrom: the length of F^-1 r - r0, where
   * F is the deformation gradient of the cell since the start, r the position, and r0 that at the
   * start, before any random displacement. An atom that only went along with the cell has moved by
   * nothing. Not-a-number where the start is not known, as in checkpoints that older versions
   * wrote.
   */
  public double largestDisplacement(SimState batch, int system) {
    if (!batch.hasColumn(Optimizer.REFERENCE_POSITIONS)) {
      return Double.NaN;
    }
    Scratch s = Scratch.of(0);
    System.arraycopy(UNITY, 0, s.back, 0, 9);
    if (cell.moves(batch, system)) {
      cell.deformation(batch, system, s, s.deformation);
      Matrix3.inverse(s.deformation, 0, s.back, 0);
    }
    double[] start = batch.doubles(Optimizer.REFERENCE_POSITIONS);
    double largest = 0;
    for (int i = 3 * batch.firstAtom(system); i < 3 * batch.firstAtom(system + 1); i += 3) {
      Coordinates.transform(s.back, batch.positions(), i, s.vector);
      double norm2 = 0;
      for (int k = 0; k < 3; k++) {
        double d = s.vector[k] - start[i + k];
        norm2 += d * d;
      }
      largest = Math.max(largest, norm2);
    }
    return Math.sqrt(largest);
  }
}

package dev.lehr.simulation.optimize;

import dev.lehr.simulation.state.SimState;
import java.util.Optional;

/**
 * A {@link Stepper} that looks for a minimum of the energy, or with a cell filter of the enthalpy.
 *
 * <p>All of them move the same generalised coordinates: the atoms in the undeformed frame, and the
 * cell as its {@link CellFilter} has it. All of them obey {@link
 * dev.lehr.simulation.constraints.Constraints}: steps are made of projected forces, and {@code
 * fmax} bounds those; the column {@link Stepper#FORCES} keeps the raw ones.
 */
public sealed interface Optimizer extends Stepper
    permits Fire, VvFire, GradientDescent, Lbfgs, Bfgs {

  /** Column of the cell gradient, eV (9 a row); 0 where the cell is fixed. */
  String CELL_FORCES = "cell_forces";

  /** Column of the logarithm of the deformation gradient (9 a row), of {@code FRECHET} filters. */
  String LOG_DEFORMATION = "log_deformation";

  /** Column of the deformation gradient (9 a row), of {@code UNIT} filters. */
  String DEFORMATION = "deformation";

  /** Column of the cell at the start, angstrom (9 a row). */
  String REFERENCE_CELL = "reference_cell";

  /** Column of the positions at the start, before any random displacement, angstrom (3 a row). */
  String REFERENCE_POSITIONS = "reference_positions";

  /** Column of the energy before the last move, eV; not-a-number before the first. */
  String LAST_ENERGY = "last_energy";

  /** A volume this many times larger or smaller than at the start counts as an explosion. */
  double LARGEST_VOLUME_CHANGE = 20;

  /** What the optimizers share: filter, convergence, coordinates. */
  Relaxation relaxation();

  /** The optimizer of some settings. */
  static Optimizer of(OptimizerSettings settings, CellFilter filter, Convergence convergence) {
    if (settings instanceof FireSettings fire) {
      return new Fire(fire, filter, convergence);
    }
    if (settings instanceof VvFireSettings fire) {
      return new VvFire(fire, filter, convergence);
    }
    if (settings instanceof GradientDescentSettings descent) {
      return new GradientDescent(descent, filter, convergence);
    }
    if (settings instanceof LbfgsSettings lbfgs) {
      return new Lbfgs(lbfgs, filter, convergence);
    }
    return new Bfgs((BfgsSettings) settings, filter, convergence);
  }

  @Override
  default Verdict judge(SimState batch, int system) {
    return relaxation().judge(batch, system);
  }

  /** What the user should know of how a system is treated, for example an ignored cell filter. */
  default Optional<String> note(SimState batch, int system) {
    return relaxation().note(batch, system);
  }

  /** Energy plus external pressure times volume, eV; the energy where the cell is fixed. */
  default double enthalpy(SimState batch, int system) {
    return relaxation().enthalpy(batch, system);
  }
}

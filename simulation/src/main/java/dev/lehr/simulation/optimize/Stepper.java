package dev.lehr.simulation.optimize;

import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.Optional;
import java.util.Set;

/**
 * Advances one system of a batch. All that it remembers stands in columns of the state, so that a
 * system can be taken out, written down, and put into another batch in another process.
 *
 * <p>The loop around it is: {@link #prepare} once; forward pass; {@link #judge}; then, while the
 * verdict is to continue: {@link #move}, forward pass, {@link #judge}. A stepper never reads or
 * writes another system's rows, so any number may run in parallel on one batch.
 */
public interface Stepper {

  /** Column of each system's energy, eV (1 a row). */
  String ENERGY = "energy";

  /** Column of each atom's energy, eV (1 a row). */
  String ENERGIES = "energies";

  /** Column of the forces, eV/angstrom (3 a row). */
  String FORCES = "forces";

  /** Column of the stress, eV/angstrom^3 (9 a row). */
  String STRESS = "stress";

  /** Column of the number of moves made so far (integer, 1 a row). */
  String ITERATION = "iteration";

  /**
   * Columns that a system keeps from the stage before, where this stepper goes on from it: all
   * others are taken away.
   */
  default Set<String> takesOver() {
    return Set.of();
  }

  /**
   * Why this stepper cannot take a system, where it cannot.
   *
   * @param system a state of one system that has begun and has not been prepared
   */
  default Optional<Verdict.Failed> refuses(SimState system) {
    return Optional.empty();
  }

  /**
   * Gives a state of one system what follows from its structure (from its id, or from a column of
   * its file), before anything else is asked; nothing for most steppers.
   */
  default void begin(SimState system, Structure structure) {}

  /** Adds the columns that this stepper needs to a state of one system that has not started. */
  void prepare(SimState system);

  /**
   * Looks at the results of a forward pass for the positions in the state: updates what depends on
   * them and says whether the system goes on.
   *
   * @param batch a batch with {@link #ENERGY}, {@link #ENERGIES}, {@link #FORCES}, {@link #STRESS}
   *     of the current positions
   * @param system position in the batch
   */
  Verdict judge(SimState batch, int system);

  /** Moves atoms and cell once and adds 1 to {@link #ITERATION}. */
  void move(SimState batch, int system);
}

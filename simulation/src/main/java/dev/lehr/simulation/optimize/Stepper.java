package dev.lehr.simulation.optimize;

import dev.lehr.simulation.state.SimState;
import java.util.Optional;

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
   * Why this stepper cannot take a system, where it cannot.
   *
   * @param system a state of one system that has not started
   */
  default Optional<Verdict.Failed> refuses(SimState system) {
    return Optional.empty();
  }

  /**
   * Gives a state of one system what follows from its structure's id, before it is prepared;
   * nothing for most steppers.
   *
   * @param structure id of the structure
   */
  default void begin(SimState system, String structure) {}

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

package dev.lehr.simulation.optimize;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Optional;

/**
 * What a stage does to a structure before it starts, beyond the constraints of the structure
 * itself.
 *
 * @param rattle random displacements
 * @param fixCom holds the centre of mass
 * @param fixElements atomic numbers of elements whose atoms are held
 * @param fixIndices atoms that are held, counted from 0; negative ones count from the end
 */
public record StartConditions(
    Optional<Rattle> rattle, boolean fixCom, List<Integer> fixElements, List<Integer> fixIndices) {

  /** Copies the lists. */
  public StartConditions {
    fixElements = List.copyOf(fixElements);
    fixIndices = List.copyOf(fixIndices);
  }

  /** Nothing. */
  public static StartConditions none() {
    return new StartConditions(Optional.empty(), false, List.of(), List.of());
  }

  /**
   * Applies them to a state of one system that has not started.
   *
   * @param structure the structure's id
   * @return why they cannot be applied, where they cannot
   */
  public Optional<Verdict.Failed> apply(SimState system, String structure) {
    int n = system.nAtoms();
    boolean[] moves = new boolean[n];
    for (int i = 0; i < n; i++) {
      moves[i] = !fixElements.contains(system.atomicNumbers()[i]);
    }
    for (int index : fixIndices) {
      int atom = index < 0 ? index + n : index;
      if (atom < 0 || atom >= n) {
        return Optional.of(
            new Verdict.Failed(
                "unsupported_constraint",
                "atom " + index + " is to be held, the structure has " + n + " atoms"));
      }
      moves[atom] = false;
    }
    Constraints.hold(system, moves, 1);
    if (fixCom) {
      Constraints.holdCenterOfMass(system);
    }
    rattle.ifPresent(r -> r.displace(system, structure));
    return Optional.empty();
  }
}

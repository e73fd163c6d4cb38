package dev.lehr.simulation.analysis.hull;

import java.util.List;

/**
 * Where an entry stands.
 *
 * @param id of the entry
 * @param formationEnergy against the most stable elements, eV/atom
 * @param energyAboveHull what it would gain by decomposing, eV/atom, at least 0
 * @param decomposition the phases of least energy with its composition, the largest share first;
 *     the entry itself where it is the stable one
 */
public record HullPlace(
    String id, double formationEnergy, double energyAboveHull, List<Share> decomposition) {

  /** Differences of energy below this are rounding, eV/atom. */
  public static final double TOLERANCE = 1e-8;

  /** Takes a copy. */
  public HullPlace {
    decomposition = List.copyOf(decomposition);
  }

  /** Whether it does not decompose. */
  public boolean isStable() {
    return energyAboveHull <= TOLERANCE;
  }
}

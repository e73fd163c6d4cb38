package dev.lehr.activities.reports;

import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.Recognition;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The relaxed structures of one element, by what they are and not by what they started as. */
final class Found {

  /** Energies nearer than this, eV/atom, are the same minimum. */
  static final double SAME = 1e-6;

  /**
   * A relaxed structure.
   *
   * @param start the key of the prototype that it started as
   * @param is the prototype that it is; nothing for another crystal
   * @param energy eV/atom
   * @param lattice lattice constants, angstrom; none for another crystal
   */
  record Crystal(String start, Optional<Prototype> is, double energy, double[] lattice) {

    static Crystal of(String start, double energyPerAtom, SimState state) {
      Optional<Prototype> is = Recognition.of(state);
      return new Crystal(
          start,
          is,
          energyPerAtom,
          is.map(p -> LatticeOf.prototype(p, state)).orElseGet(() -> new double[0]));
    }

    String name() {
      return is.map(Prototype::key).orElse("other");
    }
  }

  private final List<Crystal> crystals = new ArrayList<>();

  void add(Crystal crystal) {
    crystals.add(crystal);
  }

  int size() {
    return crystals.size();
  }

  /**
   * The structure of lowest energy; among those in the same minimum the lowest whose prototype is
   * known, if there is one.
   */
  Crystal lowest() {
    double energy = crystals.stream().mapToDouble(Crystal::energy).min().orElseThrow();
    return crystals.stream()
        .filter(c -> c.energy() <= energy + SAME)
        .min(Comparator.comparing((Crystal c) -> c.is().isEmpty()).thenComparing(Crystal::energy))
        .orElseThrow();
  }

  /** The lowest structure of another kind than {@link #lowest()} and in another minimum. */
  Optional<Crystal> next() {
    Crystal lowest = lowest();
    return crystals.stream()
        .filter(c -> !c.name().equals(lowest.name()) && c.energy() > lowest.energy() + SAME)
        .min(Comparator.comparingDouble(Crystal::energy));
  }

  /** How many ended in the lowest minimum. */
  long reached() {
    Crystal lowest = lowest();
    return crystals.stream().filter(c -> c.energy() <= lowest.energy() + SAME).count();
  }

  /** How many are no longer the prototype that they started as. */
  long left() {
    return crystals.stream().filter(c -> !c.name().equals(c.start())).count();
  }
}

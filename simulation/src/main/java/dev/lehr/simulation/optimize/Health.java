package dev.lehr.simulation.optimize;

import dev.lehr.simulation.neighbors.ClosestPair;
import dev.lehr.simulation.state.SimState;
import java.util.Optional;

/** Finds systems that went wrong, before any number of theirs is used. */
public final class Health {

  /** Largest force component that a stepper goes on with, eV/angstrom. */
  public static final double LARGEST_FORCE = 1e6;

  private Health() {}

  /** The failure of a system with an energy, force or position that is not a finite number. */
  public static Optional<Verdict> notFinite(SimState batch, int system) {
    double energy = batch.doubles(Stepper.ENERGY)[system];
    if (!Double.isFinite(energy)) {
      return Optional.of(notFinite(batch, system, "energy", energy));
    }
    int from = 3 * batch.firstAtom(system);
    int to = 3 * batch.firstAtom(system + 1);
    double[] forces = batch.doubles(Stepper.FORCES);
    double[] positions = batch.positions();
    for (int i = from; i < to; i++) {
      if (!Double.isFinite(forces[i])) {
        return Optional.of(notFinite(batch, system, "force on atom " + (i - from) / 3, forces[i]));
      }
      if (!Double.isFinite(positions[i])) {
        return Optional.of(
            notFinite(batch, system, "position of atom " + (i - from) / 3, positions[i]));
      }
    }
    return Optional.empty();
  }

  static Optional<Verdict> notFiniteCell(SimState batch, int system, double[] cellForces) {
    for (int i = 9 * system; i < 9 * system + 9; i++) {
      if (!Double.isFinite(cellForces[i])) {
        return Optional.of(notFinite(batch, system, "cell gradient", cellForces[i]));
      }
    }
    return Optional.empty();
  }

  /** The failure of a system with a force above {@link #LARGEST_FORCE}. */
  public static Optional<Verdict> exploded(SimState batch, int system) {
    double largest = Figures.fmax(batch, system);
    if (largest <= LARGEST_FORCE) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Failed(
            "exploded",
            "at step "
                + step(batch, system)
                + " a force is "
                + largest
                + " eV/angstrom, above "
                + LARGEST_FORCE
                + tooClose(batch, system)));
  }

  static long step(SimState batch, int system) {
    return batch.longs(Stepper.ITERATION)[system];
  }

  private static Verdict notFinite(SimState batch, int system, String what, double value) {
    return new Verdict.Failed(
        "not_finite",
        ("at step " + step(batch, system) + " the " + what + " is " + value)
            + tooClose(batch, system));
  }

  /** The usual culprits, if there are any; looked for only where something is wrong already. */
  private static String tooClose(SimState batch, int system) {
    return ClosestPair.within1Angstrom(batch, system).map(pair -> "; " + pair).orElse("");
  }
}

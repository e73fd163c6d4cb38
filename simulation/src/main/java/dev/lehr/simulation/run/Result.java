package dev.lehr.simulation.run;

import dev.lehr.simulation.dynamics.Displacements;
import dev.lehr.simulation.dynamics.Observables;
import dev.lehr.simulation.dynamics.PairDistribution;
import dev.lehr.simulation.dynamics.PairSampling;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.Optional;

/**
 * What has become of a structure.
 *
 * @param index place of the structure in the input, from 0
 * @param input the structure as it was given
 * @param status how it ended
 * @param reason a word for programs, as in campaigns, for example {@code not_finite}, {@code
 *     overlapping_atoms}, {@code unsupported_element}, {@code larger_than_device}; empty where it
 *     converged
 * @param detail a sentence for people; empty where it converged
 * @param iterations moves made
 * @param swapAttempts times that it was in the batch when systems were swapped
 * @param state the state of this one system when it left, with energy, forces, stress and what its
 *     stepper remembers; empty where it never was in a batch. The result's own, not copied
 */
public record Result(
    long index,
    Structure input,
    Status status,
    String reason,
    String detail,
    long iterations,
    int swapAttempts,
    Optional<SimState> state) {

  /** Id of the structure. */
  public String id() {
    return input.id();
  }

  /** Whether the goal was met. */
  public boolean isConverged() {
    return status == Status.CONVERGED;
  }

  /** Energy, eV; not-a-number where it was never computed. */
  public double energy() {
    return state.map(s -> s.doubles(Stepper.ENERGY)[0]).orElse(Double.NaN);
  }

  /** A copy of the forces, 3 for each atom, eV/angstrom; empty where they were never computed. */
  public double[] forces() {
    return state.map(s -> s.doubles(Stepper.FORCES).clone()).orElseGet(() -> new double[0]);
  }

  /**
   * A copy of the stress, 3x3 row-major, eV/angstrom^3, positive in tension; empty where it was
   * never computed.
   */
  public double[] stress() {
    return state.map(s -> s.doubles(Stepper.STRESS).clone()).orElseGet(() -> new double[0]);
  }

  /** What molecular dynamics observed; empty after other verbs, or where nothing was computed. */
  public Optional<Observables> observables() {
    return state.filter(Observables::areIn).map(s -> Observables.of(s, 0));
  }

  /** Mean squared displacements of molecular dynamics; empty where they were not sampled. */
  public Optional<Displacements> displacements() {
    return state.filter(Displacements::areIn).map(s -> Displacements.of(s, 0));
  }

  /**
   * The pair distribution of molecular dynamics; empty where it was not sampled.
   *
   * @param sampling what was asked for
   */
  public Optional<PairDistribution> pairDistribution(PairSampling sampling) {
    return state.filter(PairDistribution::isIn).map(s -> PairDistribution.of(s, 0, sampling));
  }

  /** The structure as it ended, without results that its input came with. */
  public Structure structure() {
    return state.map(s -> MovedStructure.of(input, s)).orElse(input);
  }
}

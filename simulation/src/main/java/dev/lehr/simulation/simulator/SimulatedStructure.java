package dev.lehr.simulation.simulator;

import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * A structure of a scenario.
 *
 * @param index its index in the campaign
 * @param atoms atoms of its system, which stand for its bits, not for its size
 * @param size what it adds to the sum that the cap limits, when it starts
 * @param growth part of its size that it gains until its last step
 * @param steps steps to its end
 * @param fate what it comes to
 * @param at step at which what is bound to happen happens
 * @param hunger factor of the memory that it needs on what its size says
 * @param path what it goes through
 */
record SimulatedStructure(
    int index,
    int atoms,
    double size,
    double growth,
    int steps,
    Fate fate,
    int at,
    double hunger,
    Path path) {

  /** Column of the structure's index. */
  static final String INDEX = "simulator.structure";

  /** Size after so many steps. */
  double sizeAt(long iteration) {
    return size * (1 + growth * Math.min(iteration, steps) / steps);
  }

  /** The system that has not started. */
  SimState start() {
    int[] numbers = new int[atoms];
    Arrays.fill(numbers, 1);
    double[] masses = new double[atoms];
    Arrays.fill(masses, 1);
    SimState state =
        SimState.ofSystem(
            numbers,
            masses,
            Path.start(index, atoms),
            new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
            new boolean[3]);
    state.addLongs(INDEX, Scope.SYSTEM, 1, index);
    return state;
  }

  /**
   * Steps that it makes before it ends, where it may end at multiples of {@code swapEvery} only.
   */
  int lastIteration(int swapEvery) {
    int end = fate == Fate.NOT_A_NUMBER ? at : steps;
    return fate == Fate.NOT_A_NUMBER ? end : (end + swapEvery - 1) / swapEvery * swapEvery;
  }

  @Override
  public String toString() {
    return "structure " + index + " (" + fate + ", " + steps + " steps, at " + at + ")";
  }
}

package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** Forces and stress against central differences of the energy. */
class DerivativesTest {

  private static final int[] METALS = {29, 13, 74, 12};
  private static final double STEP = 2e-5;

  private final Model eam =
      new ZhouEam(List.of("Cu", "Al", "W", "Mg"), Truncation.SMOOTH, Workers.serial());
  private final ModelOutput output = new ModelOutput();

  @Property(tries = 60)
  void eamForcesAndStressAreDerivativesOfTheEnergy(
      @ForAll long seed, @ForAll @IntRange(max = 7) int pbcBits) {
    SimState state =
        Crystals.random(METALS, 3 + Math.floorMod(seed, 20), Crystals.pbc(pbcBits), seed);
    checkForces(eam, state, seed, 2e-6);
    checkStress(eam, state, 2e-6);
  }

  @Property(tries = 60)
  void lennardJonesForcesAndStressAreDerivativesOfTheEnergy(
      @ForAll long seed, @ForAll @IntRange(max = 7) int pbcBits) {
    double cutoff = pbcBits == 0 ? Double.POSITIVE_INFINITY : 7;
    Model lj = new LennardJones(2.3, 1e-2, cutoff, Workers.serial());
    SimState state =
        Crystals.random(METALS, 3 + Math.floorMod(seed, 10), Crystals.pbc(pbcBits), seed);
    checkForces(lj, state, seed, 2e-6);
    checkStress(lj, state, 2e-6);
  }

  private void checkForces(Model model, SimState state, long seed, double tolerance) {
    model.evaluate(state, output);
    double[] forces = output.forces().clone();
    Random random = new Random(seed);
    for (int t = 0; t < 4; t++) {
      int k = random.nextInt(3 * state.nAtoms());
      check(model, moved(state, k, STEP), moved(state, k, -STEP), -forces[k], tolerance);
    }
  }

  private void checkStress(Model model, SimState state, double tolerance) {
    model.evaluate(state, output);
    double[] stress = output.stress().clone();
    double volume = Math.abs(state.volume(0));
    for (int k = 0; k < 9; k++) {
      SimState up = strained(state, k, STEP);
      check(model, up, strained(state, k, -STEP), stress[k] * volume, 10 * tolerance);
    }
  }

  /** Passes over the rare case of a pair between the two that crosses a cutoff with a jump. */
  private void check(Model model, SimState up, SimState down, double slope, double tolerance) {
    NeighborList one = NeighborList.of(up, 0, model.cutoff());
    NeighborList two = NeighborList.of(down, 0, model.cutoff());
    if (model instanceof LennardJones
        && !(Arrays.equals(one.neighbors(), two.neighbors())
            && Arrays.equals(one.shiftIds(), two.shiftIds()))) {
      Statistics.collect("a pair crosses the cutoff");
      return;
    }
    Statistics.collect("checked");
    double expected = (energy(model, up) - energy(model, down)) / (2 * STEP);
    assertThat(slope).isCloseTo(expected, within(tolerance * (1 + Math.abs(expected))));
  }

  private double energy(Model model, SimState state) {
    model.evaluate(state, output);
    return output.energy()[0];
  }

  private static SimState moved(SimState state, int coordinate, double by) {
    SimState moved = state.copy();
    moved.positions()[coordinate] += by;
    return moved;
  }

  private static SimState strained(SimState state, int component, double by) {
    double[] f = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    f[component] += by;
    return SimState.ofSystem(
        state.atomicNumbers(),
        state.masses(),
        Crystals.multiply(state.positions(), f),
        Crystals.multiply(state.cell(), f),
        state.pbc());
  }
}

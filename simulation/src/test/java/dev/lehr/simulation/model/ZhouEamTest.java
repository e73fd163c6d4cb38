package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZhouEamTest {

  private final ModelOutput output = new ModelOutput();

  @Test
  void splinesStayWithin1e10ElectronvoltsPerAtomOfTheFormulae() {
    double worst = 0;
    for (Truncation truncation : Truncation.values()) {
      ZhouEam all = new ZhouEam(ZhouEam.supportedElements(), truncation, Workers.serial());
      for (String symbol : ZhouEam.supportedElements()) {
        ZhouEam eam = new ZhouEam(List.of(symbol), truncation, Workers.serial());
        int[] z = {Golden.ATOMIC_NUMBERS.get(symbol)};
        double a =
            ZhouElement.all().get(ZhouEam.supportedElements().indexOf(symbol)).latticeConstant();
        for (double squeeze : new double[] {0.85, 1.0, 1.2}) {
          worst = Math.max(worst, error(eam, Crystals.fcc(z, squeeze * a, 2, 0.15, 4)));
        }
      }
      int[] every = Golden.ATOMIC_NUMBERS.values().stream().mapToInt(z -> z).sorted().toArray();
      for (int seed = 0; seed < 5; seed++) {
        worst = Math.max(worst, error(all, Crystals.fcc(every, 4.0, 2, 0.2, seed)));
      }
    }
    System.out.println("largest spline error, eV/atom: " + worst);
    assertThat(worst).isLessThan(1e-10);
  }

  private double error(ZhouEam eam, SimState state) {
    eam.evaluate(state, output);
    return Math.abs(output.energy()[0] - byFormula(eam, state)) / state.nAtoms();
  }

  private static double byFormula(ZhouEam eam, SimState state) {
    NeighborList list = NeighborList.of(state, 0, eam.cutoff());
    double[] shifts = list.shiftVectors(state.cell(), 0, new double[0]);
    double[] p = state.positions();
    double energy = 0;
    for (int i = 0; i < list.nAtoms(); i++) {
      int mine = eam.typeOf(state.atomicNumbers()[i]);
      double rho = 0;
      for (int k = list.starts()[i]; k < list.starts()[i + 1]; k++) {
        int j = list.neighbors()[k];
        double square = 0;
        for (int c = 0; c < 3; c++) {
          double d = p[3 * j + c] - p[3 * i + c] + shifts[3 * list.shiftIds()[k] + c];
          square += d * d;
        }
        int other = eam.typeOf(state.atomicNumbers()[j]);
        rho += eam.density(other, Math.sqrt(square)).value();
        energy += 0.5 * eam.pair(mine, other, Math.sqrt(square)).value();
      }
      energy += eam.embedding(mine, rho);
    }
    return energy;
  }

  @Test
  void anAtomAloneHasTheEmbeddingEnergyOfNoDensityWhichIsAboutNothing() {
    for (String symbol : ZhouEam.supportedElements()) {
      ZhouEam eam = new ZhouEam(List.of(symbol), Truncation.SMOOTH, Workers.serial());
      eam.evaluate(atoms(Golden.ATOMIC_NUMBERS.get(symbol), 0, 0, 0), output);
      assertThat(output.energy()[0]).isCloseTo(0, within(2e-6));
      assertThat(output.forces()[0]).isZero();
      assertThat(Arrays.copyOf(output.stress(), 9)).containsOnly(0);
    }
  }

  @Test
  void atomsVeryCloseToEachOtherHaveLargeFiniteEnergiesAndForcesThatMatch() {
    ZhouEam eam = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial());
    double before = Double.POSITIVE_INFINITY;
    for (double r : new double[] {0.01, 0.3, 0.7, 0.999, 1.001, 1.5}) {
      double h = 1e-6;
      eam.evaluate(atoms(29, 0, 0, 0, r + h, 0, 0), output);
      double up = output.energy()[0];
      eam.evaluate(atoms(29, 0, 0, 0, r - h, 0, 0), output);
      double slope = (up - output.energy()[0]) / (2 * h);
      eam.evaluate(atoms(29, 0, 0, 0, r, 0, 0), output);
      assertThat(output.energy()[0]).isFinite().isLessThan(before);
      assertThat(output.forces()[0]).isCloseTo(slope, within(1e-4 * Math.abs(slope)));
      before = output.energy()[0];
    }
  }

  @Test
  void theOrderOfTheElementsChangesNothingAndTheirChoiceDoes() {
    ZhouEam one = new ZhouEam(List.of("Cu", "Au"), Truncation.SMOOTH, Workers.serial());
    ZhouEam same = new ZhouEam(List.of("Au", "Cu"), Truncation.SMOOTH, Workers.serial());
    ZhouEam hard = new ZhouEam(List.of("Au", "Cu"), Truncation.HARD, Workers.serial());
    ZhouEam other = new ZhouEam(List.of("Au", "Ag"), Truncation.SMOOTH, Workers.serial());
    assertThat(one.digest()).hasSize(64).isEqualTo(same.digest());
    assertThat(List.of(hard.digest(), other.digest())).doesNotContain(one.digest());
    LennardJones lj = new LennardJones(1, 1, 2.5, Workers.serial());
    assertThat(new LennardJones(1, 1, Math.nextUp(2.5), Workers.serial()).digest())
        .isNotEqualTo(lj.digest());
  }

  @Test
  void whoeverUsesItForCompoundsOrCutHardIsWarned() {
    assertThat(new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial()).notes()).isEmpty();
    assertThat(new ZhouEam(List.of("Ni", "Al"), Truncation.SMOOTH, Workers.serial()).notes())
        .singleElement()
        .asString()
        .contains("mixing rule", "formation energies");
    assertThat(new ZhouEam(List.of("Cu"), Truncation.HARD, Workers.serial()).notes())
        .singleElement()
        .asString()
        .contains("fifth fcc shell");
  }

  @Test
  void elementsThatAreUnknownMissingOrNamedTwiceAreRefusedByName() {
    assertThatThrownBy(() -> eam("Cu", "Xx"))
        .hasMessageContaining("'Xx'")
        .hasMessageContaining("Zr");
    assertThatThrownBy(() -> eam("Cu", "Cu")).hasMessageContaining("twice");
    assertThatThrownBy(() -> eam()).hasMessageContaining("at least one");
    assertThat(eam("Cu").supports(29)).isTrue();
    assertThat(eam("Cu").supports(79)).isFalse();
    assertThatThrownBy(() -> eam("Cu").evaluate(atoms(79, 0, 0, 0), output))
        .hasMessageContaining("[Cu]")
        .hasMessageContaining("79");
  }

  @Test
  void anInfiniteCutoffIsForSystemsThatAreNotPeriodic() {
    LennardJones lj = new LennardJones(1, 1, Double.POSITIVE_INFINITY, Workers.serial());
    double r = Math.pow(2, 1 / 6.0);
    lj.evaluate(atoms(18, 0, 0, 0, r, 0, 0, 1e5, 0, 0), output);
    assertThat(output.energy()[0]).isCloseTo(-1, within(1e-14));
    assertThat(Arrays.copyOf(output.stress(), 9)).containsOnly(0);
    SimState crystal = Crystals.prototype("A1", 18, new double[] {5});
    assertThatThrownBy(() -> lj.evaluate(crystal, output)).hasMessageContaining("not periodic");
  }

  private static ZhouEam eam(String... symbols) {
    return new ZhouEam(List.of(symbols), Truncation.SMOOTH, Workers.serial());
  }

  private static SimState atoms(int z, double... positions) {
    int[] numbers = new int[positions.length / 3];
    Arrays.fill(numbers, z);
    return SimState.ofSystem(
        numbers, new double[numbers.length], positions, new double[9], new boolean[3]);
  }
}

package dev.lehr.simulation.prototypes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecognitionTest {

  private static final List<Prototype> ALL =
      List.of(Prototype.A1, Prototype.A2, Prototype.A3, Prototype.A4, Prototype.A15, Prototype.SC);

  @Test
  void idealCrystalsAreRecognisedInEachCellAtAnyVolume() {
    PrototypeSpec spec =
        PrototypeSpec.of(ALL, List.of("Cu", "Mg", "Pb")).withVolumes(0.5, 1.0, 3.0);
    recognised(spec);
    recognised(spec.withCell(CellChoice.CONVENTIONAL, 1, 1, 1));
    recognised(spec.withCell(CellChoice.PRIMITIVE, 3, 2, 1));
  }

  @Test
  void rattledAndStrainedCrystalsAreRecognised() {
    PrototypeSpec spec =
        PrototypeSpec.of(ALL, List.of("Ni", "Fe", "W", "Zr")).withRule(new VolumeRule.Contact());
    recognised(spec.withDisorder(0.05, 0.01, 7, 10).withCell(CellChoice.CONVENTIONAL, 1, 1, 1));
    recognised(spec.withDisorder(0.05, 0.0, 8, 5).withCell(CellChoice.CONVENTIONAL, 3, 2, 2));
    recognised(spec.withDisorder(0.0, 0.02, 9, 10));
  }

  @Test
  void closePackedHexagonalCrystalsAreRecognisedForAnyRealAxialRatio() {
    PrototypeSpec ideal = PrototypeSpec.of(List.of(Prototype.A3), List.of("Mg"));
    for (PrototypeSpec spec :
        List.of(ideal, ideal.withDisorder(0.05, 0, 3, 1).withCell(CellChoice.PRIMITIVE, 2, 2, 2))) {
      for (double ratio = 1.45; ratio <= 1.951; ratio += 0.01) {
        SimState state = structures(spec).get(0).toSimState();
        double stretch = ratio / Math.sqrt(8.0 / 3);
        for (int k = 2; k < 9; k += 3) {
          state.cell()[k] *= stretch;
        }
        for (int k = 2; k < state.positions().length; k += 3) {
          state.positions()[k] *= stretch;
        }
        assertThat(Recognition.of(state)).as("c/a %.2f", ratio).contains(Prototype.A3);
      }
    }
  }

  @Test
  void anotherChoiceOfLatticeVectorsIsTheSameCrystal() {
    for (Structure structure : structures(PrototypeSpec.of(ALL, List.of("Co")))) {
      SimState state = structure.toSimState();
      for (int x = 0; x < 3; x++) {
        state.cell()[x] += 2 * state.cell()[3 + x] - state.cell()[6 + x];
        state.cell()[6 + x] += state.cell()[3 + x];
      }
      assertThat(key(state)).as(structure.id()).isEqualTo(structure.info().get("prototype"));
    }
  }

  @Test
  void aGasIsNone() {
    Random random = new Random(11);
    for (int trial = 0; trial < 50; trial++) {
      for (int n : new int[] {4, 8, 32}) {
        assertThat(Recognition.of(gas(n, random))).isEmpty();
      }
    }
  }

  @Test
  void aMixedStackingIsNone() {
    double height = Math.sqrt(2.0 / 3);
    double[] cell = {1, 0, 0, -.5, Math.sqrt(3) / 2, 0, 0, 0, 4 * height};
    double[] positions = new double[12];
    int[] layers = {0, 1, 0, 2};
    for (int layer = 0; layer < 4; layer++) {
      positions[3 * layer + 1] = layers[layer] / Math.sqrt(3);
      positions[3 * layer + 2] = layer * height;
    }
    assertThat(Recognition.of(state(positions, cell, true))).isEmpty();
  }

  @Test
  void aSystemThatIsNotPeriodicIsNone() {
    assertThat(Recognition.of(state(new double[3], CUBE.clone(), false))).isEmpty();
    assertThat(Recognition.of(state(new double[3], CUBE.clone(), true))).contains(Prototype.SC);
  }

  private static final double[] CUBE = {3, 0, 0, 0, 3, 0, 0, 0, 3};

  private static SimState gas(int n, Random random) {
    double edge = 2.5 * Math.cbrt(n);
    double[] cell = {edge, 0, 0, 0, edge, 0, 0, 0, edge};
    return state(random.doubles(3L * n, 0, edge).toArray(), cell, true);
  }

  private static SimState state(double[] positions, double[] cell, boolean periodic) {
    int[] numbers = new int[positions.length / 3];
    Arrays.fill(numbers, 26);
    double[] masses = new double[numbers.length];
    Arrays.fill(masses, 55.8);
    boolean[] pbc = {periodic, periodic, periodic};
    return SimState.ofSystem(numbers, masses, positions, cell, pbc);
  }

  private static void recognised(PrototypeSpec spec) {
    for (Structure structure : structures(spec)) {
      assertThat(key(structure.toSimState()))
          .as(structure.id())
          .isEqualTo(structure.info().get("prototype"));
    }
  }

  private static String key(SimState state) {
    return Recognition.of(state).map(Prototype::key).orElse("other");
  }

  private static List<Structure> structures(PrototypeSpec spec) {
    return new PrototypeGenerator(spec, "test").structures();
  }
}

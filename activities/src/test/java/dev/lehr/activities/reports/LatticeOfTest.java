package dev.lehr.activities.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.prototypes.CellChoice;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.PrototypeGenerator;
import dev.lehr.simulation.prototypes.PrototypeSpec;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatticeOfTest {

  @Test
  void primitiveAndConventionalCellsHaveTheSameLatticeConstants() {
    for (String key : List.of("A1", "A2", "A3", "A4", "A15", "sc")) {
      PrototypeSpec spec = PrototypeSpec.of(List.of(Prototype.of(key)), List.of("Mg"));
      double[] primitive = lattice(key, spec);
      double[] conventional = lattice(key, spec.withCell(CellChoice.CONVENTIONAL, 1, 1, 1));
      assertThat(primitive).as(key).hasSize(key.equals("A3") ? 2 : 1);
      assertThat(conventional).as(key).containsExactly(primitive, within(1e-10));
      double[] skewed = lattice(key, spec.withCell(CellChoice.CONVENTIONAL, 3, 1, 2));
      assertThat(skewed).as(key).containsExactly(primitive, within(1e-10));
    }
  }

  @Test
  void theFirstVectorOfAnIdealCellIsTheLatticeConstantOfCubicAndHexagonalCells() {
    for (String key : List.of("A3", "A15", "sc")) {
      PrototypeSpec spec = PrototypeSpec.of(List.of(Prototype.of(key)), List.of("Mg"));
      double[] cell = structure(spec).cell().orElseThrow();
      double first = Math.sqrt(cell[0] * cell[0] + cell[1] * cell[1] + cell[2] * cell[2]);
      assertThat(lattice(key, spec)[0]).as(key).isCloseTo(first, within(1e-10));
    }
  }

  @Test
  void anotherChoiceOfHexagonalVectorsAndARealAxialRatioAreMeasuredRight() {
    PrototypeSpec spec = PrototypeSpec.of(List.of(Prototype.A3), List.of("Zr"));
    SimState state = structure(spec).toSimState();
    double a = lattice("A3", spec)[0];
    for (double ratio : new double[] {1.5, 1.58, 1.7, 1.86}) {
      SimState stretched = state.copy();
      stretch(stretched.cell(), ratio / Math.sqrt(8.0 / 3));
      stretch(stretched.positions(), ratio / Math.sqrt(8.0 / 3));
      for (int x = 0; x < 3; x++) {
        stretched.cell()[x] += stretched.cell()[6 + x];
        stretched.cell()[6 + x] += 2 * stretched.cell()[3 + x];
      }
      assertThat(LatticeOf.prototype(Prototype.A3, stretched))
          .containsExactly(new double[] {a, ratio * a}, within(1e-10));
    }
  }

  private static void stretch(double[] rows, double factor) {
    for (int k = 2; k < rows.length; k += 3) {
      rows[k] *= factor;
    }
  }

  private static double[] lattice(String key, PrototypeSpec spec) {
    return LatticeOf.prototype(Prototype.of(key), structure(spec).toSimState());
  }

  private static Structure structure(PrototypeSpec spec) {
    return new PrototypeGenerator(spec, "prototypes").structures().get(0);
  }
}

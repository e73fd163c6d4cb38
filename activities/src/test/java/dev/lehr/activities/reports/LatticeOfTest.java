package dev.lehr.activities.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.prototypes.CellChoice;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.PrototypeGenerator;
import dev.lehr.simulation.prototypes.PrototypeSpec;
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

  private static double[] lattice(String key, PrototypeSpec spec) {
    return LatticeOf.prototype(key, structure(spec).toSimState());
  }

  private static Structure structure(PrototypeSpec spec) {
    return new PrototypeGenerator(spec, "prototypes").structures().get(0);
  }
}

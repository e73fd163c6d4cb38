package dev.lehr.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.structure.Structure;
import org.junit.jupiter.api.Test;

/** A stage may leave a structure with other atoms than it came with. */
class MovedStructureRegressionTest {

  private static Structure atoms(int... numbers) {
    return Structure.builder("s", "here", numbers, new double[3 * numbers.length]).build();
  }

  @Test
  void theAtomsAreThoseOfTheState() {
    Structure one = atoms(29);
    assertThat(MovedStructure.of(one, atoms(29, 29).toSimState()).atomicNumbers())
        .containsExactly(29, 29);
    assertThat(MovedStructure.of(one, atoms(79).toSimState()).atomicNumbers()).containsExactly(79);
  }
}

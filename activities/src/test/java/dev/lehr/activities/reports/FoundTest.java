package dev.lehr.activities.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.PrototypeGenerator;
import dev.lehr.simulation.prototypes.PrototypeSpec;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundTest {

  @TempDir private Path directory;

  @Test
  void aDiamondStartThatBecameHexagonalCountsAsHexagonal() {
    Found found = new Found();
    found.add(Found.Crystal.of("A1", -4.40, crystal(Prototype.A1)));
    found.add(Found.Crystal.of("A4", -4.41, crystal(Prototype.A3)));
    found.add(Found.Crystal.of("A3", -4.41 + 4e-7, crystal(Prototype.A3)));
    assertThat(found.lowest().name()).isEqualTo("A3");
    assertThat(found.lowest().lattice()).hasSize(2);
    assertThat(found.next()).map(Found.Crystal::name).contains("A1");
    assertThat(found.reached()).isEqualTo(2);
    assertThat(found.left()).isEqualTo(1);
  }

  @Test
  void ofStructuresInTheLowestMinimumOneOfAKnownPrototypeNamesIt() {
    Found found = new Found();
    found.add(new Found.Crystal("A2", Optional.empty(), -1 - 5e-7, new double[0]));
    found.add(new Found.Crystal("A1", Optional.of(Prototype.A1), -1, new double[] {4}));
    assertThat(found.lowest().name()).isEqualTo("A1");
    assertThat(found.next()).isEmpty();
  }

  @Test
  void anUnknownCrystalBelowAllOthersIsReportedAsOther() throws IOException {
    Found found = new Found();
    found.add(new Found.Crystal("A2", Optional.empty(), -1.1, new double[0]));
    found.add(new Found.Crystal("A1", Optional.of(Prototype.A1), -1, new double[] {4}));
    String text = GroundStates.text(Map.of("Cu", found), reference("Cu,A1,3.61,,3.49,3.54"));
    assertThat(text)
        .containsPattern("Cu  other A1   NOT +3.61 .* A1 +\\+100\\.0 +1/2 +1/2")
        .contains("0 of 1");
  }

  @Test
  void anElementWithoutResultsIsNamedAndNotCounted() throws IOException {
    String text = GroundStates.text(Map.of(), reference("Cu,A1,3.61,,3.49,3.54"));
    assertThat(text).contains("Cu  no converged structure").contains("0 of 0");
  }

  @Test
  void aReferenceThatIsNoNumberIsNamedWithItsLine() {
    assertThatThrownBy(() -> reference("Cu,A1,3.6l,,3.49,3.54"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reference.csv:2: a is '3.6l', expected a number");
  }

  private ReferenceTable reference(String row) throws IOException {
    Path file = directory.resolve("reference.csv");
    Files.writeString(file, "element,structure,a,c,cohesive,fitted_cohesive\n" + row + "\n");
    return ReferenceTable.read(file);
  }

  private static SimState crystal(Prototype prototype) {
    PrototypeSpec spec = PrototypeSpec.of(List.of(prototype), List.of("Co"));
    return new PrototypeGenerator(spec, "test").structures().get(0).toSimState();
  }
}

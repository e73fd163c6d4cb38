package dev.lehr.simulation.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantityTest {

  @Test
  void unitsAndBareNumbersBecomeInternalOnes() {
    assertThat(Quantity.parse("10 GPa", Dimension.PRESSURE))
        .isCloseTo(10 / 160.21766208, within(1e-13));
    assertThat(Quantity.parse("1 bar", Dimension.PRESSURE)).isCloseTo(6.241509e-7, within(1e-13));
    assertThat(Quantity.parse("2", Dimension.TIME)).isCloseTo(0.1964539, within(1e-6));
    assertThat(Quantity.parse("1e-3 eV", Dimension.ENERGY)).isEqualTo(1e-3);
    assertThat(Quantity.parse("5 nm", Dimension.LENGTH)).isEqualTo(50);
  }

  @Test
  void compressibilitiesAreWrittenAsOneOverAPressure() {
    assertThat(Quantity.parse("0.5", Dimension.COMPRESSIBILITY)).isEqualTo(0.5 / Units.GPA);
    assertThat(Quantity.parse("4.6e-5/bar", Dimension.COMPRESSIBILITY))
        .isEqualTo(4.6e-5 * (1 / Units.BAR));
    assertThat(Quantity.parse("2 1/GPa", Dimension.COMPRESSIBILITY)).isEqualTo(2 * (1 / Units.GPA));
    assertThatThrownBy(() -> Quantity.parse("1 GPa", Dimension.COMPRESSIBILITY))
        .hasMessageContaining("'GPa' is a unit of pressure");
  }

  @Test
  void aWrongUnitIsNamedWithAGuess() {
    assertThatThrownBy(() -> Quantity.parse("10 Gpa", Dimension.PRESSURE))
        .hasMessageContaining("'Gpa' is not a unit of pressure")
        .hasMessageContaining("did you mean 'GPa'?");
    assertThatThrownBy(() -> Quantity.parse("3 fs", Dimension.ENERGY))
        .hasMessageContaining("'fs' is a unit of time");
  }
}

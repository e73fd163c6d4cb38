package dev.lehr.activities.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ElasticKindTest {

  private final ElasticKind kind = new ElasticKind();

  @Test
  void defaultsAreFilledInAndSettingsAreReadBackToTheSame() {
    RecipeStage stage = Readings.read(kind, "{}");
    assertThat(stage.settings())
        .hasToString(
            "{\"method\":\"central\",\"strain\":0.0025,\"clamped\":false,\"relax\":\"cell\","
                + "\"fmax\":1.0E-4,\"stress_limit\":0.01,\"max_iterations\":1000}");
    assertThat(stage.citations()).containsExactly("hill1952", "mouhat2014", "ranganathan2008");
    Readings.read(kind, "{method: torch-sim, symmetry: cubic}");
    assertThat(
            Readings.read(kind, "{stress_limit: 1 kbar}").settings().get("stress_limit").asDouble())
        .isCloseTo(0.1, org.assertj.core.api.Assertions.within(1e-12));
    Readings.read(kind, "{stress_limit: 0.37 kbar, clamped: true, relax: atoms}");
  }

  @Test
  void whatIsWrongIsNamedAllAtOnce() {
    assertThat(
            Readings.problems(
                kind,
                "{strain: 0.2, relax: shape, stress_limit: 5 eV, clamped: maybe, symmetry: cubic}"))
        .containsExactlyInAnyOrder(
            "strain: found '0.2', expected a number above 0.0 and at most 0.05",
            "relax: found 'shape', expected one of cell, atoms, none",
            "stress_limit: '5 eV': 'eV' is not a unit of pressure (GPa, MPa, kPa, Pa, bar, kbar, atm,"
                + " eV/angstrom^3, eV/Ang^3; a bare number is GPa); 'eV' is a unit of energy",
            "clamped: found 'maybe', expected one of true, false",
            "symmetry: is of method torch-sim, and this is central");
    assertThat(Readings.problems(kind, "{method: torch-sim, strain: 0.01}"))
        .containsExactly("strain: is of method central, and this is torch-sim");
    assertThat(Readings.problems(kind, "{stress_limit: 0}"))
        .containsExactly("stress_limit: found '0', expected a number above 0.0 and at most 1000.0");
  }

  @Test
  void itIsFoundAndFindsWhatItSays() {
    assertThat(ServiceLoader.load(StageKind.class)).hasAtLeastOneElementOfType(ElasticKind.class);
    Readings.run(Readings.read(kind, "{}"), Readings.copper());
  }
}

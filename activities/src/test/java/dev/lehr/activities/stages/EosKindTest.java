package dev.lehr.activities.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class EosKindTest {

  private final EosKind kind = new EosKind();

  @Test
  void defaultsAreFilledInAndSettingsAreReadBackToTheSame() {
    RecipeStage stage = Readings.read(kind, "{}");
    assertThat(stage.settings())
        .hasToString(
            "{\"points\":7,\"range\":0.06,\"forms\":[\"birch-murnaghan\",\"vinet\",\"murnaghan\"],"
                + "\"relax\":\"atoms\",\"fmax\":0.001,\"max_iterations\":1000}");
    assertThat(stage.citations()).containsExactly("birch1947", "vinet1987", "murnaghan1944");
    RecipeStage other = Readings.read(kind, "{points: 9, range: 0.1, forms: vinet, relax: none}");
    assertThat(other.settings())
        .hasToString("{\"points\":9,\"range\":0.1,\"forms\":[\"vinet\"],\"relax\":\"none\"}");
    Readings.read(kind, "{fmax: 2 meV/angstrom}");
  }

  @Test
  void whatIsWrongIsNamedAllAtOnce() {
    assertThat(
            Readings.problems(
                kind,
                "{points: 4, range: 0.7, forms: [vinett, vinet, vinet], relax: cell, colour: red}"))
        .containsExactlyInAnyOrder(
            "points: found '4', expected a whole number from 5 to 1000",
            "range: found '0.7', expected a number above 0.0 and at most 0.5",
            "forms[0]: found 'vinett', expected one of birch-murnaghan, vinet, murnaghan; did you mean"
                + " vinet?",
            "forms: found 'vinet' twice, expected each form once",
            "relax: found 'cell', expected one of atoms, none",
            "colour: unknown key; known here: points, range, forms, relax, fmax, max_iterations");
    assertThat(Readings.problems(kind, "{relax: none, fmax: 0.01}"))
        .containsExactly("fmax: does nothing where nothing relaxes; expected relax: atoms");
  }

  @Test
  void itIsFoundAndFindsWhatItSays() {
    assertThat(ServiceLoader.load(StageKind.class)).hasAtLeastOneElementOfType(EosKind.class);
    Readings.run(Readings.read(kind, "{}"), Readings.copper());
  }
}

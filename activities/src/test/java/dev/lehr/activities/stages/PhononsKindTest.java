package dev.lehr.activities.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class PhononsKindTest {

  private final PhononsKind kind = new PhononsKind();

  @Test
  void defaultsAreFilledInAndSettingsAreReadBackToTheSame() {
    RecipeStage stage = Readings.read(kind, "{}");
    assertThat(stage.settings())
        .hasToString(
            "{\"relax\":\"cell\",\"fmax\":1.0E-4,\"stress_limit\":0.01,\"max_iterations\":1000,"
                + "\"supercell\":\"auto\",\"max_atoms\":500,\"displacement\":0.01,\"q_mesh\":\"auto\","
                + "\"temperatures\":[0.0,100.0,200.0,300.0,400.0,500.0,600.0,700.0,800.0,900.0,1000.0],"
                + "\"dos_points\":301,\"dos_width\":\"auto\",\"path\":\"auto\",\"band_points\":31}");
    assertThat(stage.citations()).containsExactly("togo2015", "setyawan2010");
    RecipeStage own =
        Readings.read(
            kind,
            """
            relax: none
            supercell: [4, 4, 2]
            q_mesh: [8, 8, 8]
            temperatures: [0, 77.4]
            dos_width: 0.05
            path:
              - {from: Γ, q_from: [0, 0, 0], to: X, q_to: [0.5, 0, 0.5]}
              - {from: X, q_from: [0.5, 0, 0.5], to: W, q_to: [0.5, 0.25, 0.75]}
            """);
    assertThat(own.settings().get("path")).hasSize(2);
    assertThat(own.settings().has("max_atoms")).isFalse();
    assertThat(own.citations()).containsExactly("togo2015");
    Readings.read(kind, "{temperatures: []}");
  }

  @Test
  void whatIsWrongIsNamedAllAtOnce() {
    assertThat(
            Readings.problems(
                kind,
                """
                supercell: [4, 4]
                max_atoms: 100
                q_mesh: [8, 8, 0]
                temperatures: [-1]
                displacement: 2
                path: [{from: Γ, q_from: [0, 0], q_to: [0.5, 0, 0.5]}]
                dos_points: 1
                """))
        .containsExactlyInAnyOrder(
            "supercell: found 2 numbers, expected auto or three such as [4, 4, 4]",
            "q_mesh[2]: found '0', expected a whole number from 1 to 1000",
            "temperatures[0]: found '-1', expected a number from 0.0 to 100000.0",
            "displacement: found 2.0 angstrom, expected at most 1",
            "path[0].q_from: found 2 numbers, expected three, in reciprocal lattice vectors of the"
                + " cell",
            "path[0].to: is missing, expected a label such as X",
            "dos_points: found '1', expected a whole number from 2 to 100000");
    assertThat(Readings.problems(kind, "{supercell: [2, 2, 2], max_atoms: 10}"))
        .containsExactly("max_atoms: bounds an automatic supercell, and this one is given");
  }

  @Test
  void itIsFoundAndFindsWhatItSays() {
    assertThat(ServiceLoader.load(StageKind.class)).hasAtLeastOneElementOfType(PhononsKind.class);
    Map<String, ?> found =
        Readings.run(
                Readings.read(
                    kind,
                    "{max_atoms: 30, q_mesh: [4, 4, 4], path: [{from: Γ, q_from:"
                        + " [0, 0, 0], to: A, q_to: [0.1, 0, 0]}]}"),
                Readings.copper())
            .values();
    assertThat(found.get("supercell")).isEqualTo(List.of(3, 3, 3));
    assertThat(found.get("q_mesh")).isEqualTo(List.of(4, 4, 4));
  }
}

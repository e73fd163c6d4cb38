package dev.lehr.activities.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Kinds that make structures. */
class MakingKindsTest {

  @Test
  void theyAreFound() {
    assertThat(ServiceLoader.load(StageKind.class))
        .extracting(StageKind::name)
        .contains("eos", "elastic", "phonons", "strain", "rattle", "supercell", "substitute");
  }

  @Test
  void strainsAreReadInBothFormsAndWrittenAsRows() {
    StrainKind kind = new StrainKind();
    RecipeStage one = Readings.read(kind, "{strain: [0.01, 0, 0, 0, 0, 0.02]}");
    assertThat(one.makesStructures()).isFalse();
    assertThat(one.settings())
        .hasToString("{\"strain\":[[0.01,0.01,0.0],[0.01,0.0,0.0],[0.0,0.0,0.0]]}");
    RecipeStage several =
        Readings.read(
            kind, "{strains: [[0.01, 0, 0, 0, 0, 0], [[0, 0.1, 0], [0, 0, 0], [0, 0, 0]]]}");
    assertThat(several.makesStructures()).isTrue();
    assertThat(Readings.run(several, Readings.copper()).children())
        .extracting(c -> c.structure().id())
        .containsExactly("cu/strain-1", "cu/strain-2");
    RecipeStage volumes = Readings.read(kind, "{volumes: [0.94, 1, 1.06]}");
    assertThat(volumes.settings()).hasToString("{\"volumes\":[0.94,1.0,1.06]}");
    assertThat(Readings.run(volumes, Readings.copper()).children())
        .extracting(c -> c.name())
        .containsExactly("volume-0.94", "volume-1", "volume-1.06");
    assertThat(Readings.read(kind, "{volume: 1.1}").makesStructures()).isFalse();
  }

  @Test
  void whatIsWrongWithStrainsIsNamed() {
    StrainKind kind = new StrainKind();
    assertThat(Readings.problems(kind, "{}"))
        .containsExactly("strain: found none, expected one of strain, strains, volume, volumes");
    assertThat(Readings.problems(kind, "{strain: [1, 2]}"))
        .containsExactlyInAnyOrder(
            "strain: found a list, expected six numbers for xx, yy, zz, yz, xz, xy or three rows of"
                + " three");
    assertThat(Readings.problems(kind, "{strains: []}"))
        .containsExactly("strains: is empty, expected one or more");
    assertThat(Readings.problems(kind, "{volumes: [0.9, 0.9, 20]}"))
        .containsExactlyInAnyOrder(
            "volumes[2]: found '20', expected a number from 0.1 to 10.0",
            "volumes: has volume-0.9 twice, expected each once");
    assertThat(Readings.problems(kind, "{volume: [1, 2], strain: [0, 0, 0, 0, 0, 0]}"))
        .contains("volume: found a list, expected one number; a list is volumes");
    assertThat(Readings.problems(kind, "{strains: 3}"))
        .contains("strains: found '3', expected a list of tensors");
    assertThat(Readings.problems(kind, "{strain: [-0.5, -0.5, -0.5, 0, 0, 0.5]}"))
        .singleElement()
        .asString()
        .startsWith("strain: strain leaves 0.09375 of the volume");
  }

  @Test
  void rattlingIsRandomAndKeyedByTheStage() {
    RattleKind kind = new RattleKind();
    RecipeStage stage = Readings.read(kind, "{copies: 2, standard_deviation: 2 pm}");
    assertThat(stage.isRandom()).isTrue();
    assertThat(stage.makesStructures()).isTrue();
    assertThat(stage.settings()).hasToString("{\"standard_deviation\":0.02,\"copies\":2}");
    assertThat(Readings.run(stage, Readings.copper()).children()).hasSize(2);
    assertThat(Readings.read(kind, "{}").makesStructures()).isFalse();
    assertThat(Readings.problems(kind, "{copies: 0, standard_deviation: 0}"))
        .containsExactlyInAnyOrder(
            "copies: found '0', expected a whole number from 1 to 10000",
            "standard_deviation: found '0', expected above 0.0");
  }

  @Test
  void supercellsAreReadInBothForms() {
    SupercellKind kind = new SupercellKind();
    assertThat(Readings.read(kind, "{repeat: [2, 1, 3]}").settings())
        .hasToString("{\"repeat\":[[2,0,0],[0,1,0],[0,0,3]]}");
    RecipeStage cube = Readings.read(kind, "{repeat: [[-1, 1, 1], [1, -1, 1], [1, 1, -1]]}");
    assertThat(cube.makesStructures()).isTrue();
    assertThat(Readings.run(cube, Readings.copper()).structure().orElseThrow().nAtoms())
        .isEqualTo(4);
    assertThat(Readings.problems(kind, "{}"))
        .anySatisfy(p -> assertThat(p).startsWith("repeat: is missing, expected three whole"));
    assertThat(Readings.problems(kind, "{repeat: [0, 1, 1]}"))
        .singleElement()
        .asString()
        .startsWith("repeat: makes 0 copies, expected from 1 to 100000");
    assertThat(Readings.problems(kind, "{repeat: [2, 2]}"))
        .singleElement()
        .asString()
        .startsWith("repeat: found 2 whole numbers, expected three whole numbers");
  }

  @Test
  void substitutionsAreRead() {
    SubstituteKind kind = new SubstituteKind();
    RecipeStage one = Readings.read(kind, "{replace: {Cu: Ni}}");
    assertThat(one.settings()).hasToString("{\"replace\":{\"Cu\":\"Ni\"},\"sites\":\"all\"}");
    // Other atoms than the record has: the ledger needs a record of their own.
    assertThat(one.makesStructures()).isTrue();
    assertThat(Readings.run(one, Readings.copper()).structure().orElseThrow().formula())
        .isEqualTo("Ni");
    RecipeStage listed = Readings.read(kind, "{replace: {Cu: [Ni]}}");
    assertThat(listed.makesStructures()).isTrue();
    assertThat(Readings.read(kind, "{replace: {Cu: Ni}, sites: each}").makesStructures()).isTrue();
    assertThat(
            Readings.problems(kind, "{replace: {Cu: [Nickel, Cu], Xx: Ni, Al: []}, sites: some}"))
        .containsExactlyInAnyOrder(
            "replace.Cu: unknown element 'Nickel', did you mean 'Ni'?",
            "replace.Cu: found Cu, expected other elements, each once",
            "replace.Al: is empty, expected one element or more",
            "replace.Xx: unknown element 'Xx'",
            "sites: found 'some', expected one of all, each, inequivalent");
    assertThat(Readings.problems(kind, "{}"))
        .containsExactly(
            "replace: is missing, expected an object such as {Cu: Ni} or {Cu: [Ni, Pd]}");
  }
}

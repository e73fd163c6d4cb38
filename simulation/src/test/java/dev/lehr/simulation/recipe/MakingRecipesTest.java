package dev.lehr.simulation.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Deformation;
import dev.lehr.simulation.analysis.Materials;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.optimize.Rattle;
import dev.lehr.simulation.recipe.StrainRecipe.Strain;
import dev.lehr.simulation.recipe.SubstituteRecipe.Sites;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.run.Lehr;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recipes that make structures and evaluate nothing. */
class MakingRecipesTest {

  private static final Model COPPER = Materials.zhou("Cu");

  private static Structure copper() {
    return Materials.cubic("fcc", "Cu", 3.6);
  }

  private static Strain strain(String name, Double... rows) {
    return new Strain(name, Arrays.asList(rows));
  }

  private static List<Child> children(Recipe recipe, Structure structure) {
    return Runs.done(recipe, structure, COPPER).children();
  }

  private static Structure changed(Recipe recipe, Structure structure) {
    Step.Done done = Runs.done(recipe, structure, COPPER);
    assertThat(done.children()).isEmpty();
    Structure made = done.structure().orElseThrow();
    assertThat(made.id()).isEqualTo(structure.id());
    return made;
  }

  @Test
  void aStrainTurnsRowsIntoRowsTimesOnePlusIt() {
    Structure made =
        changed(
            new StrainRecipe(List.of(strain("strain", .1, .02, 0., 0., 0., 0., 0., 0., -.1)), true),
            copper());
    assertThat(made.cell().orElseThrow())
        .containsExactly(new double[] {3.96, 0.072, 0, 0, 3.6, 0, 0, 0, 3.24}, within(1e-12));
    assertThat(Arrays.copyOfRange(made.positions(), 6, 9))
        .containsExactly(new double[] {1.98, 0.036, 1.62}, within(1e-12));
  }

  @Test
  void strainsMakeAStructureEachThatKeepsWhatItsFileSaid() {
    double e = Math.cbrt(0.9) - 1;
    Structure labelled =
        copper().toBuilder()
            .info("head", "pbe")
            .info("energy", -3.0)
            .array("tags", new AtomColumn.Integers(1, new long[] {1, 2, 3, 4}))
            .build();
    StrainRecipe recipe =
        new StrainRecipe(
            List.of(
                strain("volume-0.9", e, 0., 0., 0., e, 0., 0., 0., e),
                strain("volume-1", 0., 0., 0., 0., 0., 0., 0., 0., 0.)),
            false);
    List<Child> children = children(recipe, labelled);
    assertThat(children)
        .extracting(c -> c.structure().id())
        .containsExactly("Cu/volume-0.9", "Cu/volume-1");
    Structure first = children.get(0).structure();
    assertThat(Deformation.volume(first)).isCloseTo(0.9 * Math.pow(3.6, 3), within(1e-9));
    assertThat(first.info()).containsEntry("head", "pbe").doesNotContainKey("energy");
    assertThat(first.arrays()).containsKey("tags");
    assertThat(children.get(1).structure().positions()).isEqualTo(labelled.positions());
    Step.Done done = Runs.done(recipe, labelled, COPPER);
    Map<?, ?> told = (Map<?, ?>) ((List<?>) done.values().get("strain")).get(0);
    assertThat((Double) told.get("volume_ratio")).isCloseTo(0.9, within(1e-12));
    assertThatThrownBy(() -> new StrainRecipe(recipe.strains(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatHasNoCellIsNeitherStrainedNorRepeated() {
    Structure atom = Structure.builder("atom", "test", new int[] {29}, new double[3]).build();
    Strain none = strain("s", 0., 0., 0., 0., 0., 0., 0., 0., 0.);
    assertThat(Runs.refusal(new StrainRecipe(List.of(none), true), atom, COPPER).reason())
        .isEqualTo("no_cell");
    assertThat(Runs.refusal(SupercellRecipe.of(2, 1, 1), atom, COPPER).reason())
        .isEqualTo("no_cell");
    Structure slab = copper().toBuilder().pbc(true, true, false).build();
    assertThat(Runs.refusal(SupercellRecipe.of(1, 1, 2), slab, COPPER).reason())
        .isEqualTo("not_periodic");
    assertThat(changed(SupercellRecipe.of(2, 2, 1), slab).nAtoms()).isEqualTo(16);
  }

  @Test
  void supercellsHaveTheEnergyOfTheirCopies() {
    Structure primitive = Materials.primitive("fcc", "Cu", 3.6);
    double one = Lehr.singlePoint(List.of(primitive), COPPER).get(0).energy();
    for (SupercellRecipe recipe :
        List.of(
            SupercellRecipe.of(3, 2, 1),
            new SupercellRecipe(List.of(-1, 1, 1, 1, -1, 1, 1, 1, -1)),
            new SupercellRecipe(List.of(2, 1, 0, -1, 3, 1, 0, 0, 2)))) {
      Structure made = changed(recipe, primitive);
      long copies = SupercellRecipe.copies(recipe.rows());
      assertThat((long) made.nAtoms()).isEqualTo(copies);
      assertThat(Deformation.volume(made))
          .isCloseTo(copies * Deformation.volume(primitive), within(1e-9));
      assertThat(Lehr.singlePoint(List.of(made), COPPER).get(0).energy() / copies)
          .isCloseTo(one, within(1e-9));
    }
    Structure cube = changed(new SupercellRecipe(List.of(-1, 1, 1, 1, -1, 1, 1, 1, -1)), primitive);
    assertThat(cube.cell().orElseThrow())
        .containsExactly(new double[] {3.6, 0, 0, 0, 3.6, 0, 0, 0, 3.6}, within(1e-12));
    assertThatThrownBy(() -> new SupercellRecipe(List.of(0, 1, 0, 1, 0, 0, 0, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void atomsOfASupercellTakeTheirColumnsAndMassesAlong() {
    Structure labelled =
        copper().toBuilder()
            .masses(new double[] {60, 61, 62, 63})
            .array("tags", new AtomColumn.Integers(2, new long[] {1, 2, 3, 4, 5, 6, 7, 8}))
            .array("name", new AtomColumn.Strings(1, new String[] {"a", "b", "c", "d"}))
            .array("chi", new AtomColumn.Reals(1, new double[] {.1, .2, .3, .4}))
            .array(
                Structure.MOVE_MASK,
                new AtomColumn.Logicals(1, new boolean[] {true, false, true, true}))
            .build();
    Structure made = changed(SupercellRecipe.of(2, 1, 1), labelled);
    assertThat(made.masses().orElseThrow()).containsExactly(60, 61, 62, 63, 60, 61, 62, 63);
    assertThat(made.arrays().get("tags"))
        .isEqualTo(
            new AtomColumn.Integers(
                2, new long[] {1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8}));
    assertThat(made.arrays().get("name").toString()).contains("a, b, c, d, a, b, c, d");
    assertThat(made.arrays().get("chi").length()).isEqualTo(8);
    assertThat(made.arrays().get(Structure.MOVE_MASK))
        .isEqualTo(
            new AtomColumn.Logicals(
                1, new boolean[] {true, false, true, true, true, false, true, true}));
  }

  @Test
  void rattledCopiesDifferAndAreTheSameAgain() {
    RattleRecipe recipe = new RattleRecipe(new Rattle(0.05, 0, 7, "shake"), 3);
    List<Child> children = children(recipe, copper());
    assertThat(children)
        .extracting(Child::name)
        .containsExactly("rattle-1", "rattle-2", "rattle-3");
    assertThat(children.get(0).structure().positions())
        .isNotEqualTo(children.get(1).structure().positions());
    List<Child> again = children(new RattleRecipe(new Rattle(0.05, 0, 7, "shake"), 3), copper());
    assertThat(again).isEqualTo(children);
    Structure one = changed(new RattleRecipe(new Rattle(0.05, 0, 7, "shake"), 0), copper());
    assertThat(one.positions()).isNotEqualTo(copper().positions());
    Structure big = changed(SupercellRecipe.of(4, 4, 4), copper());
    double[] moved = changed(new RattleRecipe(new Rattle(0.05, 0, 7, "shake"), 0), big).positions();
    double sum = 0;
    for (int k = 0; k < moved.length; k++) {
      sum += Math.pow(moved[k] - big.positions()[k], 2);
    }
    assertThat(Math.sqrt(sum / moved.length)).isCloseTo(0.05, within(0.005));
  }

  @Test
  void allAtomsOfAnElementAreReplacedInEveryCombination() {
    Structure made =
        changed(new SubstituteRecipe(Map.of(29, List.of(28)), Sites.ALL, true), copper());
    assertThat(made.formula()).isEqualTo("Ni4");
    assertThat(
            children(new SubstituteRecipe(Map.of(29, List.of(28, 46)), Sites.ALL, false), copper()))
        .extracting(Child::name)
        .containsExactly("Cu-to-Ni", "Cu-to-Pd");
    Step.Refused no =
        Runs.refusal(
            new SubstituteRecipe(Map.of(13, List.of(28)), Sites.ALL, true), copper(), COPPER);
    assertThat(no.reason()).isEqualTo("nothing_to_substitute");
    assertThat(no.detail()).isEqualTo("found Cu4, expected atoms of Al");
  }

  @Test
  void ofEquivalentSitesOneIsTaken() {
    // Cu3Au: three copper sites that are equivalent; two in a row are not.
    Structure big = changed(SupercellRecipe.of(2, 1, 1), copper());
    List<Child> each =
        children(new SubstituteRecipe(Map.of(29, List.of(28)), Sites.EACH, false), big);
    assertThat(each).hasSize(8);
    assertThat(each.get(3).name()).isEqualTo("Cu3-to-Ni");
    assertThat(each.get(3).structure().formula()).isEqualTo("Cu7Ni");
    SubstituteRecipe second =
        new SubstituteRecipe(Map.of(29, List.of(28)), Sites.INEQUIVALENT, false);
    assertThat(children(second, big)).extracting(Child::name).containsExactly("Cu0-to-Ni");
    Structure withOne = each.get(0).structure();
    List<Child> pairs = children(second, withOne);
    Step.Done done = Runs.done(second, withOne, COPPER);
    int sites = 0;
    for (Object choice : (List<?>) done.values().get("substituted")) {
      sites += (Integer) ((Map<?, ?>) choice).get("equivalent");
    }
    assertThat(sites).isEqualTo(7);
    assertThat(pairs.size()).isBetween(2, 4);
  }

  @Test
  void massesStayWithAtomsThatStay() {
    Structure heavy = copper().toBuilder().masses(new double[] {60, 61, 62, 63}).build();
    Structure made =
        children(new SubstituteRecipe(Map.of(29, List.of(28)), Sites.EACH, false), heavy)
            .get(1)
            .structure();
    assertThat(made.masses().orElseThrow()).containsExactly(60, 58.6934, 62, 63);
  }

  @Test
  void theyAreFollowedWithoutEvaluations() {
    Step step = Recipes.run(SupercellRecipe.of(2, 1, 1), copper(), COPPER, Execution.defaults());
    assertThat(((Step.Done) step).values().toString())
        .isEqualTo("{supercell=[[2, 0, 0], [0, 1, 0], [0, 0, 1]]}");
  }
}

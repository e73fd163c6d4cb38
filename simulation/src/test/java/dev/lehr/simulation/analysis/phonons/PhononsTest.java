package dev.lehr.simulation.analysis.phonons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Materials;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.model.Golden;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Against phonopy ({@code bench/reference/phonopy_phonons.py}), and sum rules. phonopy moves atoms
 * along other directions, so that what is not harmonic at 0.01 angstrom differs: by 0.001 THz.
 */
class PhononsTest {

  private static final double COPPER_RANGE = 2 * 1.7 * 3.615;

  private static Structure structure(JsonNode c) {
    double[] flat = Golden.flat(c.get("sites"));
    double[][] sites = new double[flat.length / 3][];
    for (int i = 0; i < sites.length; i++) {
      sites[i] = Arrays.copyOfRange(flat, 3 * i, 3 * i + 3);
    }
    return Materials.crystal(c.get("symbol").asText(), Golden.flat(c.get("cell")), sites);
  }

  private static Model model(JsonNode c) {
    String symbol = c.get("symbol").asText();
    return symbol.equals("Ar") ? Materials.argon() : Materials.zhou(symbol);
  }

  private static Phonons phonons(JsonNode c) {
    JsonNode n = c.get("repeats");
    FiniteDisplacements study =
        FiniteDisplacements.of(n.get(0).asInt(), n.get(1).asInt(), n.get(2).asInt(), 0);
    return new Phonons(study.of(structure(c), model(c), Execution.defaults()).orElseThrow());
  }

  private static Phonons copper(int repeats) {
    return new Phonons(
        FiniteDisplacements.of(repeats, repeats, repeats, COPPER_RANGE)
            .of(Materials.primitive("fcc", "Cu", 3.615), Materials.zhou("Cu"), Execution.defaults())
            .orElseThrow());
  }

  @Test
  void frequenciesAreThoseOfPhonopy() {
    int compared = 0;
    for (JsonNode c : Materials.golden("phonopy.json").get("cases")) {
      Phonons phonons = phonons(c);
      for (int k = 0; k < c.get("q").size(); k++) {
        double[] q = Golden.flat(c.get("q").get(k));
        double[] reference = Golden.flat(c.get("frequencies").get(k));
        assertThat(phonons.frequencies(q))
            .as("%s, q %s", c.get("name"), Arrays.toString(q))
            .containsExactly(reference, within(0.002));
        compared += reference.length;
      }
    }
    assertThat(compared).isEqualTo(8 * (4 * 3 + 6));
  }

  @Test
  void thermalPropertiesAreThoseOfPhonopy() {
    double kj = Units.KJ_PER_MOL;
    for (JsonNode c : Materials.golden("phonopy.json").get("cases")) {
      Spectrum spectrum = phonons(c).spectrum(new Mesh(6, 6, 6, false));
      if (!spectrum.isStable()) {
        continue;
      }
      for (int k = 0; k < c.get("temperatures").size(); k++) {
        // 3 k T times the relative difference of frequencies, 2.5e-4, for two atoms.
        double kelvin = c.get("temperatures").get(k).asDouble();
        Thermal found = spectrum.thermal(kelvin);
        String what = c.get("name").asText() + " at " + kelvin + " K";
        assertThat(found.freeEnergy() / kj)
            .as(what)
            .isCloseTo(c.get("free_energy").get(k).asDouble(), within(1e-3 + 1.5e-5 * kelvin));
        assertThat(1000 * found.entropy() / kj)
            .as(what)
            .isCloseTo(c.get("entropy").get(k).asDouble(), within(5e-3));
        assertThat(1000 * found.heatCapacity() / kj)
            .as(what)
            .isCloseTo(c.get("heat_capacity").get(k).asDouble(), within(5e-3));
      }
    }
  }

  @Test
  void aCrystalMovesAsAWholeForNothing() {
    for (JsonNode c : Materials.golden("phonopy.json").get("cases")) {
      Phonons phonons = phonons(c);
      double[] atGamma = phonons.frequencies(0, 0, 0);
      long still = Arrays.stream(atGamma).filter(f -> Math.abs(f) < 1e-4).count();
      assertThat(still).as(c.get("name").asText()).isEqualTo(3);
      ForceConstants constants = phonons.constants();
      int atoms = structure(c).nAtoms();
      int all = atoms * c.get("repeats").get(0).asInt() * c.get("repeats").get(1).asInt();
      all *= c.get("repeats").get(2).asInt();
      for (int x = 0; x < 3; x++) {
        for (int y = 0; y < 3; y++) {
          double sum = 0;
          for (int j = 0; j < all; j++) {
            sum += constants.get(0, x, j, y);
          }
          assertThat(sum).isCloseTo(0, within(1e-11));
          assertThat(constants.get(atoms - 1, x, 0, y))
              .isEqualTo(constants.get(0, y, atoms - 1, x));
        }
      }
      assertThat(constants.drift()).isLessThan(1e-6);
    }
  }

  @Test
  void modesDoNotDependOnTheCellThatTheCrystalIsWrittenIn() {
    double[] primitive = copper(4).frequencies(0.5, 0.5, 0);
    Phonons cubic =
        new Phonons(
            FiniteDisplacements.of(2, 2, 2, 0)
                .of(Materials.cubic("fcc", "Cu", 3.615), Materials.zhou("Cu"), Execution.defaults())
                .orElseThrow());
    assertThat(cubic.modes()).isEqualTo(12);
    double[] folded = cubic.frequencies(0, 0, 0);
    // Gamma of the cubic cell holds gamma and the three X points of the primitive one.
    for (double f : primitive) {
      assertThat(Arrays.stream(folded).filter(g -> Math.abs(g - f) < 0.02).count())
          .as("%s among %s", f, Arrays.toString(folded))
          .isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void soundIsAsFastAsTheElasticConstantsSay() {
    // C44 and the density of copper by the same potential, golden/analysis/lammps_elastic.json
    double c44 = Golden.flat(Materials.golden("lammps_elastic.json").get("C"))[21];
    double density = 63.546 / (Math.pow(3.615, 3) / 4);
    double speed = Math.sqrt(c44 / density);
    // Along [001], of which the primitive cell's (0.5, 0.5, 0) is X at 1/a.
    double s = 0.02;
    double expected = Units.toThz(speed * 2 * s / 3.615);
    assertThat(copper(6).frequencies(s, s, 0)[0]).isCloseTo(expected, withinPercentage(2));
  }

  @Test
  void stabilityIsThatOfTheLattice() {
    assertThat(copper(3).spectrum(new Mesh(4, 4, 4, true)).isStable()).isTrue();
    Phonons simple =
        new Phonons(
            FiniteDisplacements.of(3, 3, 3, 0)
                .of(Materials.cubic("sc", "Cu", 2.4), Materials.zhou("Cu"), Execution.defaults())
                .orElseThrow());
    Spectrum spectrum = simple.spectrum(new Mesh(4, 4, 4, true));
    assertThat(spectrum.isStable()).isFalse();
    assertThat(spectrum.lowest()).isLessThan(-0.5);
  }

  @Test
  void acousticModesAtGammaDoNotCount() {
    Spectrum spectrum =
        new Spectrum(
            List.of(
                new Spectrum.Point(new double[3], 0.5, new double[] {-0.3, -0.2, 0.1, 4, 5, 6}),
                new Spectrum.Point(
                    new double[] {0.5, 0, 0}, 0.5, new double[] {-0.05, 2, 3, 4, 5, 6})));
    assertThat(spectrum.lowest()).isEqualTo(-0.05);
    assertThat(spectrum.isStable()).isTrue();
    assertThat(
            new Spectrum(
                    List.of(
                        new Spectrum.Point(
                            new double[] {0, 0.5, 0}, 1, new double[] {-0.11, 1, 2})))
                .isStable())
        .isFalse();
  }

  @Test
  void heatIsClassicalWhereItIsHotAndTheDensityHoldsAllModes() {
    Spectrum spectrum = copper(3).spectrum(new Mesh(6, 6, 6, false));
    Thermal hot = spectrum.thermal(5000);
    assertThat(hot.heatCapacity()).isCloseTo(3 * Units.KB, withinPercentage(0.1));
    Thermal cold = spectrum.thermal(0);
    assertThat(cold.freeEnergy()).isEqualTo(cold.zeroPoint());
    assertThat(cold.entropy()).isZero();
    assertThat(spectrum.thermal(1e-3).heatCapacity()).isCloseTo(0, within(1e-15));
    double h = 0.5;
    double slope =
        (spectrum.thermal(300 + h).freeEnergy() - spectrum.thermal(300 - h).freeEnergy()) / (2 * h);
    assertThat(-slope).isCloseTo(spectrum.thermal(300).entropy(), withinPercentage(1e-3));
    double[] grid = new double[1200];
    Arrays.setAll(grid, k -> -1 + 0.01 * k);
    assertThat(0.01 * Arrays.stream(spectrum.density(grid, 0.1)).sum()).isCloseTo(3, within(1e-6));
  }

  @Test
  void aLineHoldsBothOfItsEnds() {
    Phonons phonons = copper(3);
    List<double[]> bands = phonons.line(new double[3], new double[] {0.5, 0.5, 0}, 5);
    assertThat(bands).hasSize(5);
    assertThat(bands.get(0)).containsExactly(phonons.frequencies(0, 0, 0));
    assertThat(bands.get(1)).containsExactly(phonons.frequencies(0.125, 0.125, 0));
    assertThat(bands.get(4)).containsExactly(phonons.frequencies(0.5, 0.5, 0));
    assertThat(phonons.frequencies(1.5, -0.5, 2))
        .as("a reciprocal lattice vector away")
        .containsExactly(bands.get(4), within(1e-9));
  }

  @Test
  void frequenciesFallWithTheRootOfTheMass() {
    Structure light = Materials.primitive("fcc", "Cu", 3.615);
    Structure heavy = light.toBuilder().masses(new double[] {4 * 63.546}).build();
    Phonons phonons =
        new Phonons(
            FiniteDisplacements.of(3, 3, 3, 0)
                .of(heavy, Materials.zhou("Cu"), Execution.defaults())
                .orElseThrow());
    double[] expected = Arrays.stream(copper(3).frequencies(0.5, 0.2, 0)).map(f -> f / 2).toArray();
    assertThat(phonons.frequencies(0.5, 0.2, 0)).containsExactly(expected, within(1e-9));
  }

  @Test
  void aMeshHoldsEachWaveVectorOrItsOpposite() {
    for (boolean gamma : new boolean[] {true, false}) {
      Mesh mesh = new Mesh(4, 3, 2, gamma);
      double sum = mesh.nodes().stream().mapToDouble(Mesh.Node::weight).sum();
      assertThat(sum).isCloseTo(1, within(1e-12));
      assertThat(mesh.nodes()).hasSizeBetween(12, 16);
      assertThat(mesh.nodes().stream().anyMatch(n -> Arrays.equals(n.q(), new double[3])))
          .isEqualTo(gamma);
    }
  }

  @Test
  void aSupercellShorterThanTwiceTheRangeIsWarnedOf() {
    Structure cell = Materials.primitive("fcc", "Cu", 3.615);
    assertThat(copper(3).constants().warnings())
        .singleElement()
        .asString()
        .startsWith("the supercell is 6.261 angstrom across, less than twice the range of 12.29");
    FiniteDisplacements longEnough = FiniteDisplacements.longEnough(cell, 6.2);
    assertThat(longEnough.a()).isEqualTo(6);
    Phonons argon =
        new Phonons(
            FiniteDisplacements.longEnough(Materials.primitive("fcc", "Ar", 5.28), 8.75)
                .of(Materials.primitive("fcc", "Ar", 5.28), Materials.argon(), Execution.defaults())
                .orElseThrow());
    assertThat(argon.constants().warnings()).isEmpty();
  }

  @Test
  void anUnrelaxedParentIsRefused() {
    Structure shaken =
        Materials.crystal(
            "Cu",
            new double[] {2.56, 0, 0, 0, 3.6, 0, 0, 0, 3.6},
            new double[][] {{0, 0, 0}, {.5, .52, .5}});
    assertThatThrownBy(
            () ->
                FiniteDisplacements.of(2, 2, 2, 0)
                    .of(shaken, Materials.zhou("Cu"), Execution.defaults())
                    .orElseThrow())
        .hasMessageStartingWith("unrelaxed_parent: found a force of ")
        .hasMessageEndingWith("expected at most 0.0001000: relax the atoms further");
  }

  @Test
  void aFailedChildIsNamed() {
    Structure cell = Materials.primitive("fcc", "Cu", 3.615);
    FiniteDisplacements study = FiniteDisplacements.of(2, 2, 2, 0);
    List<Child> children = study.children(cell);
    assertThat(children)
        .extracting(Child::name)
        .containsExactly(
            "undisplaced",
            "displaced-0x+",
            "displaced-0x-",
            "displaced-0y+",
            "displaced-0y-",
            "displaced-0z+",
            "displaced-0z-");
    List<Outcome> outcomes = new ArrayList<>();
    for (Child child : children) {
      outcomes.add(new Outcome.Computed(child.structure(), 0, new double[24], new double[9]));
    }
    outcomes.set(4, new Outcome.Failed("not_finite", "a force is NaN"));
    assertThatThrownBy(() -> study.fold(cell, outcomes).orElseThrow())
        .hasMessage("child_failed: the child displaced-0y- failed: not_finite, a force is NaN");
  }
}

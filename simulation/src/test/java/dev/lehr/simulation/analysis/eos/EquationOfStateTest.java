package dev.lehr.simulation.analysis.eos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.analysis.Answer;
import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Deformation;
import dev.lehr.simulation.analysis.Materials;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.run.SinglePoint;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against ASE's fits ({@code bench/reference/ase_eos.py}) of the same crystals. */
class EquationOfStateTest {

  private static final Map<String, Form> FORMS =
      Map.of(
          "birchmurnaghan", Form.BIRCH_MURNAGHAN,
          "birch", Form.BIRCH_MURNAGHAN,
          "vinet", Form.VINET,
          "murnaghan", Form.MURNAGHAN);

  private static List<EosPoint> points(JsonNode c) {
    List<EosPoint> points = new ArrayList<>();
    for (int i = 0; i < c.get("volumes").size(); i++) {
      points.add(
          new EosPoint(c.get("volumes").get(i).asDouble(), c.get("energies").get(i).asDouble()));
    }
    return points;
  }

  private static void assertIsAses(EosFit fit, JsonNode ase, String what) {
    assertThat(fit.volume())
        .as("V0, " + what)
        .isCloseTo(v(ase, "V0"), within(1e-6 * Math.abs(v(ase, "V0"))));
    assertThat(fit.energy()).as("E0, " + what).isCloseTo(v(ase, "E0"), within(1e-7));
    assertThat(fit.bulkModulus())
        .as("B0, " + what)
        .isCloseTo(v(ase, "B0"), within(1e-5 * Math.abs(v(ase, "B0"))));
    assertThat(fit.bulkModulusDerivative())
        .as("B0', " + what)
        .isCloseTo(v(ase, "BP"), within(1e-4 * Math.abs(v(ase, "BP"))));
  }

  private static double v(JsonNode node, String key) {
    return node.get(key).asDouble();
  }

  @Test
  void fitsOfTheSamePointsAreThoseOfAse() {
    int fits = 0;
    for (JsonNode c : Materials.golden("ase_eos.json").get("cases")) {
      for (Map.Entry<String, Form> form : FORMS.entrySet()) {
        EosFit fit = EosFitter.fit(form.getValue(), points(c)).orElseThrow();
        assertIsAses(fit, c.get("fits").get(form.getKey()), c.get("name") + " " + form.getKey());
        fits++;
      }
    }
    assertThat(fits).isEqualTo(20);
  }

  @Test
  void aScanOfTheSamePotentialGivesTheSameEquationOfState() {
    for (JsonNode c : Materials.golden("ase_eos.json").get("cases")) {
      if (v(c, "noise") > 0) {
        continue;
      }
      boolean metal = c.get("model").asText().equals("zhou");
      Model model = metal ? Materials.zhou("Cu") : Materials.argon();
      Structure crystal =
          Materials.cubic(c.get("lattice").asText(), metal ? "Cu" : "Ar", v(c, "a"));
      EquationOfState found =
          VolumeScan.defaults().of(crystal, model, Execution.defaults()).orElseThrow();
      List<EosPoint> reference = points(c);
      for (int i = 0; i < reference.size(); i++) {
        assertThat(found.points().get(i).volume())
            .isCloseTo(reference.get(i).volume(), within(1e-9));
        assertThat(found.points().get(i).energy())
            .as("%s, energy %s", c.get("name"), i)
            .isCloseTo(reference.get(i).energy(), within(1e-6));
      }
      assertThat(found.best().form()).isEqualTo(Form.BIRCH_MURNAGHAN);
      assertThat(found.best().bulkModulus())
          .isCloseTo(v(c.get("fits").get("birchmurnaghan"), "B0"), withinPercentage(0.01));
    }
  }

  @Test
  void aFitOfItsOwnFormLeavesNothing() {
    for (Form form : Form.values()) {
      EosFit truth = new EosFit(form, 47.2, -14.3, 0.86, 5.3, 0);
      List<EosPoint> points = new ArrayList<>();
      for (double v = 43; v < 52; v += 1.3) {
        points.add(new EosPoint(v, truth.energyAt(v)));
      }
      EosFit fit = EosFitter.fit(form, points).orElseThrow();
      assertThat(fit.rms()).isLessThan(1e-11);
      assertThat(fit.volume()).isCloseTo(47.2, within(1e-8));
      assertThat(fit.bulkModulusDerivative()).isCloseTo(5.3, within(1e-6));
      assertThat(truth.energyAt(47.2)).isCloseTo(-14.3, within(1e-13));
    }
  }

  @Test
  void whatTheFitLeavesIsTheRootOfTheMeanSquare() {
    JsonNode noisy = Materials.golden("ase_eos.json").get("cases").get(4);
    EosFit fit = EosFitter.fit(Form.VINET, points(noisy)).orElseThrow();
    double sum = 0;
    for (EosPoint p : points(noisy)) {
      sum += Math.pow(p.energy() - fit.energyAt(p.volume()), 2);
    }
    assertThat(fit.rms()).isCloseTo(Math.sqrt(sum / points(noisy).size()), within(1e-12));
    assertThat(fit.rms()).isBetween(1e-5, 2e-4);
  }

  @Test
  void childrenAreEvenInVolumeAndKeepTheShape() {
    List<Child> children =
        new VolumeScan(5, 0.1, List.of(Form.VINET), new SinglePoint())
            .children(Materials.cubic("bcc", "W", 3.165));
    assertThat(children)
        .extracting(Child::name)
        .containsExactly(
            "volume-0.1000", "volume-0.0500", "volume+0.0000", "volume+0.0500", "volume+0.1000");
    assertThat(children.get(4).structure().id()).isEqualTo("W/volume+0.1000");
    assertThat(Deformation.volume(children.get(4).structure()))
        .isCloseTo(1.1 * Math.pow(3.165, 3), within(1e-10));
    double[] cell = children.get(0).structure().cell().orElseThrow();
    assertThat(children.get(0).structure().positions()[5]).isCloseTo(cell[0] / 2, within(1e-12));
  }

  @Test
  void aMinimumOutsideOfThePointsIsRefused() {
    Answer<EquationOfState> answer =
        VolumeScan.defaults()
            .of(Materials.cubic("fcc", "Cu", 3.8), Materials.zhou("Cu"), Execution.defaults());
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            no -> {
              assertThat(no.reason()).isEqualTo("minimum_outside_range");
              assertThat(no.detail()).contains("birch-murnaghan", "angstrom^3");
            });
  }

  @Test
  void energiesThatCurveDownHaveNoMinimum() {
    List<EosPoint> points = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      points.add(new EosPoint(40 + i, -(i - 2.5) * (i - 2.5)));
    }
    assertThat(EosFitter.fit(Form.VINET, points))
        .isInstanceOfSatisfying(
            Answer.Refused.class, no -> assertThat(no.reason()).isEqualTo("no_minimum"));
    points.replaceAll(p -> new EosPoint(p.volume(), 1));
    assertThat(EosFitter.fit(Form.VINET, points))
        .isInstanceOfSatisfying(
            Answer.Refused.class, no -> assertThat(no.reason()).isEqualTo("no_minimum"));
  }

  @Test
  void failedChildrenAreLeftOutUntilTooFewAreLeft() {
    Structure crystal = Materials.cubic("fcc", "Cu", 3.615);
    VolumeScan scan = VolumeScan.defaults();
    EosFit shape = new EosFit(Form.VINET, 47.2, -14.3, 0.86, 5.3, 0);
    List<Outcome> outcomes = new ArrayList<>();
    for (Child child : scan.children(crystal)) {
      double e = shape.energyAt(Deformation.volume(child.structure()));
      outcomes.add(new Outcome.Computed(child.structure(), e, new double[12], new double[9]));
    }
    outcomes.set(1, new Outcome.Failed("not_finite", "an energy is NaN"));
    EquationOfState found = scan.fold(crystal, outcomes).orElseThrow();
    assertThat(found.points()).hasSize(6);
    assertThat(found.warnings())
        .containsExactly("volume 2 was left out: not_finite, an energy is NaN");
    outcomes.set(2, outcomes.get(1));
    outcomes.set(3, outcomes.get(1));
    assertThat(scan.fold(crystal, outcomes))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            no -> {
              assertThat(no.reason()).isEqualTo("too_few_points");
              assertThat(no.detail())
                  .contains("not_finite")
                  .contains("found energies at 4 volumes");
            });
  }

  @Test
  void aMoleculeIsRefusedBeforeAnythingIsEvaluated() {
    Structure molecule = Structure.builder("O2", "test", new int[] {8, 8}, new double[6]).build();
    Answer<EquationOfState> answer =
        VolumeScan.defaults().of(molecule, Materials.argon(), Execution.defaults());
    assertThat(answer.found()).isEmpty();
    assertThatThrownBy(answer::orElseThrow).hasMessageStartingWith("not_a_crystal: O2 is not");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new VolumeScan(4, 0.1, List.of(Form.VINET), new SinglePoint()))
        .hasMessage("points is 4, expected 5 or more");
    assertThatThrownBy(() -> new VolumeScan(7, 1, List.of(Form.VINET), new SinglePoint()))
        .hasMessage("range is 1.0, expected between 0 and 1");
  }
}

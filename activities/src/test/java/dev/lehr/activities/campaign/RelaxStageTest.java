package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.activities.campaign.CampaignDefinition.StageSpec.Relax;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.simulation.optimize.BfgsSettings;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.GradientDescentSettings;
import dev.lehr.simulation.optimize.LbfgsSettings;
import dev.lehr.simulation.optimize.VvFireSettings;
import dev.lehr.simulation.units.Units;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RelaxStageTest {

  private static String campaign(String keys) {
    return """
        name: relax
        structures: [a.extxyz]
        model: eam-zhou2004
        stages:
          - {id: relax, kind: relax%s}
        """
        .formatted(keys);
  }

  private static Relax relax(String keys) throws CampaignParseException {
    CampaignDefinition definition = CampaignParser.parse("c.yaml", campaign(keys));
    CampaignDefinition again = CampaignParser.parse("c.json", CanonicalForm.of(definition));
    assertThat(CanonicalForm.of(again)).isEqualTo(CanonicalForm.of(definition));
    return (Relax) definition.stages().get(0);
  }

  private static List<String> problems(String keys) {
    CampaignParseException e =
        catchThrowableOfType(CampaignParseException.class, () -> relax(keys));
    return e.problems().stream().map(Object::toString).toList();
  }

  @Test
  void withoutOptionsItIsFireOfAseInAFixedCell() throws CampaignParseException {
    Relax r = relax("");
    assertThat(r.optimizer()).isEqualTo(FireSettings.defaults(FireSettings.Flavour.ASE));
    assertThat(r.cell()).isEqualTo(CellFilter.none());
    assertThat(r.convergence().fmax()).hasValue(0.05);
    assertThat(r.convergence().smax()).isEmpty();
    assertThat(r.rattle()).isZero();
    assertThat(relax(", cell: unit, rattle_strain: 0.01").rattleStrain()).isEqualTo(0.01);
  }

  @Test
  void everyOptimizerHasItsOptionsAndDefaults() throws CampaignParseException {
    assertThat(relax(", optimizer: vv-fire").optimizer()).isEqualTo(VvFireSettings.defaults());
    assertThat(relax(", optimizer: gradient-descent, pos_lr: 0.02").optimizer())
        .isEqualTo(new GradientDescentSettings(FireSettings.Flavour.ASE, 0.02, 0.1));
    assertThat(relax(", optimizer: lbfgs").optimizer())
        .isEqualTo(LbfgsSettings.defaults(FireSettings.Flavour.ASE));
    assertThat(relax(", optimizer: lbfgs, flavour: torchsim").optimizer())
        .isEqualTo(LbfgsSettings.defaults(FireSettings.Flavour.TORCHSIM));
    assertThat(relax(", optimizer: lbfgs, alpha: auto, memory: 7, damping: 0.5").optimizer())
        .isEqualTo(
            new LbfgsSettings(FireSettings.Flavour.ASE, 7, OptionalDouble.empty(), 0.5, 0.2));
    assertThat(relax(", optimizer: bfgs, alpha: 50, max_step: 0.1").optimizer())
        .isEqualTo(new BfgsSettings(50, 0.1));
    assertThat(
            relax(", optimizer: fire, n_min: 3, f_inc: 1.2, f_dec: 0.4, f_alpha: 0.9").optimizer())
        .isEqualTo(new FireSettings(FireSettings.Flavour.ASE, 0.1, 1, 0.2, 3, 1.2, 0.4, 0.1, 0.9));
  }

  @Test
  void theCellHasAMaskAPressureAndABoundOnItsStress() throws CampaignParseException {
    Relax r =
        relax(
            ", cell: unit, cell_mask: [1, 1, 0, 0, 0, 1], pressure: 2 GPa, smax: 0.1, fmax: 0.01");
    assertThat(r.cell().kind()).isEqualTo(CellFilter.Kind.UNIT);
    assertThat(r.cell().voigtMask()).containsExactly(true, true, false, false, false, true);
    assertThat(r.cell().pressure()).isCloseTo(2 * Units.GPA, within(1e-15));
    assertThat(r.convergence().smax().getAsDouble()).isCloseTo(0.1 * Units.GPA, within(1e-15));
    assertThat(relax(", cell: frechet, cell_mask: [[1,0,0],[0,1,0],[0,0,true]]").cell().voigtMask())
        .containsExactly(true, true, true, false, false, false);
    assertThat(relax(", cell: frechet, hydrostatic: true").cell().hydrostatic()).isTrue();
    assertThat(relax(", cell: frechet, constant_volume: true").cell().constantVolume()).isTrue();
  }

  @Test
  void whatIsHeldAndRattledIsSaidByTheStage() throws CampaignParseException {
    Relax r = relax(", rattle: 2 pm, fix_com: true, fix: {elements: [Cu], indices: [0, -1]}");
    assertThat(r.rattle()).isCloseTo(0.02, within(1e-15));
    assertThat(r.fixCom()).isTrue();
    assertThat(r.fixElements()).containsExactly("Cu");
    assertThat(r.fixIndices()).containsExactly(0, -1);
  }

  @Test
  void contradictionsAreRefusedWithTheLine() {
    check(", optimizer: vv-fire, cell: frechet", "cell", "vv-fire does not move the cell");
    check(", optimizer: bfgs, dt_max: 1", "dt_max", "is an option of fire, vv-fire; the optimizer");
    check(", optimizer: vv-fire, max_step: 1", "max_step", "is an option of fire, lbfgs, bfgs");
    check(", smax: 0.1", "smax", "a cell that is fixed");
    check(", pressure: 1", "pressure", "does nothing in a fixed cell");
    check(", hydrostatic: true", "hydrostatic", "does nothing in a fixed cell");
    check(", cell_mask: [1,1,1,1,1,1]", "cell_mask", "does nothing in a fixed cell");
    check(
        ", cell: unit, hydrostatic: true, constant_volume: true",
        "constant_volume",
        "leaves the cell nothing");
    check(", cell: unit, constant_volume: true, pressure: 1", "pressure", "at constant volume");
    check(", cell: frechet, cell_mask: [0,0,0,1,1,1]", "cell_mask", "use cell: unit");
    check(", cell: frechet, cell_mask: [1,1,1]", "cell_mask", "expected six of 1 and 0");
    check(", cell: frechet, cell_mask: [1,1,1,2,0,0]", "cell_mask", "expected six of 1 and 0");
    check(", cell: unit, cell_mask: [[1,1,0],[0,1,0],[0,0,1]]", "cell_mask", "not symmetric");
    check(", optimizer: lbfg", "optimizer", "did you mean lbfgs?");
    check(", fix: {elements: [Xq]}", "fix.elements", "Xq");
    check(", rattle_strain: 0.01", "rattle_strain", "a cell that is fixed");
    check(", cell: unit, rattle_strain: 0.5", "rattle_strain", "at most 0.2");
    check(", rattle: -1", "rattle", "at least 0");
  }

  private static void check(String keys, String field, String text) {
    List<String> found = problems(keys);
    assertThat(found).as(keys).hasSize(1);
    assertThat(found.get(0)).contains("c.yaml:5:", field, text);
  }
}

package dev.lehr.simulation.analysis.elastic;

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
import dev.lehr.simulation.analysis.eos.VolumeScan;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.model.Golden;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Morse;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.run.Lehr;
import dev.lehr.simulation.run.Optimization;
import dev.lehr.simulation.run.SinglePoint;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against LAMMPS, torch-sim, and what must hold whatever the numbers are. */
class ElasticTensorTest {

  private static final JsonNode LAMMPS = Materials.golden("lammps_elastic.json");

  private static Structure copper() {
    return Materials.cubic("fcc", "Cu", LAMMPS.get("a").asDouble());
  }

  private static ElasticTensor tensor(Structure parent, Model model) {
    return CentralDifferences.defaults().of(parent, model, Execution.defaults()).orElseThrow();
  }

  private static Structure relaxed(Structure structure, Model model) {
    Optimization cell = Optimization.builder().relaxCell().fmax(1e-5).build();
    return Lehr.optimize(List.of(structure), model, cell).get(0).structure();
  }

  @Test
  void copperIsThatOfLammpsOnATableOfTheSameFunctions() {
    ElasticTensor found = tensor(copper(), Materials.zhou("Cu"));
    double[] reference = Golden.flat(LAMMPS.get("C"));
    for (int k = 0; k < 36; k++) {
      assertThat(found.constants()[k])
          .as("C%s%s", k / 6 + 1, k % 6 + 1)
          .isCloseTo(reference[k], within(0.0005 * Math.abs(reference[k]) + 1e-6));
    }
    assertThat(found.gpa(1, 1)).isCloseTo(169.6, within(0.5));
    assertThat(found.isStable()).isTrue();
    assertThat(found.asymmetry()).isLessThan(1e-8);
  }

  @Test
  void torchSimsMethodGivesTorchSimsNumbers() {
    JsonNode golden = Materials.golden("torchsim_elastic.json");
    JsonNode p = golden.get("model_params");
    Model morse =
        new Morse(
            p.get("sigma").asDouble(),
            p.get("epsilon").asDouble(),
            p.get("alpha").asDouble(),
            p.get("cutoff").asDouble(),
            Workers.serial());
    JsonNode s = golden.get("structure");
    int[] copper = {29, 29, 29, 29};
    Structure structure =
        Structure.builder("Cu", "torch-sim", copper, Golden.flat(s.get("positions")))
            .cell(Golden.flat(s.get("cell")))
            .pbc(true, true, true)
            .build();
    ElasticTensor cubic =
        new TorchSimMethod(TorchSimMethod.Symmetry.CUBIC)
            .of(structure, morse, Execution.defaults())
            .orElseThrow();
    assertSame(cubic, Golden.flat(golden.get("C_cubic_eV_A3")));
    ElasticTensor triclinic =
        new TorchSimMethod(TorchSimMethod.Symmetry.TRICLINIC)
            .of(structure, morse, Execution.defaults())
            .orElseThrow();
    assertSame(triclinic, Golden.flat(golden.get("C_triclinic_eV_A3")));
    double[] moduli = Golden.flat(golden.get("moduli_K_G_nu_pugh"));
    Averages a = cubic.averages().orElseThrow();
    assertThat(new double[] {a.bulk(), a.shear(), a.poisson(), a.pugh()})
        .containsExactly(moduli, within(1e-6));
  }

  private static void assertSame(ElasticTensor found, double[] reference) {
    double[] difference = new double[36];
    Arrays.setAll(difference, k -> found.constants()[k] - reference[k]);
    assertThat(difference).containsExactly(new double[36], within(1e-6));
  }

  @Test
  void pairPotentialsObeyCauchyAndTheBulkModulusIsTheEquationOfStates() {
    Model model = Materials.argon();
    Structure argon = relaxed(Materials.cubic("fcc", "Ar", 5.28), model);
    ElasticTensor found = tensor(argon, model);
    assertThat(found.gpa(1, 2)).isCloseTo(found.gpa(4, 4), withinPercentage(0.1));
    double bulk =
        VolumeScan.defaults()
            .of(argon, model, Execution.defaults())
            .orElseThrow()
            .best()
            .bulkModulus();
    assertThat(found.averages().orElseThrow().bulkVoigt()).isCloseTo(bulk, withinPercentage(1));
  }

  @Test
  void whatDoesNotDependOnAxesIsTheSameForATurnedCrystal() {
    double[] turn = rotation(0.3, 0.7, 1.1);
    Structure turned = Deformation.strained(copper(), turn);
    Model model = Materials.zhou("Cu");
    ElasticTensor straight = tensor(copper(), model);
    ElasticTensor found = tensor(turned, model);
    assertThat(found.gpa(1, 4)).as("no cubic axes any more").isNotCloseTo(0, within(1.0));
    double[] expected = straight.eigenvalues();
    assertThat(found.eigenvalues()).containsExactly(expected, within(2e-4));
    assertThat(found.averages().orElseThrow().anisotropy())
        .isCloseTo(straight.averages().orElseThrow().anisotropy(), within(1e-3));
    assertThat(found.averages().orElseThrow().young())
        .isCloseTo(straight.averages().orElseThrow().young(), withinPercentage(0.05));
  }

  private static double[] rotation(double a, double b, double c) {
    double[] x = {1, 0, 0, 0, Math.cos(a), Math.sin(a), 0, -Math.sin(a), Math.cos(a)};
    double[] y = {Math.cos(b), 0, -Math.sin(b), 0, 1, 0, Math.sin(b), 0, Math.cos(b)};
    double[] z = {Math.cos(c), Math.sin(c), 0, -Math.sin(c), Math.cos(c), 0, 0, 0, 1};
    return Matrix3.multiply(Matrix3.multiply(x, y), z);
  }

  @Test
  void atomsOfHexagonalMetalsRelaxWithinTheStrainedCell() {
    Model model = Materials.zhou("Zr");
    double a = 3.2078;
    double[] cell = {a, 0, 0, -a / 2, a * Math.sqrt(3) / 2, 0, 0, 0, 5.2026};
    Structure zirconium =
        relaxed(
            Materials.crystal("Zr", cell, new double[][] {{0, 0, 0}, {1 / 3.0, 2 / 3.0, .5}}),
            model);
    ElasticTensor free = tensor(zirconium, model);
    ElasticTensor clamped =
        new CentralDifferences(0.0025, Units.fromGpa(0.01), new SinglePoint())
            .of(zirconium, model, Execution.defaults())
            .orElseThrow();
    assertThat(free.gpa(6, 6))
        .isCloseTo((free.gpa(1, 1) - free.gpa(1, 2)) / 2, withinPercentage(0.2));
    assertThat(free.gpa(1, 1)).isCloseTo(free.gpa(2, 2), withinPercentage(0.2));
    assertThat(clamped.gpa(6, 6)).as("atoms soften a shear").isGreaterThan(free.gpa(6, 6) + 0.5);
  }

  @Test
  void simpleCubicCopperFailsBornsCriterionAndHasNoAverages() {
    Model model = Materials.zhou("Cu");
    Optimization volume =
        Optimization.builder()
            .cellFilter(new CellFilter(CellFilter.Kind.FRECHET, 0, true, false))
            .fmax(1e-5)
            .build();
    Structure simple =
        Lehr.optimize(List.of(Materials.cubic("sc", "Cu", 2.4)), model, volume).get(0).structure();
    ElasticTensor found = tensor(simple, model);
    assertThat(found.isStable()).isFalse();
    assertThat(found.eigenvalues()[0]).isNegative();
    assertThat(found.averages()).isEmpty();
  }

  @Test
  void anIsotropicTensorHasTheModuliItWasMadeOf() {
    double lambda = 0.6;
    double mu = 0.4;
    double[] c = new double[36];
    for (int i = 0; i < 6; i++) {
      c[7 * i] = i < 3 ? lambda + 2 * mu : mu;
      for (int j = 0; i < 3 && j < 3; j++) {
        c[6 * i + j] += i == j ? 0 : lambda;
      }
    }
    ElasticTensor tensor = new ElasticTensor(c, 0, 0);
    Averages a = tensor.averages().orElseThrow();
    assertThat(a.bulk()).isCloseTo(lambda + 2 * mu / 3, within(1e-12));
    assertThat(a.shear()).isCloseTo(mu, within(1e-12));
    assertThat(a.young()).isCloseTo(mu * (3 * lambda + 2 * mu) / (lambda + mu), within(1e-12));
    assertThat(a.poisson()).isCloseTo(lambda / (2 * (lambda + mu)), within(1e-12));
    assertThat(a.anisotropy()).isCloseTo(0, within(1e-12));
    assertThat(tensor.eigenvalues())
        .containsExactly(new double[] {.8, .8, .8, .8, .8, 2.6}, within(1e-12));
  }

  @Test
  void aParentUnderStressIsRefused() {
    Answer<ElasticTensor> answer =
        CentralDifferences.defaults()
            .of(Materials.cubic("fcc", "Cu", 3.6), Materials.zhou("Cu"), Execution.defaults());
    assertThatThrownBy(answer::orElseThrow)
        .hasMessageStartingWith("stressed_parent: found a stress of 1.")
        .hasMessageEndingWith("GPa, expected below 0.01000: relax the cell further");
    double[] notANumber = new double[9];
    notANumber[4] = Double.NaN;
    assertThat(CentralDifferences.defaults().objectionToStress(notANumber)).isPresent();
    assertThat(CentralDifferences.defaults().objectionToStress(new double[9])).isEmpty();
  }

  @Test
  void aFailedChildIsNamed() {
    CentralDifferences study = CentralDifferences.defaults();
    List<Child> children = study.children(copper());
    assertThat(children).hasSize(25);
    assertThat(children.get(16).name()).isEqualTo("strain-yz+0.0050");
    List<Outcome> outcomes = new ArrayList<>();
    for (Child child : children) {
      outcomes.add(new Outcome.Computed(child.structure(), 0, new double[12], new double[9]));
    }
    outcomes.set(16, new Outcome.Failed("max_iterations", "1000 steps were not enough"));
    assertThatThrownBy(() -> study.fold(copper(), outcomes).orElseThrow())
        .hasMessage(
            "child_failed: the child with strain yz +0.0050 failed: max_iterations, 1000 steps were"
                + " not enough");
    assertThatThrownBy(() -> study.fold(copper(), outcomes.subList(0, 3)))
        .hasMessage("3 outcomes of 25 children");
  }

  @Test
  void strainedCellsAreNotTurned() {
    Structure child = CentralDifferences.defaults().children(copper()).get(16).structure();
    double[] cell = child.cell().orElseThrow();
    double a = LAMMPS.get("a").asDouble();
    assertThat(cell)
        .containsExactly(new double[] {a, 0, 0, 0, a, 0.0025 * a, 0, 0.0025 * a, a}, within(1e-12));
  }
}

package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.analysis.Study;
import dev.lehr.simulation.analysis.elastic.Averages;
import dev.lehr.simulation.analysis.elastic.CentralDifferences;
import dev.lehr.simulation.analysis.elastic.ElasticTensor;
import dev.lehr.simulation.analysis.elastic.TorchSimMethod;
import dev.lehr.simulation.run.SinglePoint;
import dev.lehr.simulation.run.Verb;
import dev.lehr.simulation.units.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Elastic constants: the crystal is relaxed, then strained. Finds {@code elastic_tensor} (6x6, GPa,
 * in the order xx, yy, zz, yz, xz, xy), {@code born_stable}, {@code elastic_eigenvalues} (GPa, in
 * Kelvin's basis), {@code asymmetry} and {@code spread} (GPa), and of a stable crystal the moduli
 * of a polycrystal: Hill's {@code bulk_modulus} and {@code shear_modulus}, {@code youngs_modulus},
 * {@code bulk_modulus_voigt} and the like (GPa), {@code poisson_ratio}, {@code pugh_ratio}, {@code
 * universal_anisotropy}; of others these are null. The structure goes on as it came.
 *
 * @param study which strains, and how each strained crystal is evaluated
 * @param relaxing how the crystal is relaxed before
 */
public record ElasticRecipe(Study<ElasticTensor> study, Relaxing relaxing) implements Recipe {

  /**
   * Central differences of stress.
   *
   * @param step the smaller strain; the larger one is twice it
   * @param stressLimit largest component of stress that the relaxed crystal may have, GPa; it is
   *     relaxed to half of it
   * @param relaxing how the crystal is relaxed before
   * @param atomsRelax whether atoms relax in each strained cell, to the same forces
   */
  public static ElasticRecipe central(
      double step, double stressLimit, Relaxing relaxing, boolean atomsRelax) {
    Relaxing atoms =
        new Relaxing(Relaxing.Freedom.ATOMS, relaxing.fmax(), relaxing.smax(), relaxing.maxSteps());
    Verb verb = atomsRelax ? atoms.optimization() : new SinglePoint();
    return new ElasticRecipe(
        new CentralDifferences(step, Units.fromGpa(stressLimit), verb), relaxing);
  }

  /** As torch-sim does, for comparison with it. */
  public static ElasticRecipe torchSim(TorchSimMethod.Symmetry symmetry, Relaxing relaxing) {
    return new ElasticRecipe(new TorchSimMethod(symmetry), relaxing);
  }

  @Override
  public Step next(Subject subject, List<List<Outcome>> rounds) {
    return StudyRounds.next(
        subject.structure(),
        rounds,
        relaxing,
        parent -> study,
        tensor -> Step.Done.found(values(tensor)));
  }

  private static Map<String, Object> values(ElasticTensor tensor) {
    double[] gpa = new double[36];
    for (int k = 0; k < 36; k++) {
      gpa[k] = tensor.gpa(k / 6 + 1, k % 6 + 1);
    }
    double[] eigenvalues = tensor.eigenvalues();
    for (int k = 0; k < 6; k++) {
      eigenvalues[k] = Units.toGpa(eigenvalues[k]);
    }
    Findings found =
        new Findings()
            .rows("elastic_tensor", gpa, 6)
            .put("born_stable", tensor.isStable())
            .put("elastic_eigenvalues", Findings.list(eigenvalues));
    averages(found, tensor.averages());
    return found
        .number("asymmetry", Units.toGpa(tensor.asymmetry()))
        .number("spread", Units.toGpa(tensor.spread()))
        .put("warnings", warnings(tensor))
        .values();
  }

  private static void averages(Findings found, Optional<Averages> averages) {
    Averages a = averages.orElse(new Averages(Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    found
        .number("bulk_modulus", Units.toGpa(a.bulk()))
        .number("shear_modulus", Units.toGpa(a.shear()))
        .number("youngs_modulus", Units.toGpa(a.young()))
        .number("poisson_ratio", a.poisson())
        .number("pugh_ratio", a.pugh())
        .number("universal_anisotropy", a.anisotropy())
        .number("bulk_modulus_voigt", Units.toGpa(a.bulkVoigt()))
        .number("bulk_modulus_reuss", Units.toGpa(a.bulkReuss()))
        .number("shear_modulus_voigt", Units.toGpa(a.shearVoigt()))
        .number("shear_modulus_reuss", Units.toGpa(a.shearReuss()));
  }

  private static List<String> warnings(ElasticTensor tensor) {
    List<String> warnings = new ArrayList<>();
    if (!tensor.isStable()) {
      warnings.add(
          "a strain lowers the energy (Born's criterion): the crystal is not stable, and moduli of a"
              + " polycrystal do not exist");
    }
    return warnings;
  }
}

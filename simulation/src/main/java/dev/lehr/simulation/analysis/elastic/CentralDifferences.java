package dev.lehr.simulation.analysis.elastic;

import dev.lehr.simulation.analysis.Answer;
import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.analysis.Study;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.LbfgsSettings;
import dev.lehr.simulation.run.Optimization;
import dev.lehr.simulation.run.Verb;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The full elastic tensor, whatever the symmetry, by central differences of stress: each of the six
 * strains at one and two steps to both sides, with an error of fourth order in the step. The parent
 * has to be free of stress.
 *
 * @param step the smaller strain; the larger one is twice it
 * @param stressLimit largest component of stress that the parent may have, eV/angstrom^3
 * @param verb how a child is evaluated: a relaxation of atoms with a fixed cell, or {@link
 *     dev.lehr.simulation.run.SinglePoint} for clamped atoms
 */
public record CentralDifferences(double step, double stressLimit, Verb verb)
    implements Study<ElasticTensor> {

  private static final double[] STEPS = {-2, -1, 1, 2};
  private static final double ATOMS_RELAXED_TO = 1e-4;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException where a setting is out of its range
   */
  public CentralDifferences {
    if (!(step > 0 && step <= 0.1)) {
      throw new IllegalArgumentException("step is " + step + ", expected above 0, at most 0.1");
    }
    if (!(stressLimit > 0)) {
      throw new IllegalArgumentException("stress limit is " + stressLimit + ", expected above 0");
    }
  }

  /** Strains of 0.25 and 0.5 %, a parent within 0.01 GPa, atoms relaxed to 1e-4 eV/angstrom. */
  public static CentralDifferences defaults() {
    Optimization atoms =
        Optimization.builder()
            .optimizer(LbfgsSettings.defaults(FireSettings.Flavour.ASE))
            .fmax(ATOMS_RELAXED_TO)
            .build();
    return new CentralDifferences(0.0025, Units.fromGpa(0.01), atoms);
  }

  private List<StressStudy.Strain> strains() {
    List<StressStudy.Strain> strains = new ArrayList<>();
    for (int component = 0; component < 6; component++) {
      for (double steps : STEPS) {
        strains.add(new StressStudy.Strain(component, steps * step));
      }
    }
    return strains;
  }

  @Override
  public Optional<Answer.Refused<ElasticTensor>> objection(Structure parent) {
    return StressStudy.objection(parent);
  }

  /** {@inheritDoc} The first one is the parent as it is, whose stress is looked at. */
  @Override
  public List<Child> children(Structure parent) {
    return StressStudy.children(parent, strains(), Voigt::symmetricGradient);
  }

  /**
   * Why a parent cannot be studied that has this stress: it can be asked before children are made.
   *
   * @param stress 3x3 row-major, eV/angstrom^3
   */
  public Optional<Answer.Refused<ElasticTensor>> objectionToStress(double[] stress) {
    double largest = 0;
    for (double s : stress) {
      largest = Double.isNaN(s) ? s : Math.max(largest, Math.abs(s));
    }
    return largest < stressLimit
        ? Optional.empty()
        : Optional.of(
            new Answer.Refused<>(
                "stressed_parent",
                String.format(
                    Locale.ROOT,
                    "found a stress of %.4g GPa, expected below %.4g: relax the cell further",
                    Units.toGpa(largest),
                    Units.toGpa(stressLimit))));
  }

  @Override
  public Answer<ElasticTensor> fold(Structure parent, List<Outcome> outcomes) {
    Answer<List<double[]>> stresses = StressStudy.stresses(strains(), outcomes);
    if (stresses instanceof Answer.Refused<List<double[]>> no) {
      return new Answer.Refused<>(no.reason(), no.detail());
    }
    Optional<Answer.Refused<ElasticTensor>> objection =
        objectionToStress(((Outcome.Computed) outcomes.get(0)).stress());
    return objection.isPresent()
        ? objection.get()
        : new Answer.Found<>(differentiate(stresses.orElseThrow()));
  }

  private ElasticTensor differentiate(List<double[]> stresses) {
    double[] slopes = new double[36];
    double spread = 0;
    for (int j = 0; j < 6; j++) {
      for (int i = 0; i < 6; i++) {
        double near = stresses.get(4 * j + 3)[i] - stresses.get(4 * j + 2)[i];
        double far = stresses.get(4 * j + 4)[i] - stresses.get(4 * j + 1)[i];
        slopes[6 * i + j] = (8 * near - far) / (12 * step);
        spread = Math.max(spread, Math.abs(near / (2 * step) - far / (4 * step)));
      }
    }
    return symmetrised(slopes, spread);
  }

  private static ElasticTensor symmetrised(double[] slopes, double spread) {
    double[] c = new double[36];
    double asymmetry = 0;
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        c[6 * i + j] = 0.5 * (slopes[6 * i + j] + slopes[6 * j + i]);
        asymmetry = Math.max(asymmetry, Math.abs(slopes[6 * i + j] - slopes[6 * j + i]));
      }
    }
    return new ElasticTensor(c, asymmetry, spread);
  }
}

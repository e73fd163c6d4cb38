package dev.lehr.simulation.analysis.elastic;

import dev.lehr.simulation.analysis.Answer;
import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.analysis.Study;
import dev.lehr.simulation.run.SinglePoint;
import dev.lehr.simulation.run.Verb;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealVector;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * The elastic tensor as torch-sim 0.6 computes it, for comparison with it: clamped atoms, strains
 * of 1 % along axes and shears of 6 % (each also at half), shears that also turn the crystal, and
 * one straight line through all of it. At such strains a crystal is not linear: for results take
 * {@link CentralDifferences}.
 *
 * @param symmetry which constants are fitted
 */
public record TorchSimMethod(Symmetry symmetry) implements Study<ElasticTensor> {

  private static final double NORMAL = 0.01;
  private static final double SHEAR = 0.06;
  private static final double[] SHARES = {-1, -0.5, 0.5, 1};

  /** The symmetry that is taken for granted. */
  public enum Symmetry {
    /** C11, C12, C44. */
    CUBIC,
    /** All 21. */
    TRICLINIC
  }

  private List<StressStudy.Strain> strains() {
    int[] components = symmetry == Symmetry.CUBIC ? new int[] {0, 3} : new int[] {0, 1, 2, 3, 4, 5};
    List<StressStudy.Strain> strains = new ArrayList<>();
    for (int component : components) {
      for (double share : SHARES) {
        double size = share * (component < 3 ? NORMAL : SHEAR);
        strains.add(new StressStudy.Strain(component, size));
      }
    }
    return strains;
  }

  @Override
  public Optional<Answer.Refused<ElasticTensor>> objection(Structure parent) {
    return StressStudy.objection(parent);
  }

  @Override
  public List<Child> children(Structure parent) {
    return StressStudy.children(
        parent,
        strains(),
        (component, size) -> {
          double[] f = {1, 0, 0, 0, 1, 0, 0, 0, 1};
          f[3 * Voigt.ROW[component] + Voigt.COLUMN[component]] += size;
          return f;
        });
  }

  @Override
  public Verb verb() {
    return new SinglePoint();
  }

  @Override
  public Answer<ElasticTensor> fold(Structure parent, List<Outcome> outcomes) {
    Answer<List<double[]>> stresses = StressStudy.stresses(strains(), outcomes);
    if (stresses instanceof Answer.Refused<List<double[]>> no) {
      return new Answer.Refused<>(no.reason(), no.detail());
    }
    return new Answer.Found<>(fit(stresses.orElseThrow()));
  }

  private ElasticTensor fit(List<double[]> stresses) {
    double[] still = stresses.get(0);
    double pressure = -(still[0] + still[1] + still[2]) / 3;
    List<StressStudy.Strain> strains = strains();
    double[][] rows = new double[6 * strains.size()][];
    double[] target = new double[rows.length];
    for (int s = 0; s < strains.size(); s++) {
      StressStudy.Strain strain = strains.get(s);
      for (int i = 0; i < 6; i++) {
        rows[6 * s + i] = new double[symmetry == Symmetry.CUBIC ? 3 : 21];
        int parameter = parameter(i, strain.component());
        if (parameter >= 0) {
          rows[6 * s + i][parameter] = strain.size();
        }
        // As upstream: the pressure is taken off, though stress holds it with the other sign.
        target[6 * s + i] = stresses.get(s + 1)[i] - (i < 3 ? pressure : 0);
      }
    }
    RealVector found =
        new SingularValueDecomposition(new Array2DRowRealMatrix(rows, false))
            .getSolver()
            .solve(new ArrayRealVector(target, false));
    return filled(found, pressure);
  }

  private ElasticTensor filled(RealVector found, double pressure) {
    double[] c = new double[36];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        int parameter = parameter(i, j);
        if (parameter >= 0) {
          c[6 * i + j] = found.getEntry(parameter) + (i == j ? pressure : -pressure);
        }
      }
    }
    return new ElasticTensor(c, 0, 0);
  }

  /** Which fitted number stands at a place of the tensor; -1 for a zero. */
  private int parameter(int i, int j) {
    if (symmetry == Symmetry.TRICLINIC) {
      int least = Math.min(i, j);
      return 6 * least - least * (least - 1) / 2 + Math.max(i, j) - least;
    }
    if (i < 3 && j < 3) {
      return i == j ? 0 : 1;
    }
    return i == j ? 2 : -1;
  }
}

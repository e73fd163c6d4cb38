package dev.lehr.simulation.analysis.elastic;

import dev.lehr.simulation.analysis.Answer;
import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Deformation;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What both methods share: one unstrained child, then strained ones, whose stresses are needed. */
final class StressStudy {

  /**
   * One strained child.
   *
   * @param component of {@link Voigt}
   * @param size the strain, engineering's for a shear
   */
  record Strain(int component, double size) {}

  private StressStudy() {}

  static Optional<Answer.Refused<ElasticTensor>> objection(Structure parent) {
    return Deformation.refusal(parent);
  }

  /** Makes the children: {@code unstrained}, then one for each strain. */
  static List<Child> children(Structure parent, List<Strain> strains, Gradient gradient) {
    objection(parent)
        .ifPresent(
            o -> {
              throw new IllegalArgumentException(o.detail());
            });
    List<Child> children = new ArrayList<>();
    double[] none = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    children.add(Child.of(parent, "unstrained", Deformation.strained(parent, none)));
    for (Strain strain : strains) {
      double[] f = gradient.of(strain.component(), strain.size());
      String name =
          String.format(
              Locale.ROOT, "strain-%s%+.4f", Voigt.NAMES.get(strain.component()), strain.size());
      children.add(Child.of(parent, name, Deformation.strained(parent, f)));
    }
    return children;
  }

  /** Stresses of Voigt, the unstrained one first; or which child has none. */
  static Answer<List<double[]>> stresses(List<Strain> strains, List<Outcome> outcomes) {
    if (outcomes.size() != strains.size() + 1) {
      throw new IllegalArgumentException(
          outcomes.size() + " outcomes of " + (strains.size() + 1) + " children");
    }
    List<double[]> stresses = new ArrayList<>();
    for (int k = 0; k < outcomes.size(); k++) {
      if (outcomes.get(k) instanceof Outcome.Failed f) {
        String which =
            k == 0
                ? "the unstrained child"
                : String.format(
                    Locale.ROOT,
                    "the child with strain %s %+.4f",
                    Voigt.NAMES.get(strains.get(k - 1).component()),
                    strains.get(k - 1).size());
        return new Answer.Refused<>(
            "child_failed", which + " failed: " + f.reason() + ", " + f.detail());
      }
      stresses.add(Voigt.ofStress(((Outcome.Computed) outcomes.get(k)).stress()));
    }
    return new Answer.Found<>(stresses);
  }

  /** How a strain becomes a deformation of rows. */
  interface Gradient {
    double[] of(int component, double size);
  }
}

package dev.lehr.simulation.analysis.eos;

import dev.lehr.simulation.analysis.Answer;
import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Deformation;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.analysis.Study;
import dev.lehr.simulation.run.SinglePoint;
import dev.lehr.simulation.run.Verb;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hipparchus.util.FastMath;

/**
 * An equation of state by a scan of the volume: the crystal swollen and pressed alike along all
 * axes, at volumes evenly about its own.
 *
 * @param points how many, at least {@link EosFitter#MIN_POINTS}
 * @param range largest change of the volume, as a fraction of it: 0.06 for 6 %
 * @param forms fitted, the one that counts first
 * @param verb how a child is evaluated: {@link SinglePoint}, or a relaxation of atoms with a fixed
 *     cell where they have freedom
 */
public record VolumeScan(int points, double range, List<Form> forms, Verb verb)
    implements Study<EquationOfState> {

  /**
   * Takes copies.
   *
   * @throws IllegalArgumentException where a setting is out of its range
   */
  public VolumeScan {
    if (points < EosFitter.MIN_POINTS) {
      throw new IllegalArgumentException(
          "points is " + points + ", expected " + EosFitter.MIN_POINTS + " or more");
    }
    if (!(range > 0 && range < 1)) {
      throw new IllegalArgumentException("range is " + range + ", expected between 0 and 1");
    }
    forms = List.copyOf(forms);
    if (forms.isEmpty()) {
      throw new IllegalArgumentException("forms is empty, expected one or more");
    }
  }

  /** Seven points within 6 % of the volume, all forms, atoms moving with the cell only. */
  public static VolumeScan defaults() {
    return new VolumeScan(7, 0.06, List.of(Form.values()), new SinglePoint());
  }

  @Override
  public Optional<Answer.Refused<EquationOfState>> objection(Structure parent) {
    return Deformation.refusal(parent);
  }

  @Override
  public List<Child> children(Structure parent) {
    objection(parent)
        .ifPresent(
            o -> {
              throw new IllegalArgumentException(o.detail());
            });
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      double change = range * (2.0 * i / (points - 1) - 1);
      double s = FastMath.cbrt(1 + change);
      Structure child = Deformation.strained(parent, new double[] {s, 0, 0, 0, s, 0, 0, 0, s});
      children.add(
          Child.of(parent, String.format(Locale.ROOT, "volume%+.4f", change + 0.0), child));
    }
    return children;
  }

  @Override
  public Answer<EquationOfState> fold(Structure parent, List<Outcome> outcomes) {
    if (outcomes.size() != points) {
      throw new IllegalArgumentException(outcomes.size() + " outcomes of " + points + " children");
    }
    List<String> warnings = new ArrayList<>();
    List<EosPoint> energies = points(outcomes, warnings);
    List<EosFit> fits = new ArrayList<>();
    Optional<Answer.Refused<EquationOfState>> first = Optional.empty();
    for (Form form : forms) {
      Answer<EosFit> answer = EosFitter.fit(form, energies);
      answer.found().ifPresent(fits::add);
      if (answer instanceof Answer.Refused<EosFit> no) {
        warnings.add(no.detail());
        first =
            first.or(() -> Optional.of(new Answer.Refused<>(no.reason(), reasonWith(warnings))));
      }
    }
    if (fits.isEmpty()) {
      return first.orElseThrow();
    }
    return new Answer.Found<>(new EquationOfState(fits, energies, warnings));
  }

  private static String reasonWith(List<String> warnings) {
    return String.join("; ", warnings);
  }

  private static List<EosPoint> points(List<Outcome> outcomes, List<String> warnings) {
    List<EosPoint> points = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Computed c) {
        points.add(new EosPoint(Deformation.volume(c.structure()), c.energy()));
      } else if (outcomes.get(i) instanceof Outcome.Failed f) {
        warnings.add("volume " + (i + 1) + " was left out: " + f.reason() + ", " + f.detail());
      }
    }
    points.sort(Comparator.comparingDouble(EosPoint::volume));
    return points;
  }
}

package dev.lehr.simulation.analysis.phonons;

import dev.lehr.simulation.analysis.Answer;
import dev.lehr.simulation.analysis.Child;
import dev.lehr.simulation.analysis.Deformation;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.analysis.Study;
import dev.lehr.simulation.run.SinglePoint;
import dev.lehr.simulation.run.Verb;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Force constants by central differences of forces in a supercell: each atom of the cell moved to
 * both sides along x, y and z. No symmetry of the crystal is used but that of its lattice, so a
 * cell of n atoms has 6 n children and one that is not displaced.
 *
 * @param a copies of the cell along its first lattice vector
 * @param b along the second
 * @param c along the third
 * @param displacement angstrom
 * @param range how far an atom's displacement is felt, angstrom: the model's cutoff, twice that for
 *     an embedded atom
 * @param forceLimit largest force that an atom may have without displacement, eV/angstrom
 */
public record FiniteDisplacements(
    int a, int b, int c, double displacement, double range, double forceLimit)
    implements Study<ForceConstants> {

  private static final double DISPLACEMENT = 0.01;
  private static final double RELAXED_TO = 1e-4;
  private static final String AXES = "xyz";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException where a setting is out of its range
   */
  public FiniteDisplacements {
    if (a < 1 || b < 1 || c < 1) {
      throw new IllegalArgumentException(
          "supercell is " + a + " x " + b + " x " + c + ", expected 1 or more of each");
    }
    if (!(displacement > 0) || !(forceLimit > 0) || !(range >= 0)) {
      throw new IllegalArgumentException(
          "found displacement "
              + displacement
              + ", range "
              + range
              + ", force limit "
              + forceLimit
              + ", expected them above 0");
    }
  }

  /** Displacements of 0.01 angstrom about a parent relaxed to 1e-4 eV/angstrom. */
  public static FiniteDisplacements of(int a, int b, int c, double range) {
    return new FiniteDisplacements(a, b, c, DISPLACEMENT, range, RELAXED_TO);
  }

  /**
   * As {@link #of(int, int, int, double)}, with the smallest supercell whose faces are at least
   * twice the range apart.
   *
   * @param parent a crystal
   */
  public static FiniteDisplacements longEnough(Structure parent, double range) {
    double[] heights = Supercell.heights(parent.cell().orElseThrow());
    int[] repeats = new int[3];
    for (int k = 0; k < 3; k++) {
      repeats[k] = Math.max(1, (int) Math.ceil(2 * range / heights[k] - 1e-9));
    }
    return of(repeats[0], repeats[1], repeats[2], range);
  }

  private Supercell supercell(Structure parent) {
    return new Supercell(parent, a, b, c);
  }

  @Override
  public Optional<Answer.Refused<ForceConstants>> objection(Structure parent) {
    return Deformation.refusal(parent);
  }

  @Override
  public List<Child> children(Structure parent) {
    objection(parent)
        .ifPresent(
            o -> {
              throw new IllegalArgumentException(o.detail());
            });
    Supercell supercell = supercell(parent);
    double[] places = supercell.positions();
    List<Child> children = new ArrayList<>();
    children.add(Child.of(parent, "undisplaced", supercell.structure(places)));
    for (int k = 0; k < 3 * parent.nAtoms(); k++) {
      for (int sign = 1; sign >= -1; sign -= 2) {
        double[] moved = places.clone();
        moved[k] += sign * displacement;
        children.add(Child.of(parent, name(k, sign), supercell.structure(moved)));
      }
    }
    return children;
  }

  private static String name(int coordinate, int sign) {
    return "displaced-" + coordinate / 3 + AXES.charAt(coordinate % 3) + (sign > 0 ? "+" : "-");
  }

  @Override
  public Verb verb() {
    return new SinglePoint();
  }

  @Override
  public Answer<ForceConstants> fold(Structure parent, List<Outcome> outcomes) {
    int expected = 6 * parent.nAtoms() + 1;
    if (outcomes.size() != expected) {
      throw new IllegalArgumentException(
          outcomes.size() + " outcomes of " + expected + " children");
    }
    List<double[]> forces = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Failed f) {
        return new Answer.Refused<>("child_failed", failed(forces.size(), f));
      }
      forces.add(((Outcome.Computed) outcome).forces());
    }
    double largest = largestForce(forces.get(0));
    if (!(largest <= forceLimit)) {
      return new Answer.Refused<>(
          "unrelaxed_parent",
          String.format(
              Locale.ROOT,
              "found a force of %.4g eV/angstrom, expected at most %.4g: relax the atoms further",
              largest,
              forceLimit));
    }
    return new Answer.Found<>(
        ForceConstants.of(supercell(parent), differences(forces), warnings(parent)));
  }

  private static String failed(int child, Outcome.Failed f) {
    String which = child == 0 ? "undisplaced" : name((child - 1) / 2, child % 2 == 1 ? 1 : -1);
    return "the child " + which + " failed: " + f.reason() + ", " + f.detail();
  }

  private static double largestForce(double[] forces) {
    double largest = 0;
    for (int i = 0; i < forces.length; i += 3) {
      double x = forces[i];
      double y = forces[i + 1];
      double z = forces[i + 2];
      largest = Math.max(largest, Math.sqrt(x * x + y * y + z * z));
    }
    return largest;
  }

  private double[][] differences(List<double[]> forces) {
    double[][] constants = new double[(forces.size() - 1) / 2][];
    for (int k = 0; k < constants.length; k++) {
      double[] plus = forces.get(2 * k + 1);
      double[] minus = forces.get(2 * k + 2);
      constants[k] = new double[plus.length];
      for (int m = 0; m < plus.length; m++) {
        constants[k][m] = (minus[m] - plus[m]) / (2 * displacement);
      }
    }
    return constants;
  }

  private List<String> warnings(Structure parent) {
    double height = supercell(parent).shortestHeight();
    return height >= 2 * range * (1 - 1e-9)
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "the supercell is %.4g angstrom across, less than twice the range of %.4g: atoms feel"
                    + " images of the displaced one, and frequencies between its wave vectors are"
                    + " guesses",
                height,
                range));
  }
}

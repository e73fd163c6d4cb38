package dev.lehr.simulation.analysis.hull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.PivotSelectionRule;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

/**
 * Phases that together have a composition.
 *
 * @param formationEnergy eV/atom
 * @param shares the largest first
 */
record Mixture(double formationEnergy, List<Share> shares) {

  /** Optimality, eV/atom: well below what energies are compared to. */
  private static final double EPSILON = 1e-12;

  private static final int ULPS = 10;
  private static final double CUT_OFF = 1e-13;
  private static final double NO_SHARE = 1e-9;

  /**
   * The mixture of least energy, by the simplex method with Bland's rule, which does not cycle.
   *
   * @param phases among them the elements of the composition
   * @param energies formation energies, eV/atom
   */
  static Mixture least(Composition composition, List<Entry> phases, double[] energies) {
    List<LinearConstraint> balance = new ArrayList<>();
    for (Map.Entry<Integer, Integer> e : composition.counts().entrySet()) {
      int z = e.getKey();
      double[] row = phases.stream().mapToDouble(p -> p.composition().fraction(z)).toArray();
      balance.add(new LinearConstraint(row, Relationship.EQ, composition.fraction(z)));
    }
    double[] weights =
        new SimplexSolver(EPSILON, ULPS, CUT_OFF)
            .optimize(
                new LinearObjectiveFunction(energies, 0),
                new LinearConstraintSet(balance),
                GoalType.MINIMIZE,
                new NonNegativeConstraint(true),
                PivotSelectionRule.BLAND)
            .getPoint();
    double energy = 0;
    List<Share> shares = new ArrayList<>();
    for (int k = 0; k < weights.length; k++) {
      energy += weights[k] * energies[k];
      if (weights[k] > NO_SHARE) {
        shares.add(new Share(phases.get(k).id(), weights[k]));
      }
    }
    shares.sort(Comparator.comparingDouble(Share::fraction).reversed());
    return new Mixture(energy, List.copyOf(shares));
  }
}

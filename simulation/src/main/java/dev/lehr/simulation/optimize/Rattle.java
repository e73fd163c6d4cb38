package dev.lehr.simulation.optimize;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.prototypes.KeyedNormal;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;

/**
 * Random displacements of the free atoms before a relaxation starts, so that it leaves a saddle
 * point of high symmetry. A structure's numbers depend on the seed, the stage and its id alone: not
 * on its batch mates, nor on restarts.
 *
 * @param standardDeviation of each Cartesian component, angstrom
 * @param seed the campaign's
 * @param stage the stage's id
 */
public record Rattle(double standardDeviation, long seed, String stage) {

  /**
   * Displaces a state of one system that has not started, and keeps where its atoms were in {@link
   * Optimizer#REFERENCE_POSITIONS}. Held components stay; so does a held centre of mass.
   *
   * @param structure the structure's id
   */
  public void displace(SimState system, String structure) {
    double[] before = system.positions().clone();
    system.putColumn(Optimizer.REFERENCE_POSITIONS, new Column.Doubles(Scope.ATOM, 3, before));
    KeyedNormal normal = new KeyedNormal(seed, "rattle\n" + stage + "\n" + structure);
    double[] step = new double[before.length];
    for (int i = 0; i < step.length; i++) {
      step[i] = standardDeviation * normal.at(i);
    }
    Constraints.projectStep(system, 0, step);
    for (int i = 0; i < step.length; i++) {
      if (!Constraints.holds(system, i)) {
        system.positions()[i] += step[i];
      }
    }
  }
}

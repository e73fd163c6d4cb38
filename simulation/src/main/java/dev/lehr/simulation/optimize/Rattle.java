package dev.lehr.simulation.optimize;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.prototypes.KeyedNormal;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;

/**
 * Random displacements of the free atoms, and a random strain of a cell that moves, before a
 * relaxation starts, so that it leaves a saddle point of high symmetry. A structure's numbers
 * depend on the seed, the stage and its id alone: not on its batch mates, nor on restarts.
 *
 * @param standardDeviation of each Cartesian component, angstrom
 * @param strain standard deviation of each component of the strain
 * @param seed the campaign's
 * @param stage the stage's id
 */
public record Rattle(double standardDeviation, double strain, long seed, String stage) {

  /** Column of a strain that {@link Optimizer#prepare} applies and takes away (9 a row). */
  static final String START_STRAIN = "start_strain";

  /**
   * Displaces a state of one system that has not started, and keeps where its atoms were in {@link
   * Optimizer#REFERENCE_POSITIONS}. Held components stay; so does a held centre of mass. The
   * strain, as far as the optimizer's cell filter leaves it free, is applied when the optimizer
   * prepares the system; atoms go along with it.
   *
   * @param structure the structure's id
   */
  public void displace(SimState system, String structure) {
    double[] before = system.positions().clone();
    system.putColumn(Optimizer.REFERENCE_POSITIONS, new Column.Doubles(Scope.ATOM, 3, before));
    if (standardDeviation > 0) {
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
    if (strain > 0) {
      KeyedNormal normal = new KeyedNormal(seed, "strain\n" + stage + "\n" + structure);
      double[] symmetric = new double[9];
      for (int i = 0; i < 3; i++) {
        for (int j = i; j < 3; j++) {
          symmetric[3 * i + j] = strain * normal.at(3 * i + j);
          symmetric[3 * j + i] = symmetric[3 * i + j];
        }
      }
      system.putColumn(START_STRAIN, new Column.Doubles(Scope.SYSTEM, 9, symmetric));
    }
  }
}

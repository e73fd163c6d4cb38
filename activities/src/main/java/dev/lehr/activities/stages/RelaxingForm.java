package dev.lehr.activities.stages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.simulation.recipe.Relaxing;
import dev.lehr.simulation.recipe.Relaxing.Freedom;
import dev.lehr.simulation.units.Dimension;

/**
 * How a study relaxes the crystal before it begins: {@code relax: cell | atoms | none}, {@code
 * fmax}, {@code stress_limit}, {@code max_iterations}.
 */
final class RelaxingForm {

  private static final double FMAX = 1e-4;
  private static final double STRESS_LIMIT = 0.01;
  private static final long STEPS = 1000;
  private static final double MUCH = 1000;

  private RelaxingForm() {}

  /** The largest stress that is accepted, GPa. */
  static double stressLimit(Fields f) {
    return f.scaled("stress_limit", Dimension.PRESSURE, STRESS_LIMIT, 0, MUCH);
  }

  /** Relaxes to half of the stress that is accepted, so that rounding does not decide. */
  static Relaxing read(Fields f, double stressLimit) {
    Freedom freedom =
        f.choice("relax", Words.freedoms(Freedom.CELL, Freedom.ATOMS, Freedom.NONE), Freedom.CELL);
    double fmax = f.quantity("fmax", Dimension.FORCE, FMAX, 0, true);
    long steps = f.integer("max_iterations", STEPS, 0, 100_000_000);
    return new Relaxing(freedom, fmax, stressLimit / 2, steps);
  }

  static void write(Relaxing relaxing, ObjectNode node) {
    node.put("relax", relaxing.freedom().key()).put("fmax", relaxing.fmax());
    node.put("stress_limit", 2 * relaxing.smax()).put("max_iterations", relaxing.maxSteps());
  }
}

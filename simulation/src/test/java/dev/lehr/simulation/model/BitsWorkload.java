package dev.lehr.simulation.model;

import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.List;

/** Moves some systems along their forces and prints a digest of all bits that came out. */
public final class BitsWorkload {

  /** Enough for the JIT to compile every loop. */
  static final int STEPS = 40;

  private BitsWorkload() {}

  public static void main(String[] args) {
    System.out.println(digest(Workers.serial(), STEPS));
  }

  static String digest(Workers workers, int steps) {
    ModelDigest digest = new ModelDigest();
    int[] metals = {29, 74, 12};
    for (Model model : Models.all(workers)) {
      SimState state =
          SimState.concatenate(
              List.of(
                  Crystals.random(metals, 24, Crystals.pbc(7), 1),
                  Crystals.random(metals, 9, Crystals.pbc(0), 2),
                  Crystals.fcc(metals, 4.0, 2, 0.2, 3)));
      ModelOutput output = new ModelOutput();
      for (int step = 0; step < steps; step++) {
        model.evaluate(state, output);
        digest.add(output.energy()).add(output.stress());
        digest.add(output.energies()).add(output.forces());
        for (int k = 0; k < state.positions().length; k++) {
          double f = output.forces()[k];
          state.positions()[k] += 0.02 * f / (1 + Math.abs(f));
        }
      }
    }
    return digest.hex();
  }
}

package dev.lehr.simulation.model;

import dev.lehr.simulation.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every classical model, for atoms of Cu, Al, W and Mg about 2 to 4 angstrom apart. */
final class Models {

  /** The elements that all of them know. */
  static final int[] METALS = {29, 13, 74, 12};

  private static final List<Integer> SPECIES = List.of(29, 13, 74, 12);
  private static final List<String> SYMBOLS = List.of("Cu", "Al", "W", "Mg");
  private static final SetflTable ALLOY =
      ZhouTables.of(SYMBOLS, Truncation.SMOOTH, 900, 200, false);
  private static final SetflTable FINNIS_SINCLAIR =
      ZhouTables.of(SYMBOLS, Truncation.SMOOTH, 900, 200, true);

  private Models() {}

  /** The models that are smooth where pairs cross the cutoff. */
  static List<Model> smooth(Workers workers) {
    return List.of(
        new ZhouEam(SYMBOLS, Truncation.SMOOTH, workers),
        new SetflEam(ALLOY, workers),
        new SetflEam(FINNIS_SINCLAIR, workers),
        new SoftSphere(3.1, 2, 3, workers),
        new SoftSphere(2.9, 0.7, 2.5, workers),
        new SoftSphere(3.3, 1.1, 2.3, workers),
        softSpecies(workers),
        new SumModel(
            List.of(
                new ZhouEam(List.of("Cu", "Al", "W", "Mg"), Truncation.SMOOTH, workers),
                softSpecies(workers))));
  }

  /** The models whose energy jumps there. */
  static List<Model> cut(Workers workers) {
    return List.of(
        new LennardJones(2.4, 0.1, 6, workers),
        new Morse(2.55, 0.44, 1.36, 6, workers),
        new ZhouEam(SYMBOLS, Truncation.HARD, workers),
        new SumModel(
            List.of(
                new LennardJones(2.2, 0.05, 7, workers), new Morse(2.55, 0.44, 1.36, 5, workers))));
  }

  static List<Model> all(Workers workers) {
    List<Model> all = new ArrayList<>(smooth(workers));
    all.addAll(cut(workers));
    return all;
  }

  static SoftSphere softSpecies(Workers workers) {
    double[][] sigma = new double[4][4];
    double[][] epsilon = new double[4][4];
    double[][] alpha = new double[4][4];
    for (int a = 0; a < 4; a++) {
      for (int b = 0; b < 4; b++) {
        sigma[a][b] = 2.6 + 0.1 * (a + b);
        epsilon[a][b] = 1 + 0.2 * a * b;
        alpha[a][b] = 2 + 0.25 * (a + b);
      }
    }
    return SoftSphere.ofSpecies(SPECIES, sigma, epsilon, alpha, Optional.empty(), workers);
  }
}

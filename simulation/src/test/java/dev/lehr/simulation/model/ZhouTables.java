package dev.lehr.simulation.model;

import dev.lehr.simulation.parallel.Workers;
import java.util.List;

/** Tables of the analytic potential by Zhou et al., as a setfl file would hold them. */
final class ZhouTables {

  /** No density of the structures in tests is above this, unless a test wants it. */
  static final double LARGEST_DENSITY = 200;

  private ZhouTables() {}

  /**
   * Tables of some elements.
   *
   * @param points of radii and of densities
   * @param largestDensity where the embedding energies end
   * @param finnisSinclair whether each density is made to depend on who takes it
   */
  static SetflTable of(
      List<String> symbols,
      Truncation truncation,
      int points,
      double largestDensity,
      boolean finnisSinclair) {
    ZhouEam eam = new ZhouEam(symbols, truncation, Workers.serial());
    int n = symbols.size();
    double step = eam.cutoff() / (points - 1);
    double rhoStep = largestDensity / (points - 1);
    double[][] embedding = new double[n][points];
    double[][][] density = new double[n][n][points];
    double[][][] pair = new double[n][n][points];
    for (int a = 0; a < n; a++) {
      int type = eam.typeOf(Golden.ATOMIC_NUMBERS.get(symbols.get(a)));
      for (int k = 0; k < points; k++) {
        embedding[a][k] = eam.embedding(type, k * rhoStep);
      }
      for (int b = 0; b < n; b++) {
        int other = eam.typeOf(Golden.ATOMIC_NUMBERS.get(symbols.get(b)));
        double factor = finnisSinclair ? 1 + 0.1 * b : 1;
        for (int k = 0; k < points; k++) {
          double r = k * step;
          density[a][b][k] = factor * eam.density(type, r).value();
          pair[a][b][k] = b < a ? pair[b][a][k] : r * eam.pair(type, other, r).value();
        }
      }
    }
    return new SetflTable(
        finnisSinclair,
        symbols,
        symbols.stream().map(Golden.ATOMIC_NUMBERS::get).toList(),
        rhoStep,
        step,
        eam.cutoff(),
        embedding,
        density,
        pair);
  }
}

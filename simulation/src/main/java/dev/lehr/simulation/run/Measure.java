package dev.lehr.simulation.run;

import dev.lehr.simulation.autobatch.BatchSizeSearch;
import dev.lehr.simulation.autobatch.InFlightAutoBatcher;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.autobatch.MemoryScalers;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.state.SimState;
import java.util.List;

/**
 * How much of a batch a system takes, and how much there is.
 *
 * @param scalers the metric
 * @param cutoff of the number of edges, angstrom
 * @param max largest sum of it
 * @param oversizedRunAlone whether a system above the maximum runs alone instead of failing
 */
record Measure(MemoryScalers scalers, double cutoff, double max, boolean oversizedRunAlone) {

  /** Of the edge count where the model has no cutoff, angstrom; torch-sim's default. */
  private static final double DEFAULT_CUTOFF = 6.0;

  private static final double ATOMS_A_THREAD = 512;
  private static final int LARGEST_TRY = 500_000;
  private static final double GROWTH = 1.6;

  /**
   * The measure of a limit.
   *
   * @param sample systems that the maximum is estimated from, at least one where it is
   */
  static Measure of(Batching.Limit limit, Model model, int threads, List<SimState> sample) {
    double cutoff = cutoff(model);
    if (limit instanceof Batching.Limit.Given given) {
      return new Measure(new MemoryScalers(given.metric(), cutoff), cutoff, given.max(), false);
    }
    if (limit instanceof Batching.Limit.Probed probed && !sample.isEmpty()) {
      MemoryScalers scalers = new MemoryScalers(probed.metric(), cutoff);
      List<Double> metrics = sample.stream().map(s -> scalers.of(s, 0)).toList();
      double max =
          new BatchSizeSearch(probed.probe(), LARGEST_TRY, GROWTH).maxMemoryScaler(sample, metrics)
              * probed.padding();
      return new Measure(scalers, cutoff, max, false);
    }
    return unlimited(ATOMS_A_THREAD * threads, model);
  }

  /** Atoms up to a number, which is not a matter of memory. */
  static Measure unlimited(double atoms, Model model) {
    double cutoff = cutoff(model);
    return new Measure(new MemoryScalers(MemoryMetric.N_ATOMS, cutoff), cutoff, atoms, true);
  }

  private static double cutoff(Model model) {
    return Double.isFinite(model.cutoff()) ? model.cutoff() : DEFAULT_CUTOFF;
  }

  /** A batcher that holds to it. */
  InFlightAutoBatcher batcher() {
    return InFlightAutoBatcher.builder()
        .memoryScalesWith(scalers.metric())
        .cutoff(cutoff)
        .maxMemoryScaler(max)
        .oversizedRunAlone(oversizedRunAlone)
        .build();
  }

  /** What a system takes. */
  double of(SimState system) {
    return scalers.of(system, 0);
  }
}

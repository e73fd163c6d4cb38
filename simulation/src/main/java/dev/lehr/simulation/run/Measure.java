package dev.lehr.simulation.run;

import dev.lehr.simulation.autobatch.BatchSizeSearch;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.autobatch.MemoryScalers;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.SimState;
import java.util.List;

/**
 * How much of a batch a system takes, and how much there is.
 *
 * @param scalers the metric
 * @param max largest sum of it
 * @param oversizedRunAlone whether a system above the maximum runs alone instead of failing
 */
record Measure(MemoryScalers scalers, double max, boolean oversizedRunAlone) {

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
      return new Measure(new MemoryScalers(given.metric(), cutoff), given.max(), false);
    }
    if (limit instanceof Batching.Limit.Probed probed && !sample.isEmpty()) {
      MemoryScalers scalers = new MemoryScalers(probed.metric(), cutoff);
      List<Double> metrics = sample.stream().map(s -> scalers.of(s, 0)).toList();
      double max =
          new BatchSizeSearch(probed.probe(), LARGEST_TRY, GROWTH).maxMemoryScaler(sample, metrics)
              * probed.padding();
      return new Measure(scalers, max, false);
    }
    return unlimited(ATOMS_A_THREAD * threads, model);
  }

  /** Atoms up to a number, which is not a matter of memory. */
  static Measure unlimited(double atoms, Model model) {
    double cutoff = cutoff(model);
    return new Measure(new MemoryScalers(MemoryMetric.N_ATOMS, cutoff), atoms, true);
  }

  private static double cutoff(Model model) {
    return Double.isFinite(model.cutoff()) ? model.cutoff() : DEFAULT_CUTOFF;
  }

  /** A scheduler that holds to it. */
  <T> Scheduler<T> scheduler() {
    SchedulerSettings settings = SchedulerSettings.of(Packing.lookAhead(), max);
    return new Scheduler<>(oversizedRunAlone ? settings.withOversizedAlone() : settings);
  }

  /** What a system takes. */
  double of(SimState system) {
    return scalers.of(system, 0);
  }
}

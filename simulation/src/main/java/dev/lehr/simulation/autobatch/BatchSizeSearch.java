package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How many copies of a system fit on a device, found by growing the batch until it runs out of
 * memory: torch-sim's {@code determine_max_batch_size} and {@code estimate_max_memory_scaler}
 * (0.6.2).
 *
 * @param probe tries a batch
 * @param maxAtoms no batch above this number of atoms is tried
 * @param scaleFactor growth from one try to the next, above 1
 */
public record BatchSizeSearch(MemoryProbe probe, int maxAtoms, double scaleFactor) {

  /**
   * The largest number of copies, two tries below the one that failed: torch-sim's margin.
   *
   * @param system a single-system state
   * @param startSize number of copies of the first try
   */
  public int maxBatchSize(SimState system, int startSize) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(startSize);
    while (true) {
      int last = sizes.get(sizes.size() - 1);
      long next = Math.max((long) Math.rint(last * scaleFactor), last + 1L);
      if (next * system.nAtoms() > maxAtoms) {
        break;
      }
      sizes.add((int) next);
    }
    for (int i = 0; i < sizes.size(); i++) {
      SimState batch = SimState.concatenate(Collections.nCopies(sizes.get(i), system));
      if (!probe.fits(batch)) {
        return sizes.get(Math.max(0, i - 2));
      }
    }
    return sizes.get(sizes.size() - 1);
  }

  /**
   * The largest sum of the metric, from the systems where it is smallest and largest.
   *
   * @param systems single-system states, at least one
   * @param metrics the metric of each; rounded to single precision as torch-sim does
   */
  public double maxMemoryScaler(List<SimState> systems, List<Double> metrics) {
    int least = 0;
    int most = 0;
    for (int i = 1; i < metrics.size(); i++) {
      if (metrics.get(i).floatValue() < metrics.get(least).floatValue()) {
        least = i;
      }
      if (metrics.get(i).floatValue() > metrics.get(most).floatValue()) {
        most = i;
      }
    }
    double small = maxBatchSize(systems.get(least), 1) * (double) metrics.get(least).floatValue();
    double large = maxBatchSize(systems.get(most), 1) * (double) metrics.get(most).floatValue();
    return Math.min(small, large);
  }
}

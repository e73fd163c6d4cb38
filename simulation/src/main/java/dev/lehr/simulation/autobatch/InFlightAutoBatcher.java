package dev.lehr.simulation.autobatch;

import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Swaps systems in and out of a running batch: those that have converged leave, waiting ones take
 * their place, first in, first out, as long as the sum of the memory scalers stays within a
 * maximum.
 */
public final class InFlightAutoBatcher {

  /** What {@link #nextBatch} answers. */
  public record Batch(Optional<SimState> batch, List<SimState> completed, List<Integer> indices) {}

  /** Starts a configuration. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the settings. */
  public static final class Builder {
    private MemoryMetric metric = MemoryMetric.N_ATOMS_X_DENSITY;
    private double max;

    public Builder memoryScalesWith(MemoryMetric value) {
      metric = value;
      return this;
    }

    public Builder maxMemoryScaler(double value) {
      max = value;
      return this;
    }

    public InFlightAutoBatcher build() {
      return new InFlightAutoBatcher(metric, max);
    }
  }

  private final MemoryMetric metric;
  private final double max;
  private Iterator<SimState> source = Collections.emptyIterator();
  private @Nullable SimState pushedBack;
  private final List<Integer> currentIdx = new ArrayList<>();
  private final List<Double> currentScalers = new ArrayList<>();
  private final Map<Integer, Integer> swapAttempts = new LinkedHashMap<>();
  private int iteratorIdx;
  private boolean first;

  private InFlightAutoBatcher(MemoryMetric metric, double max) {
    this.metric = metric;
    this.max = max;
  }

  public void loadStates(Iterator<SimState> states) {
    source = states;
    first = true;
  }

  public List<Integer> currentIdx() {
    return currentIdx;
  }

  public List<Double> currentScalers() {
    return currentScalers;
  }

  public Map<Integer, Integer> swapAttempts() {
    return swapAttempts;
  }

  public Optional<SimState> resume() {
    List<SimState> joined = admit();
    return joined.isEmpty() ? Optional.empty() : Optional.of(SimState.concatenate(joined));
  }

  private double scalerOf(SimState s) {
    if (metric != MemoryMetric.N_ATOMS) {
      throw new UnsupportedOperationException();
    }
    return s.nAtoms();
  }

  private List<SimState> admit() {
    List<SimState> joined = new ArrayList<>();
    double sum = currentScalers.stream().mapToDouble(Double::doubleValue).sum();
    while (pushedBack != null || source.hasNext()) {
      SimState next = pushedBack != null ? pushedBack : source.next();
      pushedBack = null;
      double scaler = scalerOf(next);
      if (sum + scaler > max) {
        pushedBack = next;
        break;
      }
      sum += scaler;
      joined.add(next);
      currentIdx.add(iteratorIdx);
      swapAttempts.put(iteratorIdx++, 0);
      currentScalers.add(scaler);
    }
    return joined;
  }

  public Batch nextBatch(@Nullable SimState updated, boolean @Nullable [] convergence) {
    if (first) {
      first = false;
      return new Batch(resume(), List.of(), List.copyOf(currentIdx));
    }
    if (updated == null || convergence == null) {
      throw new IllegalArgumentException(
          "A convergence tensor must be provided after the first batch has been run.");
    }
    int[] leaving = new int[convergence.length];
    int k = 0;
    for (int i = 0; i < convergence.length; i++) {
      swapAttempts.merge(currentIdx.get(i), 1, Integer::sum);
      if (convergence[i]) {
        leaving[k++] = i;
      }
    }
    List<SimState> completed = new ArrayList<>(updated.pop(Arrays.copyOf(leaving, k)));
    Collections.reverse(completed);
    for (int j = k - 1; j >= 0; j--) {
      currentIdx.remove(leaving[j]);
      currentScalers.remove(leaving[j]);
    }
    List<SimState> joined = admit();
    SimState next = updated;
    if (!joined.isEmpty()) {
      List<SimState> all = new ArrayList<>();
      if (updated.nSystems() > 0) {
        all.add(updated);
      }
      all.addAll(joined);
      next = SimState.concatenate(all);
    }
    return new Batch(
        next.nSystems() == 0 ? Optional.empty() : Optional.of(next),
        completed,
        List.copyOf(currentIdx));
  }
}

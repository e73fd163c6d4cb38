package dev.lehr.simulation.autobatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Packs items into few bins of equal volume: torch-sim's {@code to_constant_volume_bins}, best fit
 * decreasing. Items are taken by descending weight, equal ones in the order of the input; each goes
 * into the fullest bin that can take it, of equally full ones into the oldest, and into a new bin
 * where none can. An item above the volume gets a bin of its own.
 *
 * <p>Takes O(n log n) for n items, unlike the reference, whose time grows with the number of items
 * times that of bins.
 *
 * @param volume largest sum of weights in a bin, unless a single item is above it
 * @param lowerBound only items of a larger weight are packed, where given
 * @param upperBound only items of a smaller weight are packed, where given
 */
public record ConstantVolumeBins(
    double volume, OptionalDouble lowerBound, OptionalDouble upperBound) {

  /** Checks the bounds. */
  public ConstantVolumeBins {
    if (Double.isNaN(volume)) {
      throw new IllegalArgumentException("the volume of a bin is NaN, expected a number");
    }
    if (lowerBound.isPresent()
        && upperBound.isPresent()
        && !(lowerBound.getAsDouble() < upperBound.getAsDouble())) {
      throw new IllegalArgumentException(
          "lower_bound is "
              + lowerBound.getAsDouble()
              + " and upper_bound "
              + upperBound.getAsDouble()
              + ", expected the lower one to be smaller");
    }
  }

  /** Bins of a volume for items of any weight. */
  public static ConstantVolumeBins of(double volume) {
    return new ConstantVolumeBins(volume, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** The same for items above a weight only. */
  public ConstantVolumeBins above(double weight) {
    return new ConstantVolumeBins(volume, OptionalDouble.of(weight), upperBound);
  }

  /** The same for items below a weight only. */
  public ConstantVolumeBins below(double weight) {
    return new ConstantVolumeBins(volume, lowerBound, OptionalDouble.of(weight));
  }

  /** A bin while it is filled. */
  private static final class Bin {
    final int number;
    final List<Integer> items = new ArrayList<>();
    double sum;

    Bin(int number) {
      this.number = number;
    }
  }

  /** Emptier ones first; of equally full ones the oldest last, where a search from above stops. */
  private static final Comparator<Bin> BY_SUM =
      Comparator.<Bin>comparingDouble(bin -> bin.sum)
          .thenComparing(bin -> bin.number, Comparator.reverseOrder());

  /**
   * Packs weights.
   *
   * @return the indices of the weights in each bin, in the order in which they were put there
   * @throws IllegalArgumentException where a weight is negative or not a number
   */
  public List<List<Integer>> pack(List<Double> weights) {
    for (int i = 0; i < weights.size(); i++) {
      if (!(weights.get(i) >= 0)) {
        throw new IllegalArgumentException(
            "the weight of item " + i + " is " + weights.get(i) + ", expected 0 or more");
      }
    }
    List<Bin> bins = new ArrayList<>();
    TreeSet<Bin> byFill = new TreeSet<>(BY_SUM);
    IntStream.range(0, weights.size())
        .filter(i -> isWithinBounds(weights.get(i)))
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> weights.get(i)).reversed())
        .forEach(
            i -> {
              double weight = weights.get(i);
              Bin bin = fullestThatTakes(byFill, weight);
              if (bin == null) {
                bin = new Bin(bins.size());
                bins.add(bin);
              } else {
                byFill.remove(bin);
              }
              bin.items.add(i);
              bin.sum += weight;
              byFill.add(bin);
            });
    return bins.stream().map(bin -> List.copyOf(bin.items)).toList();
  }

  private boolean isWithinBounds(double weight) {
    return (lowerBound.isEmpty() || weight > lowerBound.getAsDouble())
        && (upperBound.isEmpty() || weight < upperBound.getAsDouble());
  }

  /** The rounding of a difference and of a sum need not agree, so the sum has the last word. */
  private @Nullable Bin fullestThatTakes(TreeSet<Bin> byFill, double weight) {
    Bin probe = new Bin(-1);
    probe.sum = volume - weight;
    Bin best = byFill.floor(probe);
    for (Bin next = above(byFill, best); takes(next, weight); next = above(byFill, best)) {
      best = next;
    }
    while (best != null && !takes(best, weight)) {
      best = byFill.lower(best);
    }
    return best;
  }

  private static @Nullable Bin above(TreeSet<Bin> byFill, @Nullable Bin bin) {
    return bin != null ? byFill.higher(bin) : byFill.isEmpty() ? null : byFill.first();
  }

  private boolean takes(@Nullable Bin bin, double weight) {
    return bin != null && bin.sum + weight <= volume;
  }

  /**
   * Packs items.
   *
   * @param weight of an item
   */
  public <T> List<List<T>> pack(List<T> items, ToDoubleFunction<? super T> weight) {
    return pack(items.stream().map(weight::applyAsDouble).toList()).stream()
        .map(bin -> bin.stream().map(items::get).toList())
        .toList();
  }

  /** Packs named weights; each bin keeps the order in which they were put there. */
  public <K> List<Map<K, Double>> pack(Map<K, Double> weights) {
    List<Map.Entry<K, Double>> entries = List.copyOf(weights.entrySet());
    List<Map<K, Double>> bins = new ArrayList<>();
    for (List<Map.Entry<K, Double>> bin : pack(entries, Map.Entry::getValue)) {
      Map<K, Double> named = new LinkedHashMap<>();
      bin.forEach(entry -> named.put(entry.getKey(), entry.getValue()));
      bins.add(named);
    }
    return bins;
  }
}

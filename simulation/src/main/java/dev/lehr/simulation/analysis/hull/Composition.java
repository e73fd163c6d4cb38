package dev.lehr.simulation.analysis.hull;

import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many atoms of which elements.
 *
 * @param counts by atomic number, each above 0
 */
public record Composition(SortedMap<Integer, Integer> counts) {

  /**
   * Takes a copy.
   *
   * @throws IllegalArgumentException where it is empty or a count is not above 0
   */
  public Composition {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    if (counts.isEmpty() || counts.values().stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException("composition is " + counts + ", expected counts above 0");
    }
  }

  /** Counts by symbol. */
  public static Composition of(Map<String, Integer> bySymbol) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    bySymbol.forEach((symbol, n) -> counts.put(Elements.require(symbol), n));
    return new Composition(counts);
  }

  /** The atoms of a structure. */
  public static Composition of(Structure structure) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    for (int z : structure.atomicNumbers()) {
      counts.merge(z, 1, Integer::sum);
    }
    return new Composition(counts);
  }

  /** Number of atoms. */
  public int atoms() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Share of the atoms that are of an element. */
  public double fraction(int atomicNumber) {
    return counts.getOrDefault(atomicNumber, 0) / (double) atoms();
  }

  /** The smallest whole counts with the same ratios. */
  public Composition reduced() {
    int divisor = 0;
    for (int n : counts.values()) {
      divisor = gcd(n, divisor);
    }
    SortedMap<Integer, Integer> least = new TreeMap<>();
    for (Map.Entry<Integer, Integer> e : counts.entrySet()) {
      least.put(e.getKey(), e.getValue() / divisor);
    }
    return new Composition(least);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Symbols with counts, by atomic number, for example {@code O2Ti1}. */
  @Override
  public String toString() {
    return counts.entrySet().stream()
        .map(e -> Elements.symbol(e.getKey()) + e.getValue())
        .collect(Collectors.joining());
  }
}

package dev.lehr.simulation.analysis.hull;

import dev.lehr.simulation.analysis.Answer;
import dev.lehr.simulation.structure.Elements;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The lower convex hull of energies over compositions. For each composition among the entries the
 * mixture of least energy is the solution of a linear program; of entries with one composition only
 * the lowest can be part of it, of equals the first.
 */
public final class ConvexHull {

  private final Map<Integer, Entry> elements = new TreeMap<>();
  private final Map<Composition, Entry> lowest = new LinkedHashMap<>();
  private final List<Entry> corners = new ArrayList<>();
  private final Map<Composition, Mixture> mixtures = new HashMap<>();

  private ConvexHull(List<Entry> entries) {
    for (Entry entry : entries) {
      if (Double.isFinite(entry.energy())) {
        lowest.merge(entry.composition().reduced(), entry, ConvexHull::lower);
      }
    }
    lowest.forEach(
        (composition, entry) -> {
          if (composition.counts().size() == 1) {
            elements.put(composition.counts().firstKey(), entry);
          }
        });
    findCorners();
  }

  /**
   * Takes what lies below the hull of those before it, from the lowest on. All corners are among
   * what was taken: an entry above the hull of some is above the hull of all.
   */
  private void findCorners() {
    corners.addAll(elements.values());
    lowest.entrySet().stream()
        .filter(e -> e.getKey().counts().size() > 1)
        .filter(e -> elements.keySet().containsAll(e.getKey().counts().keySet()))
        .sorted(Comparator.comparingDouble(e -> formationEnergy(e.getValue())))
        .forEach(
            e -> {
              double hull = leastEnergy(e.getKey()).formationEnergy();
              if (formationEnergy(e.getValue()) < hull) {
                corners.add(e.getValue());
              }
            });
  }

  private static Entry lower(Entry a, Entry b) {
    return b.energyPerAtom() < a.energyPerAtom() ? b : a;
  }

  /**
   * The hull of entries.
   *
   * @param entries among them each element that occurs, by itself; one without such a reference
   *     cannot be placed
   */
  public static ConvexHull of(List<Entry> entries) {
    return new ConvexHull(List.copyOf(entries));
  }

  /** Where entries stand, in their order. */
  public List<Answer<HullPlace>> places(List<Entry> entries) {
    List<Answer<HullPlace>> places = new ArrayList<>();
    entries.forEach(entry -> places.add(place(entry)));
    return places;
  }

  /**
   * Where an entry stands, whether it is part of the hull or not; one that is not and lies below it
   * has an energy above hull of 0. Refused with {@code missing_reference} where an element of it is
   * not among the entries, and with {@code not_finite}.
   */
  public Answer<HullPlace> place(Entry entry) {
    if (!Double.isFinite(entry.energy())) {
      return new Answer.Refused<>(
          "not_finite", "found an energy of " + entry.energy() + " eV for " + entry.id());
    }
    Composition composition = entry.composition().reduced();
    SortedSet<Integer> missing = new TreeSet<>(composition.counts().keySet());
    missing.removeAll(elements.keySet());
    if (!missing.isEmpty()) {
      return new Answer.Refused<>("missing_reference", missingReference(entry, missing));
    }
    Mixture mixture = mixtures.computeIfAbsent(composition, this::leastEnergy);
    double formation = formationEnergy(entry);
    Entry best = lowest.getOrDefault(composition, entry);
    double above = Math.max(0, formation - mixture.formationEnergy());
    double own = formationEnergy(best) - mixture.formationEnergy();
    List<Share> products =
        own <= HullPlace.TOLERANCE ? List.of(new Share(best.id(), 1)) : mixture.shares();
    return new Answer.Found<>(new HullPlace(entry.id(), formation, above, products));
  }

  private String missingReference(Entry entry, SortedSet<Integer> missing) {
    String symbols = missing.stream().map(Elements::symbol).collect(Collectors.joining(", "));
    String present =
        elements.isEmpty()
            ? "none"
            : elements.keySet().stream().map(Elements::symbol).collect(Collectors.joining(", "));
    return entry.id()
        + " holds "
        + symbols
        + ", and no entry is that element alone; elements among the entries: "
        + present;
  }

  private double formationEnergy(Entry entry) {
    Composition c = entry.composition();
    double references = 0;
    for (Map.Entry<Integer, Integer> e : c.counts().entrySet()) {
      Entry element = elements.get(e.getKey());
      references += e.getValue() * (element == null ? Double.NaN : element.energyPerAtom());
    }
    return (entry.energy() - references) / c.atoms();
  }

  /** The mixture of least energy among corners that hold nothing but a composition's elements. */
  private Mixture leastEnergy(Composition composition) {
    List<Entry> phases =
        corners.stream()
            .filter(
                c -> composition.counts().keySet().containsAll(c.composition().counts().keySet()))
            .toList();
    double[] energies = phases.stream().mapToDouble(this::formationEnergy).toArray();
    return Mixture.least(composition, phases, energies);
  }

  /** Ids of the stable entries, in the order in which their compositions first came. */
  public List<String> stable() {
    return lowest.values().stream()
        .filter(e -> place(e).found().filter(HullPlace::isStable).isPresent())
        .map(Entry::id)
        .toList();
  }
}

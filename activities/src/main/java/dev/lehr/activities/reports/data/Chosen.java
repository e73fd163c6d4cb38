package dev.lehr.activities.reports.data;

import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The structures that are shown with all their arrays where there are too many for all: those that
 * have got furthest, and among these the first.
 */
public final class Chosen {

  private record Place(int stages, long structure) {}

  /** The one to give up first comes first. */
  private static final Comparator<Place> WORST =
      Comparator.comparingInt(Place::stages)
          .thenComparing(Comparator.comparingLong(Place::structure).reversed());

  private final int limit;
  private final PriorityQueue<Place> best = new PriorityQueue<>(WORST);

  /** None yet, and at most so many. */
  public Chosen(int limit) {
    this.limit = limit;
  }

  /** Considers a structure. */
  public void add(StructureResults structure) {
    int converged = 0;
    for (var fields : structure.stages().values()) {
      converged += fields.path("status").asText().equals("converged") ? 1 : 0;
    }
    best.add(new Place(converged, structure.structure()));
    if (best.size() > limit) {
      best.remove();
    }
  }

  /** Their indices. */
  public Set<Long> structures() {
    Set<Long> all = new HashSet<>();
    best.forEach(place -> all.add(place.structure()));
    return all;
  }
}

package dev.lehr.simulation.run;

import java.util.Iterator;
import java.util.List;

/**
 * The results of a list of structures, in its order, one for each.
 *
 * @param all the results
 * @param isInterrupted whether the thread was interrupted before all were done
 */
public record Results(List<Result> all, boolean isInterrupted) implements Iterable<Result> {

  /** Takes a copy. */
  public Results {
    all = List.copyOf(all);
  }

  /** The result of a structure. */
  public Result get(int index) {
    return all.get(index);
  }

  /** Number of structures. */
  public int size() {
    return all.size();
  }

  /** Number of structures that ended in a way. */
  public long count(Status status) {
    return all.stream().filter(result -> result.status() == status).count();
  }

  @Override
  public Iterator<Result> iterator() {
    return all.iterator();
  }
}

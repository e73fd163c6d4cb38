package dev.lehr.activities.commands;

import dev.lehr.activities.document.Guess;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Named limits on how many programs run at once, shared by all campaigns of a worker. Safe for
 * several threads.
 */
public final class Pools {

  /** The pool of stages that name none; as many as there are processors unless told otherwise. */
  public static final String DEFAULT = "commands";

  private final Map<String, Integer> limits;
  private final Map<String, Integer> taken = new HashMap<>();

  /**
   * @param limits at least 1 each, by name
   * @throws IllegalArgumentException where a limit is below 1
   */
  public Pools(Map<String, Integer> limits) {
    Map<String, Integer> all = new TreeMap<>(limits);
    all.putIfAbsent(DEFAULT, Runtime.getRuntime().availableProcessors());
    all.forEach(
        (name, limit) -> {
          if (limit < 1) {
            throw new IllegalArgumentException(
                "pool " + name + ": found " + limit + ", expected at least 1");
          }
        });
    this.limits = Map.copyOf(all);
  }

  /** What is wrong with names of pools; empty where all are known. */
  public Optional<String> refusal(Collection<String> names) {
    return names.stream()
        .filter(name -> !limits.containsKey(name))
        .findFirst()
        .map(
            name ->
                "this worker has no pool '"
                    + name
                    + "', only "
                    + String.join(", ", new TreeMap<>(limits).keySet())
                    + "; start it with --pool "
                    + name
                    + "=4"
                    + Guess.suffix(name, limits.keySet()));
  }

  /**
   * Takes a place if one is free.
   *
   * @throws IllegalArgumentException where the pool is unknown
   */
  public synchronized boolean tryAcquire(String pool) {
    int inUse = inUse(pool);
    if (inUse >= limit(pool)) {
      return false;
    }
    taken.put(pool, inUse + 1);
    return true;
  }

  /**
   * Gives a place back.
   *
   * @throws IllegalStateException where none is taken
   */
  public synchronized void release(String pool) {
    int inUse = inUse(pool);
    if (inUse == 0) {
      throw new IllegalStateException("pool " + pool + " has no place taken, expected one");
    }
    taken.put(pool, inUse - 1);
  }

  /** Places that are taken. */
  public synchronized int inUse(String pool) {
    limit(pool);
    return taken.getOrDefault(pool, 0);
  }

  /**
   * Places that there are.
   *
   * @throws IllegalArgumentException where the pool is unknown
   */
  public int limit(String pool) {
    Integer limit = limits.get(pool);
    if (limit == null) {
      throw new IllegalArgumentException(
          "found the pool '" + pool + "', expected one of " + limits.keySet());
    }
    return limit;
  }
}

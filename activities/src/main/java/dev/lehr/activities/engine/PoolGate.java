package dev.lehr.activities.engine;

import dev.lehr.activities.commands.Pools;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets as many tasks in as their pools have places for, in the order in which they came. The
 * engine's thread alone is here; the pools are shared.
 */
final class PoolGate {

  private record Waiting(TaskRun run, Runnable go) {}

  private final Pools pools;
  private final Map<String, ArrayDeque<Waiting>> queues = new LinkedHashMap<>();
  private final Map<TaskRun, String> inside = new HashMap<>();

  PoolGate(Pools pools) {
    this.pools = pools;
  }

  /** A task goes on when there is a place; at once where its stage names no pool. */
  void enter(TaskRun run, String pool, Runnable go) {
    if (pool.isEmpty()) {
      go.run();
      return;
    }
    queues.computeIfAbsent(pool, p -> new ArrayDeque<>()).add(new Waiting(run, go));
  }

  /** Lets in whom there is a place for. */
  void open() {
    queues.forEach(
        (pool, queue) -> {
          while (!queue.isEmpty() && pools.tryAcquire(pool)) {
            Waiting next = queue.remove();
            inside.put(next.run(), pool);
            next.go().run();
          }
        });
  }

  /** A task has ended or leaves: its place is free. */
  void leave(TaskRun run) {
    String pool = inside.remove(run);
    if (pool != null) {
      pools.release(pool);
    }
  }

  /** Takes a task that waits out; answers whether it was waiting. */
  boolean withdraw(TaskRun run) {
    boolean out = false;
    for (ArrayDeque<Waiting> queue : queues.values()) {
      out |= queue.removeIf(w -> w.run() == run);
    }
    return out;
  }

  /** Gives all places back. */
  void close() {
    inside.values().forEach(pools::release);
    inside.clear();
  }
}

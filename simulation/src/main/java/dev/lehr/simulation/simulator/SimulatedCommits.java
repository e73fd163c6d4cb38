package dev.lehr.simulation.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an engine has to write, gathered and committed in ticks. A commit reaches the database some
 * time after it was sent, and its answer comes later still; a worker may die between the two.
 */
final class SimulatedCommits {

  private record Entry(SimulatedLease lease, SimulatedLedger.Write write, Runnable committed) {}

  private record Waiter(long target, Runnable action) {}

  /** What happens in the world outside the worker. */
  interface World {
    /** Makes something happen in the worker, unless it is dead by then. */
    void inWorker(long micros, Runnable action);

    /** Makes something happen outside, whatever becomes of the worker. */
    void outside(long micros, Runnable action);

    /** Whether what a worker sent arrives although it has died since. */
    boolean arrives();

    /** Whether the answer to a commit never arrives. */
    boolean losesAnswer();

    /** How long a commit takes to the database, microseconds. */
    long latency();

    /** Commits. */
    Set<Integer> commit(List<SimulatedLedger.Group> groups);
  }

  private final World world;
  private final long tick;
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private final Deque<Runnable> between = new ArrayDeque<>();
  private List<Entry> pending = new ArrayList<>();
  private boolean underWay;
  private boolean timed;
  private long offered;
  private long done;

  SimulatedCommits(World world, long tick) {
    this.world = world;
    this.tick = tick;
  }

  void offer(SimulatedLease lease, SimulatedLedger.Write write, Runnable committed) {
    pending.add(new Entry(lease, write, committed));
    offered++;
    if (!timed) {
      timed = true;
      world.inWorker(
          tick,
          () -> {
            timed = false;
            send();
          });
    }
  }

  /** Does something once all that has been offered so far is committed. */
  void flushThen(Runnable action) {
    if (done >= offered) {
      action.run();
      return;
    }
    waiters.add(new Waiter(offered, action));
    send();
  }

  /** Does something at once after a commit of everything, with no commit under way. */
  void between(Runnable action) {
    between.add(action);
    if (!underWay) {
      settle();
    }
  }

  /** Commits everything now; what is under way arrives later, or never. */
  void commitNow() {
    if (!pending.isEmpty()) {
      List<Entry> entries = pending;
      pending = new ArrayList<>();
      acknowledged(entries, world.commit(group(entries)));
    }
  }

  private void send() {
    if (underWay || pending.isEmpty()) {
      return;
    }
    underWay = true;
    List<Entry> entries = pending;
    pending = new ArrayList<>();
    List<SimulatedLedger.Group> groups = group(entries);
    world.outside(
        world.latency(),
        () -> {
          if (world.arrives()) {
            Set<Integer> refused = world.commit(groups);
            if (world.losesAnswer()) {
              // The worker does not know whether it was committed, and sends it again.
              refused = world.commit(groups);
            }
            Set<Integer> answer = refused;
            world.inWorker(
                world.latency() / 4,
                () -> {
                  underWay = false;
                  acknowledged(entries, answer);
                  settle();
                });
          }
        });
  }

  private void acknowledged(List<Entry> entries, Set<Integer> refused) {
    for (Entry entry : entries) {
      if (refused.contains(entry.lease().shard())) {
        entry.lease().lose();
      }
      entry.committed().run();
    }
    done += entries.size();
  }

  private void settle() {
    while (!between.isEmpty()) {
      commitNow();
      between.remove().run();
    }
    List<Waiter> due = waiters.stream().filter(w -> w.target() <= done).toList();
    waiters.removeAll(due);
    due.forEach(w -> w.action().run());
    if (!waiters.isEmpty()) {
      send();
    }
  }

  /** What belongs together, under the fence that its lease has now. */
  private static List<SimulatedLedger.Group> group(List<Entry> entries) {
    Map<SimulatedLease, List<SimulatedLedger.Write>> byLease = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (!entry.lease().isLost()) {
        byLease.computeIfAbsent(entry.lease(), l -> new ArrayList<>()).add(entry.write());
      }
    }
    List<SimulatedLedger.Group> groups = new ArrayList<>(byLease.size());
    byLease.forEach(
        (lease, writes) ->
            groups.add(new SimulatedLedger.Group(lease.shard(), lease.fence(), writes)));
    return groups;
  }
}

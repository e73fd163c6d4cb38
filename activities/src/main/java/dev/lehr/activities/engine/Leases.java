package dev.lehr.activities.engine;

import dev.lehr.activities.files.NewerFormatException;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.ledger.ShardKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards that an engine works on. Opened by any thread while no commit is under way. */
final class Leases {

  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  /** A lease, and what is to be done for it that is not in memory here. */
  record Opened(Lease lease, List<PendingTask> tasks) {}

  private final Ledger ledger;
  private final String incarnation;
  private final Map<ShardKey, Lease> held = new ConcurrentHashMap<>();

  /** Lost ones in the place of which there are new ones; their systems still have to leave. */
  private final Queue<Lease> replaced = new ConcurrentLinkedQueue<>();

  private volatile boolean inherited;

  /**
   * Of one life of a process.
   *
   * @param incarnation its name
   */
  Leases(Ledger ledger, String incarnation) {
    this.ledger = ledger;
    this.incarnation = incarnation;
  }

  boolean has(ShardKey shard) {
    return held.containsKey(shard);
  }

  int size() {
    return held.size();
  }

  /** Whether a shard was still held by another worker, which may have died of it. */
  boolean hasInherited() {
    return inherited;
  }

  /**
   * Opens a shard under a larger fence.
   *
   * @throws dev.lehr.activities.ledger.StaleFenceException where a newer fence exists
   * @throws NewerFormatException where a newer version has left checkpoints
   */
  Opened open(ShardKey shard, Fence fence, StagePlan plan) {
    Lease known = held.get(shard);
    Optional<String> holder = ledger.holder(shard);
    inherited |= holder.filter(h -> !h.equals(incarnation)).isPresent();
    if (known != null && !holder.equals(Optional.of(incarnation))) {
      // Another worker has had it meanwhile: what waits here is of the past.
      known.lose();
    }
    Lease lease = known == null || known.isLost() ? new Lease(shard, plan, fence) : known;
    List<PendingTask> tasks = ledger.openSlice(shard, fence, incarnation, lease.held());
    try {
      KnownFormats.require(tasks);
    } catch (NewerFormatException e) {
      ledger.letGo(shard, incarnation);
      throw e;
    }
    if (known != null && known != lease) {
      replaced.add(known);
    }
    lease.renew(fence);
    held.put(shard, lease);
    return new Opened(lease, tasks);
  }

  /** Nothing of the shard is held here any more. */
  void forget(Lease lease) {
    if (held.remove(lease.shard(), lease) && !lease.isLost()) {
      ledger.letGo(lease.shard(), incarnation);
    }
  }

  /** Whoever opens the shard next is careful for nothing if it cannot be said that it is free. */
  private void forgetIfThereIsALedger(Lease lease) {
    try {
      forget(lease);
    } catch (LedgerException e) {
      LogContext.of(lease)
          .run(
              () ->
                  LOG.warn(
                      "{} looks as if its worker had died: {}", lease.shard(), e.getMessage()));
    }
  }

  /** Forgets all of which nothing is in memory. */
  void forgetEmpty() {
    List.copyOf(held.values()).stream()
        .filter(Lease::isEmpty)
        .forEach(this::forgetIfThereIsALedger);
  }

  /**
   * Systems of shards that are paused, cancelled, lost, or idle for longer than the grace, leave;
   * where none is left the shard is forgotten.
   */
  void clearOut(long graceNanos, long nowNanos, Consumer<TaskRun> leave) {
    for (Lease lost = replaced.poll(); lost != null; lost = replaced.poll()) {
      lost.runs().forEach(leave);
    }
    for (Lease lease : List.copyOf(held.values())) {
      if (lease.isIdleFor(graceNanos, nowNanos) && !lease.isEvicting()) {
        lease.evict();
      }
      if (lease.isEvicting()) {
        lease.runs().forEach(leave);
        if (lease.isEmpty() || lease.isLost()) {
          forgetIfThereIsALedger(lease);
        }
      }
    }
  }
}

package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.TaskKey;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** An engine's right to work on a shard, and the tasks of it that the engine holds. */
final class Lease {

  private final ShardKey shard;
  private final StagePlan plan;
  private final Map<TaskKey, TaskRun> runs = new ConcurrentHashMap<>();
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong atomSteps = new AtomicLong();
  private final AtomicLong evictions = new AtomicLong();
  private volatile Fence fence;
  private volatile boolean lost;
  private volatile boolean evicting;
  private volatile long idleSinceNanos;
  private volatile boolean idle;

  Lease(ShardKey shard, StagePlan plan, Fence fence) {
    this.shard = shard;
    this.plan = plan;
    this.fence = fence;
  }

  ShardKey shard() {
    return shard;
  }

  StagePlan plan() {
    return plan;
  }

  Fence fence() {
    return fence;
  }

  /** Goes on under a larger fence; what was asked of the old one is void. */
  void renew(Fence next) {
    fence = next;
    idle = false;
    evicting = false;
  }

  /** No slice is open: the grace starts. */
  void idle(long nowNanos) {
    idleSinceNanos = nowNanos;
    idle = true;
  }

  boolean isIdleFor(long nanos, long nowNanos) {
    return idle && nowNanos - idleSinceNanos >= nanos;
  }

  /** Everything of this shard leaves the batch at the next swap. */
  void evict() {
    evicting = true;
  }

  boolean isEvicting() {
    return evicting || lost;
  }

  /** A newer fence exists: nothing that this lease holds can be written any more. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  /** The tasks that are in memory here or on their way to the ledger. */
  Set<TaskKey> held() {
    return Set.copyOf(runs.keySet());
  }

  void hold(TaskRun run) {
    runs.put(run.key(), run);
  }

  /** The ledger has it: another slice may be given it. What is tried again is held anew already. */
  void letGo(TaskRun run) {
    runs.remove(run.key(), run);
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  Iterable<TaskRun> runs() {
    return runs.values();
  }

  /** One of its systems left the batch to come back. */
  void evicted() {
    evictions.incrementAndGet();
  }

  long evictions() {
    return evictions.get();
  }

  void stepped(long moves, int atoms) {
    steps.addAndGet(moves);
    atomSteps.addAndGet(moves * atoms);
  }

  long steps() {
    return steps.get();
  }

  long atomSteps() {
    return atomSteps.get();
  }
}

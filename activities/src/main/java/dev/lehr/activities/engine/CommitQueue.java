package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.Commit;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.PendingTask;
import dev.lehr.activities.trajectory.SegmentWriter;
import dev.lehr.activities.trajectory.TrajectoryFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what an engine has to write and commits it in ticks: group commit, in the order in which
 * it came. While the ledger is away it holds what is not committed, tries again, and lets the
 * engine run on until a bound; nothing that is in here counts as done.
 */
final class CommitQueue implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CommitQueue.class);
  private static final long RETRY_MILLIS = 500;

  /** A write, whom it belongs to, and what to do once it is on disk. */
  private record Entry(
      Lease lease,
      LedgerWrite write,
      List<TrajectoryFrame> frames,
      long bytes,
      Runnable committed) {}

  private final BiConsumer<Lease, PendingTask> ready;
  private final Ledger ledger;
  private final SegmentWriter segments;
  private final int tickMillis;
  private final long tickBytes;
  private final long holdBytes;
  private final AwayNotice away = new AwayNotice();

  /** Held while the ledger is written to, so that a fence changes between commits only. */
  private final Object writing = new Object();

  private final Object monitor = new Object();
  private List<Entry> pending = new ArrayList<>();
  private long pendingBytes;
  private long offered;
  private long done;
  private boolean flushAsked;
  private boolean committing;
  private boolean closed;
  private @Nullable RuntimeException broken;
  private final Thread thread;

  /**
   * A queue with a thread of its own.
   *
   * @param holdBytes what may be held before {@link #awaitRoom} waits
   * @param ready is given tasks that may start because of a commit, on the thread that commits
   */
  CommitQueue(
      Ledger ledger,
      SegmentWriter segments,
      int tickMillis,
      long tickBytes,
      long holdBytes,
      String name,
      BiConsumer<Lease, PendingTask> ready) {
    this.ready = ready;
    this.ledger = ledger;
    this.segments = segments;
    this.tickMillis = tickMillis;
    this.tickBytes = tickBytes;
    this.holdBytes = holdBytes;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  void offer(Lease lease, LedgerWrite write, long bytes, Runnable committed) {
    offer(lease, write, List.of(), bytes, committed);
  }

  /**
   * Offers a write and the frames that led to it: they count if it does.
   *
   * @param bytes of the write alone
   */
  void offer(
      Lease lease,
      LedgerWrite write,
      List<TrajectoryFrame> frames,
      long bytes,
      Runnable committed) {
    long all = bytes + frames.stream().mapToLong(TrajectoryFrame::bytes).sum();
    synchronized (monitor) {
      pending.add(new Entry(lease, write, frames, all, committed));
      pendingBytes += all;
      offered++;
      if (pendingBytes >= tickBytes) {
        monitor.notifyAll();
      }
    }
  }

  /** Commits everything offered so far and returns when it is on disk. */
  void flush() throws InterruptedException {
    flushUntil(() -> false);
  }

  /**
   * The same, but returns as soon as enough is on disk.
   *
   * @param enough asked after each commit, once what it held has been told
   */
  void flushUntil(BooleanSupplier enough) throws InterruptedException {
    synchronized (monitor) {
      long target = offered;
      flushAsked = true;
      monitor.notifyAll();
      while (done < target && !enough.getAsBoolean()) {
        throwIfBroken();
        if (closed && !thread.isAlive()) {
          throw new IllegalStateException("the engine has been closed");
        }
        monitor.wait(1000);
      }
    }
  }

  /**
   * Commits what has been offered without waiting for the tick, unless a commit is under way: then
   * one may ask again.
   */
  void hurry() {
    synchronized (monitor) {
      if (!committing && !pending.isEmpty()) {
        flushAsked = true;
        monitor.notifyAll();
      }
    }
  }

  /** Number of bytes that are not committed. */
  long bytes() {
    synchronized (monitor) {
      return pendingBytes;
    }
  }

  /** Waits while more is held than the bound allows. */
  void awaitRoom() throws InterruptedException {
    synchronized (monitor) {
      while (pendingBytes > holdBytes) {
        throwIfBroken();
        monitor.wait(1000);
      }
      throwIfBroken();
    }
  }

  /** Runs something while no commit is under way and everything offered before is committed. */
  <T> T between(Supplier<T> action) throws InterruptedException {
    flush();
    synchronized (writing) {
      commitPending();
      return action.get();
    }
  }

  private void throwIfBroken() {
    if (broken != null) {
      throw broken;
    }
  }

  private void run() {
    while (true) {
      try {
        synchronized (monitor) {
          if (closed && pending.isEmpty()) {
            return;
          }
          if (!flushAsked && !closed && pendingBytes < tickBytes) {
            monitor.wait(tickMillis);
          }
          flushAsked = false;
        }
        synchronized (writing) {
          commitPending();
        }
        away.over();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (LedgerException e) {
        if (!e.isRetryable() || isClosed()) {
          breakWith(e);
          return;
        }
        String why = String.valueOf(e.getMessage());
        if (away.isDue(why, System.nanoTime())) {
          LOG.warn("commits have to wait, and what is not committed is held: {}", why);
        }
        pause();
      } catch (RuntimeException e) {
        breakWith(e);
        return;
      }
    }
  }

  private boolean isClosed() {
    synchronized (monitor) {
      return closed;
    }
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void breakWith(RuntimeException e) {
    LOG.error("commits have stopped: {}", e.getMessage());
    synchronized (monitor) {
      broken = e;
      monitor.notifyAll();
    }
  }

  private void commitPending() {
    List<Entry> entries;
    synchronized (monitor) {
      entries = pending;
      if (entries.isEmpty()) {
        monitor.notifyAll();
        return;
      }
      pending = new ArrayList<>();
      committing = true;
    }
    Commit commit;
    try {
      List<FencedWrites> groups = group(entries);
      commit = ledger.commit(groups);
      for (FencedWrites group : groups) {
        if (!commit.refused().contains(group.shard())) {
          segments.committed(group.shard(), group.segments());
        }
      }
    } catch (RuntimeException e) {
      synchronized (monitor) {
        entries.addAll(pending);
        pending = entries;
        committing = false;
      }
      throw e;
    }
    for (Entry entry : entries) {
      if (commit.refused().contains(entry.lease().shard())) {
        entry.lease().lose();
      }
    }
    // Before what they waited for is let go of: their shard is not done.
    leases(entries)
        .forEach(
            lease ->
                commit
                    .ready()
                    .getOrDefault(lease.shard(), List.of())
                    .forEach(task -> ready.accept(lease, task)));
    entries.forEach(entry -> entry.committed().run());
    synchronized (monitor) {
      committing = false;
      done += entries.size();
      for (Entry entry : entries) {
        pendingBytes -= entry.bytes();
      }
      monitor.notifyAll();
    }
  }

  private static Set<Lease> leases(List<Entry> entries) {
    Set<Lease> leases = new LinkedHashSet<>();
    for (Entry entry : entries) {
      if (!entry.lease().isLost()) {
        leases.add(entry.lease());
      }
    }
    return leases;
  }

  /** What belongs together; its frames are on disk when this returns. */
  private List<FencedWrites> group(List<Entry> entries) {
    Map<Lease, List<Entry>> byLease = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (!entry.lease().isLost()) {
        byLease.computeIfAbsent(entry.lease(), l -> new ArrayList<>()).add(entry);
      }
    }
    List<FencedWrites> groups = new ArrayList<>(byLease.size());
    byLease.forEach(
        (lease, some) -> {
          Fence fence = lease.fence();
          List<LedgerWrite> writes = some.stream().map(Entry::write).toList();
          List<List<TrajectoryFrame>> frames = some.stream().map(Entry::frames).toList();
          groups.add(
              new FencedWrites(
                  lease.shard(),
                  fence,
                  writes,
                  segments.writeGroups(lease.shard(), fence, frames)));
        });
    return groups;
  }

  /** Commits what is left, if the ledger lets it, and ends. */
  @Override
  public void close() {
    synchronized (monitor) {
      closed = true;
      monitor.notifyAll();
    }
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

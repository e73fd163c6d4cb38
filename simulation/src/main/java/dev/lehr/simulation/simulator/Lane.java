package dev.lehr.simulation.simulator;

import dev.lehr.simulation.simulator.SimulatedLedger.LogRow;
import dev.lehr.simulation.simulator.SimulatedLedger.Standing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lane: takes one shard after another, asks for slice after slice of it, and knows of the shard
 * what the answers told.
 */
final class Lane {

  private static final long PATIENCE_MICROS = 5_000;

  private final Cluster cluster;
  private final String campaignRun;
  private final int number;
  private int runs;
  private boolean gone;
  private boolean over;
  private int slice;
  private int attempts;
  private long seen;
  private Standing[] folded = {};
  private SimulatedLedger.@Nullable Claim claim;
  private @Nullable Attempt current;
  private @Nullable SimulatedEngine preferred;

  Lane(Cluster cluster, String campaignRun, int number) {
    this.cluster = cluster;
    this.campaignRun = campaignRun;
    this.number = number;
  }

  /** Whether there is nothing left for it to do. */
  boolean isOver() {
    return over;
  }

  /** The server and the lane's history are no more. */
  void forget() {
    gone = true;
  }

  /** The attempt that runs now, if one does. */
  Optional<Attempt> running() {
    return Optional.ofNullable(current).filter(a -> !gone && !over && a.isHeard());
  }

  /** Takes the next shard. */
  void next() {
    runs++;
    String run = campaignRun + "/" + number + "/" + runs;
    Optional<SimulatedLedger.Claim> found = cluster.ledger().claim(campaignRun, number, run);
    if (cluster.losesAnswer()) {
      Optional<SimulatedLedger.Claim> again = cluster.ledger().claim(campaignRun, number, run);
      Optional<SimulatedLedger.Claim> first = found;
      Invariant.DURABLE.hold(
          again.equals(first), () -> run + " claimed " + first + " and then " + again);
    }
    if (found.isEmpty()) {
      over = true;
      return;
    }
    claim = found.get();
    slice = 0;
    seen = 0;
    folded = new Standing[found.get().count()];
    cluster.say(() -> "lane " + number + " claims shard " + found.get().shard());
    nextSlice();
  }

  private SimulatedLedger.Claim shard() {
    SimulatedLedger.Claim held = claim;
    if (held == null) {
      throw new IllegalStateException("lane " + number + " has no shard");
    }
    return held;
  }

  private void nextSlice() {
    slice++;
    attempts = 0;
    dispatch();
  }

  private void dispatch() {
    if (gone) {
      return;
    }
    Optional<SimulatedEngine> engine = cluster.choose(preferred);
    if (engine.isEmpty()) {
      cluster.time().after(PATIENCE_MICROS, this::dispatch);
      return;
    }
    attempts++;
    if (attempts > 1) {
      cluster.tally().retried();
    }
    Fence fence = new Fence(shard().epoch(), slice, attempts);
    Attempt attempt = new Attempt(this, fence, engine.get());
    current = attempt;
    cluster.say(
        () -> "shard " + shard().shard() + " under " + fence + " to " + engine.get().incarnation());
    engine.get().runSlice(shard().shard(), fence, attempt);
    watch(attempt);
  }

  private void watch(Attempt attempt) {
    cluster.time().after(cluster.scenario().timing().heartbeat(), () -> check(attempt));
  }

  /** Gives up an attempt of which nothing is heard. */
  void check(Attempt attempt) {
    if (attempt != current || gone) {
      return;
    }
    if (attempt.isHeard()) {
      watch(attempt);
    } else {
      dispatch();
    }
  }

  /** A worker could not run a slice. */
  void failed(Attempt attempt) {
    if (attempt == current && !gone && !attempt.isSilent()) {
      cluster.time().after(PATIENCE_MICROS, () -> check(attempt));
    }
  }

  /** A slice is over. */
  void answered(Attempt attempt) {
    if (attempt != current || gone || attempt.isSilent() || cluster.losesAnswer()) {
      return;
    }
    current = null;
    fold();
    preferred = attempt.engine();
    if (cluster.ledger().isDone(shard().shard())) {
      checkFolded();
      next();
    } else {
      nextSlice();
    }
  }

  private void fold() {
    for (LogRow row : cluster.ledger().log(shard().shard(), seen)) {
      seen = row.seq();
      folded[row.structure() - shard().first()] = row.standing();
    }
  }

  private void checkFolded() {
    for (int i = 0; i < folded.length; i++) {
      int structure = shard().first() + i;
      Standing standing = folded[i];
      Invariant.DURABLE.hold(
          standing == Standing.ENDED,
          () -> "lane " + number + " was told that " + structure + " is " + standing);
    }
  }
}

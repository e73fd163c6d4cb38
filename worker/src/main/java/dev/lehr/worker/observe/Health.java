package dev.lehr.worker.observe;

import dev.lehr.activities.run.EngineReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether a worker process lives, and whether it takes work.
 *
 * <p>It lives as long as its engines move what they have in their batches, or wait for the ledger:
 * to start it again would not bring that back. It is ready where it has started, is not draining,
 * and the Temporal server and the ledger answer.
 */
public final class Health {

  /** Where the process is in its life. */
  private enum Phase {
    STARTING,
    WORKING,
    DRAINING
  }

  /** An engine's last sign of life. */
  private record Sign(long beat, long at) {}

  private final long patienceNanos;
  private final LongSupplier clock;
  private final BooleanSupplier ledger;
  private final Map<Object, Sign> signs = new HashMap<>();
  private volatile Phase phase = Phase.STARTING;
  private volatile BooleanSupplier stopped = () -> false;
  private volatile boolean temporal;
  private volatile String hangs = "";

  /**
   * Of a process that starts.
   *
   * @param patience for how long an engine may show no sign of life while it has work
   * @param clock nanoseconds
   * @param ledger whether the ledger answers
   */
  Health(Duration patience, LongSupplier clock, BooleanSupplier ledger) {
    this.patienceNanos = patience.toNanos();
    this.clock = clock;
    this.ledger = ledger;
  }

  /**
   * The process works from now on.
   *
   * @param workers whether its workers have been shut down
   */
  public void working(BooleanSupplier workers) {
    stopped = workers;
    phase = Phase.WORKING;
  }

  /** It takes no new work, and ends. */
  public void draining() {
    phase = Phase.DRAINING;
  }

  void temporalAnswers(boolean answers) {
    temporal = answers;
  }

  /** Looks at the engines. */
  synchronized void look(List<EngineReading> engines) {
    long now = clock.getAsLong();
    boolean waits = !ledger.getAsBoolean();
    Map<Object, Sign> seen = new HashMap<>();
    String found = "";
    for (EngineReading engine : engines) {
      Sign before = signs.getOrDefault(engine.engine(), new Sign(engine.beat(), now));
      boolean idle = engine.stats().inFlight() == 0;
      boolean still = before.beat() == engine.beat() && !idle && !waits;
      Sign sign = still ? before : new Sign(engine.beat(), now);
      seen.put(engine.engine(), sign);
      if (now - sign.at() > patienceNanos) {
        found =
            "the engine on "
                + engine.device()
                + " has "
                + engine.stats().inFlight()
                + " systems in its batch and has made no step for "
                + Duration.ofNanos(now - sign.at()).toSeconds()
                + " s";
      }
    }
    signs.clear();
    signs.putAll(seen);
    hangs = found;
  }

  /** Why the process should be started again; empty: it lives. */
  List<String> deadly() {
    List<String> reasons = new ArrayList<>();
    if (!hangs.isEmpty()) {
      reasons.add(hangs);
    }
    if (phase == Phase.WORKING && stopped.getAsBoolean()) {
      reasons.add("the workers have been shut down");
    }
    return reasons;
  }

  /** Why it takes no work; empty: it does. */
  List<String> obstacles() {
    List<String> reasons = new ArrayList<>(deadly());
    if (phase == Phase.STARTING) {
      reasons.add("starting");
    }
    if (phase == Phase.DRAINING) {
      reasons.add("draining: it takes no new work, and ends");
    }
    if (!temporal) {
      reasons.add("the Temporal server does not answer");
    }
    if (!ledger.getAsBoolean()) {
      reasons.add("the ledger does not answer");
    }
    return reasons;
  }
}

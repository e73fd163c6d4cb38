package dev.lehr.workflows.run;

import dev.lehr.workflows.status.Stall;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;

/** Why no news have come for minutes, of how the wait for them failed. */
final class Silence {

  private Silence() {}

  /** A wait that timed out had a worker that died; one that failed had one without a ledger. */
  static Stall of(ActivityFailure failure) {
    return failure.getCause() instanceof TimeoutFailure ? Stall.CRASH_LOOP : Stall.LEDGER_AWAY;
  }
}

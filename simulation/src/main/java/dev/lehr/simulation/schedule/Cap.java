package dev.lehr.simulation.schedule;

/**
 * The largest sum of scalers at present: lowered where memory ran out, and slowly raised again. A
 * raise that fails doubles the time to the next one, so that a device that has really become
 * smaller is not made to fail for ever.
 */
final class Cap {

  /** How much longer than at first the time between raises becomes at most. */
  static final int LONGEST = 64;

  private final int every;
  private final double by;
  private double ceiling;
  private double value;
  private long interval;
  private long clean;
  private boolean raised;

  Cap(SchedulerSettings settings) {
    every = settings.regrowEvery();
    by = settings.regrowBy();
    ceiling = settings.cap();
    value = ceiling;
    interval = every;
  }

  double ceiling() {
    return ceiling;
  }

  double value() {
    return value;
  }

  void ceiling(double ceiling) {
    if (!(ceiling > 0)) {
      throw new IllegalArgumentException("the ceiling is " + ceiling + ", expected above 0");
    }
    boolean lowered = value < this.ceiling;
    this.ceiling = ceiling;
    value = lowered ? Math.min(value, ceiling) : ceiling;
  }

  void lower(double to) {
    if (to < value) {
      value = to;
    }
    if (raised) {
      interval = Math.min(2 * interval, (long) LONGEST * every);
    }
    raised = false;
    clean = 0;
  }

  /** Memory was not to blame. */
  void restore(double to) {
    value = Math.min(ceiling, Math.max(value, to));
  }

  /** A clean step; answers whether the cap has been raised. */
  boolean stepped() {
    if (by == 0 || (value >= ceiling && !raised) || ++clean < interval) {
      return false;
    }
    clean = 0;
    if (value >= ceiling) {
      // The full cap has held for as long as it was waited for.
      raised = false;
      interval = every;
      return false;
    }
    raised = true;
    value = Math.min(ceiling, value + by * (Double.isInfinite(ceiling) ? value : ceiling));
    return true;
  }
}

package dev.lehr.simulation.schedule;

/** Which of the waiting systems is admitted next. */
public sealed interface Packing {

  /** First in, first out, torch-sim's: a system that does not fit holds up those behind it. */
  record Fifo() implements Packing {}

  /**
   * Looks further than the first: one that does not fit is overtaken by those behind it that do,
   * and none is overtaken for ever.
   *
   * @param window how many of each customer's waiting systems are looked at, at least 1
   * @param patience how often a system is overtaken at most by systems of the same customer that
   *     came after it; then no other of its priority or below is admitted before it. At least 0
   */
  record LookAhead(int window, int patience) implements Packing {
    /** Rejects what cannot work. */
    public LookAhead {
      if (window < 1 || patience < 0) {
        throw new IllegalArgumentException(
            "look-ahead of " + window + " with patience " + patience);
      }
    }
  }

  /** Torch-sim's. */
  static Packing fifo() {
    return new Fifo();
  }

  /** Look-ahead with the bounds that are good for most sizes. */
  static Packing lookAhead() {
    return new LookAhead(64, 256);
  }
}

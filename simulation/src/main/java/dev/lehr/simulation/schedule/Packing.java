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
   *     came after it; then no other of its priority or below is admitted before it. At least 0: 0
   *     is first in, first out
   * @param choice which of those that fit
   */
  record LookAhead(int window, int patience, Choice choice) implements Packing {
    /** Rejects what cannot work. */
    public LookAhead {
      if (window < 1 || patience < 0) {
        throw new IllegalArgumentException(
            "look-ahead of " + window + " with patience " + patience);
      }
    }

    /** With the choice that packs best. */
    public LookAhead(int window, int patience) {
      this(window, patience, Choice.LARGEST);
    }
  }

  /** Which of those that fit is taken. */
  enum Choice {
    /** The one that has waited longest. */
    FIRST,
    /** The largest, of equals the one that has waited longest. */
    LARGEST
  }

  /** Torch-sim's. */
  static Packing fifo() {
    return new Fifo();
  }

  /**
   * The look-ahead that {@code PackingStudy} found good for all of its distributions of sizes, see
   * {@code docs/decisions/0008}.
   */
  static Packing lookAhead() {
    return new LookAhead(64, 256);
  }
}

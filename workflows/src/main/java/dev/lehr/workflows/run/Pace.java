package dev.lehr.workflows.run;

import java.util.ArrayDeque;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** How fast a campaign goes, from what has been done at the last few news of it. */
final class Pace {

  private static final int SAMPLES = 10;

  private record Sample(long millis, long done) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  /**
   * Notes news.
   *
   * @param millis the workflow's clock
   * @param done tasks that have ended
   */
  void note(long millis, long done) {
    if (!samples.isEmpty() && done < samples.getLast().done()) {
      // Something was opened again.
      samples.clear();
    }
    samples.addLast(new Sample(millis, done));
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
  }

  /** Tasks a second; empty before anything is known. */
  OptionalDouble perSecond() {
    if (samples.isEmpty()) {
      return OptionalDouble.empty();
    }
    long millis = samples.getLast().millis() - samples.getFirst().millis();
    long done = samples.getLast().done() - samples.getFirst().done();
    return millis > 0 && done > 0
        ? OptionalDouble.of(1000.0 * done / millis)
        : OptionalDouble.empty();
  }

  /**
   * Seconds for what is left at this pace.
   *
   * @param left tasks
   */
  OptionalLong secondsFor(long left) {
    OptionalDouble rate = perSecond();
    return rate.isPresent()
        ? OptionalLong.of(Math.round(left / rate.getAsDouble()))
        : OptionalLong.empty();
  }
}

package dev.lehr.worker.run;

import java.util.ArrayDeque;

/** How fast a number grows, over the last seconds. */
public final class Rate {

  private record Sample(double at, long done) {}

  private final double windowSeconds;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  /** A rate over a window of so many seconds. */
  public Rate(double windowSeconds) {
    this.windowSeconds = windowSeconds;
  }

  /**
   * Notes the number.
   *
   * @param at seconds, of a clock that does not go back
   */
  public void note(double at, long done) {
    samples.addLast(new Sample(at, done));
    while (at - samples.getFirst().at() > windowSeconds) {
      samples.removeFirst();
    }
  }

  /** Growth a second; 0 before two samples. */
  public double perSecond() {
    if (samples.isEmpty()) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    double seconds = last.at() - first.at();
    return seconds > 0 ? (last.done() - first.done()) / seconds : 0;
  }
}

package dev.lehr.worker.cli;

import java.time.Duration;

/** Durations for people. */
final class Durations {

  private Durations() {}

  static String shown(Duration d) {
    long s = d.toSeconds();
    if (s < 60) {
      return s + " s";
    }
    if (s < 3600) {
      return s / 60 + " min " + s % 60 + " s";
    }
    return s / 3600 + " h " + s % 3600 / 60 + " min";
  }
}

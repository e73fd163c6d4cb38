package dev.lehr.activities.reports.html;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, times and words as people read them. */
final class Shown {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Shown() {}

  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n).replace(',', '\u202f');
  }

  static String count(long n, String one, String many) {
    return count(n) + " " + (n == 1 ? one : many);
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** Two units at most. */
  static String duration(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    long s = Math.round(seconds);
    if (s < 3600) {
      return s / 60 + " min " + s % 60 + " s";
    }
    return s < 86_400
        ? s / 3600 + " h " + s % 3600 / 60 + " min"
        : s / 86_400 + " d " + s % 86_400 / 3600 + " h";
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f\u202f%%", 100 * share);
  }
}

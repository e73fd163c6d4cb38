package dev.lehr.worker.cli;

import java.util.Locale;

/** Numbers of bytes for people. */
final class Bytes {

  private Bytes() {}

  static String shown(long bytes) {
    if (bytes < 10_000) {
      return bytes + " bytes";
    }
    double kilo = bytes / 1e3;
    if (kilo < 1e4) {
      return String.format(Locale.ROOT, "%.0f kB", kilo);
    }
    return kilo < 1e7
        ? String.format(Locale.ROOT, "%.1f MB", kilo / 1e3)
        : String.format(Locale.ROOT, "%.1f GB", kilo / 1e6);
  }

  /** The size of a ledger, and what a structure takes of it. */
  static String ofLedger(long bytes, long structures) {
    return "ledger: "
        + shown(bytes)
        + (structures == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d bytes a structure", bytes / structures));
  }
}

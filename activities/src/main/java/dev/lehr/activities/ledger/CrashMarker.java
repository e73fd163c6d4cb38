package dev.lehr.activities.ledger;

/**
 * What stands beside a task while it is in a batch: the life of the worker process, and with whom
 * it is there.
 */
final class CrashMarker {

  private CrashMarker() {}

  static String of(String incarnation, LedgerWrite.Company company) {
    return company == LedgerWrite.Company.OTHERS ? incarnation : incarnation + ' ' + company.name();
  }

  /** Whether a marker was left by this life. */
  static boolean isOf(String marker, String incarnation) {
    return marker.equals(incarnation) || marker.startsWith(incarnation + ' ');
  }

  /** What the death of the worker is worth as evidence against the task. */
  static int evidence(String marker) {
    int space = marker.lastIndexOf(' ');
    for (LedgerWrite.Company company : LedgerWrite.Company.values()) {
      if (marker.substring(space + 1).equals(company.name())) {
        return company.weight();
      }
    }
    return LedgerWrite.Company.OTHERS.weight();
  }
}

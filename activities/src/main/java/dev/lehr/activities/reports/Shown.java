package dev.lehr.activities.reports;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Values of any type as short text. */
final class Shown {

  private static final int SIGNIFICANT = 4;

  private Shown() {}

  /** Digits behind the point that give the largest number of a column four that count. */
  static int digits(List<Optional<Object>> values) {
    double largest =
        values.stream()
            .flatMap(Optional::stream)
            .filter(Number.class::isInstance)
            .mapToDouble(v -> Math.abs(((Number) v).doubleValue()))
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    boolean whole =
        values.stream()
            .flatMap(Optional::stream)
            .allMatch(v -> v instanceof Number n && n.doubleValue() == Math.rint(n.doubleValue()));
    if (largest == 0 || whole) {
      return 0;
    }
    int before = (int) Math.floor(Math.log10(largest)) + 1;
    return Math.max(0, Math.min(8, SIGNIFICANT - before));
  }

  static String of(Object value, int digits) {
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%." + digits + "f", number.doubleValue())
        : value.toString();
  }
}

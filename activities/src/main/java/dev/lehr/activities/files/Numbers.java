package dev.lehr.activities.files;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Words of a file as numbers and logicals; what Java alone would take ({@code 1d}, hex) is not. */
final class Numbers {

  private Numbers() {}

  static OptionalLong integer(String word) {
    int start = word.startsWith("-") || word.startsWith("+") ? 1 : 0;
    if (word.length() == start || word.length() > 20) {
      return OptionalLong.empty();
    }
    for (int i = start; i < word.length(); i++) {
      if (word.charAt(i) < '0' || word.charAt(i) > '9') {
        return OptionalLong.empty();
      }
    }
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }

  static OptionalDouble real(String word) {
    boolean digit = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      digit |= c >= '0' && c <= '9';
      if (!(c >= '0' && c <= '9') && "+-.eE".indexOf(c) < 0) {
        return notFinite(word);
      }
    }
    if (!digit) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(word));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static OptionalDouble notFinite(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> OptionalDouble.of(Double.NaN);
      case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default -> OptionalDouble.empty();
    };
  }

  /** A real of a column, where Fortran's exponents ({@code 1.5D-3}) are known as well. */
  static OptionalDouble realOfColumn(String word) {
    OptionalDouble plain = real(word);
    return plain.isPresent() ? plain : real(word.replace('d', 'e').replace('D', 'e'));
  }

  static Optional<Boolean> logical(String word) {
    return switch (word) {
      case "T", "true", "True", "TRUE" -> Optional.of(true);
      case "F", "false", "False", "FALSE" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}

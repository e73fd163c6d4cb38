package dev.lehr.activities.document;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a misspelt word was probably meant to be. */
public final class Guess {

  private Guess() {}

  /** {@code "; did you mean X?"}, or nothing. */
  public static String suffix(String found, Collection<String> known) {
    return closest(found, known).map(w -> "; did you mean " + w + "?").orElse("");
  }

  public static Optional<String> closest(String found, Collection<String> known) {
    String word = found.toLowerCase(Locale.ROOT).replace('-', '_');
    int best = Math.max(1, found.length() / 3) + 1;
    Optional<String> closest = Optional.empty();
    for (String candidate : known) {
      int d = distance(word, candidate.toLowerCase(Locale.ROOT).replace('-', '_'));
      if (d < best) {
        best = d;
        closest = Optional.of(candidate);
      }
    }
    return closest;
  }

  /** Levenshtein's distance; of long words only the beginnings are compared. */
  private static int distance(String a, String b) {
    int n = Math.min(a.length(), 60);
    int m = Math.min(b.length(), 60);
    int[] row = new int[m + 1];
    for (int j = 0; j <= m; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= n; i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= m; j++) {
        int cost = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[m];
  }
}

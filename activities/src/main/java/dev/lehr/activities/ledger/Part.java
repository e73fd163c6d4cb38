package dev.lehr.activities.ledger;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of a campaign that are run apart and merged later: every so many-th of its
 * structures.
 *
 * @param number which, from 1
 * @param of how many there are, at least 2
 */
public record Part(int number, int of) {

  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

  /** Rejects what is no part. */
  public Part {
    if (of < 2 || number < 1 || number > of) {
      throw new IllegalArgumentException("there is no part " + number + " of " + of);
    }
  }

  /** What {@link #toString} writes; empty where it is none. */
  public static Optional<Part> read(String text) {
    Matcher m = WRITTEN.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(m.group(1));
    int of = Integer.parseInt(m.group(2));
    return of >= 2 && number >= 1 && number <= of
        ? Optional.of(new Part(number, of))
        : Optional.empty();
  }

  /** Whether a structure of the whole campaign, by its index from 0, is in it. */
  public boolean has(long index) {
    return index % of == number - 1;
  }

  /** The index in the whole campaign of a structure by its index here. */
  public long whole(long index) {
    return index * of + number - 1;
  }

  @Override
  public String toString() {
    return number + "/" + of;
  }
}

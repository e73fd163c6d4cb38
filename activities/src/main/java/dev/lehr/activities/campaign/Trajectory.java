package dev.lehr.activities.campaign;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which frames of a stage are kept: {@code none}, {@code ends} (the start and the end of each
 * structure) or {@code every n} (these, and each multiple of n steps).
 *
 * @param every steps between frames; empty: the ends only
 */
public record Trajectory(OptionalLong every) {

  /** What a user may write. */
  static final String EXPECTED = "none, ends, or every n (such as every 10)";

  private static final Pattern EVERY = Pattern.compile("every +([1-9][0-9]{0,8})");

  /** The trajectory of a word; empty where the word is not one, inside: where there is none. */
  static Optional<Optional<Trajectory>> parse(String word) {
    if (word.equals("none")) {
      return Optional.of(Optional.empty());
    }
    if (word.equals("ends")) {
      return Optional.of(Optional.of(new Trajectory(OptionalLong.empty())));
    }
    Matcher m = EVERY.matcher(word);
    return m.matches()
        ? Optional.of(Optional.of(new Trajectory(OptionalLong.of(Long.parseLong(m.group(1))))))
        : Optional.empty();
  }

  /** Steps between frames of a structure; the largest number where only the ends are kept. */
  long framesEvery() {
    return every.orElse(Long.MAX_VALUE);
  }

  @Override
  public String toString() {
    return every.isPresent() ? "every " + every.getAsLong() : "ends";
  }
}

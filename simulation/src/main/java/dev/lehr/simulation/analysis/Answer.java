package dev.lehr.simulation.analysis;

import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a study found, or why it could not.
 *
 * @param <T> what it looks for
 */
public sealed interface Answer<T> {

  /**
   * The answer.
   *
   * @param value what was found
   */
  record Found<T>(T value) implements Answer<T> {}

  /**
   * No answer.
   *
   * @param reason a word for programs, for example {@code child_failed}
   * @param detail a sentence for people: what was found and what was expected
   */
  record Refused<T>(String reason, String detail) implements Answer<T> {}

  /** The answer where there is one. */
  default Optional<T> found() {
    return this instanceof Found<T> f ? Optional.of(f.value()) : Optional.empty();
  }

  /**
   * The answer.
   *
   * @throws NoSuchElementException with reason and detail where there is none
   */
  default T orElseThrow() {
    if (this instanceof Refused<T> r) {
      throw new NoSuchElementException(r.reason() + ": " + r.detail());
    }
    return found().orElseThrow();
  }
}

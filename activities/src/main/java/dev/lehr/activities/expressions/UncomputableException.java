package dev.lehr.activities.expressions;

/**
 * An expression has no value for a structure although everything that it names has one: an index
 * beyond the end of a list, a value of unchecked type that turns out to be another.
 */
public final class UncomputableException extends Exception {
  private static final long serialVersionUID = 1L;

  UncomputableException(String source, String why) {
    super("'" + source + "' cannot be computed: " + why);
  }
}

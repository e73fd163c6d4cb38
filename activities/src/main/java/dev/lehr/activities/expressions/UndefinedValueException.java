package dev.lehr.activities.expressions;

/** An expression needs a value that this structure does not have. */
public final class UndefinedValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String name;

  UndefinedValueException(String name, String source) {
    super(name + " has no value here, and '" + source + "' needs it");
    this.name = name;
  }

  /** The long name of the value. */
  public String name() {
    return name;
  }
}

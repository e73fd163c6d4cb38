package dev.lehr.activities.expressions;

/** Types of values that stages find and expressions name. */
public enum ValueType {
  /** A double. */
  NUMBER,
  /** A whole number. */
  COUNT,
  /** A string. */
  TEXT,
  /** A boolean. */
  TRUTH,
  /** A list of strings. */
  TEXTS,
  /** A list of numbers. */
  NUMBERS,
  /** Anything else: nested lists and maps, whose types are not checked. */
  ANYTHING
}

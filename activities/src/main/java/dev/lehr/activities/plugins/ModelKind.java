package dev.lehr.activities.plugins;

import dev.lehr.activities.document.Fields;

/**
 * A kind of model, for potentials that Lehr does not have. Implementations have a constructor
 * without arguments and no state, and are named in {@code
 * META-INF/services/dev.lehr.activities.plugins.ModelKind}.
 */
public interface ModelKind {

  /** The word in campaign files, {@code model: {name: ...}}; none that Lehr has itself. */
  String name();

  /** One sentence for people: what it is, and for which elements. */
  String summary();

  /**
   * Reads the settings. What is wrong is noted at {@code fields}, and something that works is
   * answered all the same, so that all problems of a file are found. Only the kind's own keys are
   * asked for, not {@code name}.
   */
  ConfiguredModel read(Fields fields);
}

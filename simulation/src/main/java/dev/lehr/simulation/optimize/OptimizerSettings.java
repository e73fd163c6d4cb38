package dev.lehr.simulation.optimize;

/** Which optimizer, and its parameters. */
public sealed interface OptimizerSettings
    permits FireSettings, VvFireSettings, GradientDescentSettings, LbfgsSettings, BfgsSettings {

  /** Its name in campaign files. */
  String key();
}

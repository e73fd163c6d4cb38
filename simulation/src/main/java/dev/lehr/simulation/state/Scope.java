package dev.lehr.simulation.state;

/** What one row of a column belongs to. */
public enum Scope {
  /** One row for each atom of the batch. */
  ATOM,
  /** One row for each system of the batch. */
  SYSTEM
}

package dev.lehr.worker.run;

import java.util.Locale;

/** What a worker process does of all that there is to do. */
public enum Role {
  /** Workflows and slices. */
  ALL,
  /** Workflows, questions to the ledger, and campaigns from forms: no device, no engine. */
  WORKFLOWS,
  /** Slices on devices. */
  ENGINE;

  /** As it is typed. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean hasWorkflows() {
    return this != ENGINE;
  }

  boolean hasEngine() {
    return this != WORKFLOWS;
  }
}

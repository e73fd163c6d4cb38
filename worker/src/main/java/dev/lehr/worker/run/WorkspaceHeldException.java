package dev.lehr.worker.run;

/** Another process owns the workspace. The message names it. */
public final class WorkspaceHeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the workspace and who holds it. */
  public WorkspaceHeldException(String message) {
    super(message);
  }
}

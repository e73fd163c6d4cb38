package dev.lehr.activities.ledger;

import java.nio.file.Path;
import java.util.Optional;

/** Another process holds the workspace. The message is fit for users and names it. */
public final class WorkspaceLockedException extends RuntimeException {

  /** Names the workspace and, where it is known, its holder. */
  public WorkspaceLockedException(Path directory, Optional<WorkspaceHolder> holder) {
    super(
        "the workspace "
            + directory
            + " is held by "
            + holder.map(WorkspaceHolder::phrase).orElse("a process that has not named itself yet")
            + ": wait for it, stop it, or use another workspace; reading is always allowed");
  }
}

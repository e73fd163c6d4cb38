package dev.lehr.worker.cli;

import dev.lehr.activities.files.NewerFormatException;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.CampaignChangedException;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.WorkspaceLockedException;
import dev.lehr.activities.plugins.PluginException;
import dev.lehr.activities.results.ResultException;
import dev.lehr.activities.trajectory.TrajectoryException;
import dev.lehr.worker.encryption.EncryptionException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what was thrown into a line for the user and an exit code; traces go to the log. */
final class Failures {

  /** What says that nobody answers any more who did a moment ago. */
  private static final Set<Status.Code> AWAY =
      Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

  private Failures() {}

  static ExitCode report(Throwable thrown, Terminal terminal) {
    Throwable e = plain(thrown);
    ExitCode code = codeOf(e);
    String message = String.valueOf(e.getMessage());
    if (code == ExitCode.UNEXPECTED) {
      Logger logger = LoggerFactory.getLogger("lehr.failure");
      logger.error("unexpected error", e);
      String log = System.getProperty("lehr.log", "");
      message =
          "unexpected error: "
              + e.getClass().getSimpleName()
              + ": "
              + message
              + (log.isEmpty() ? "" : " (details: " + log + ")");
    }
    terminal.warn(terminal.red("lehr: ") + message);
    return code;
  }

  /** Temporal's client wraps what is wrong with a payload, and that its server is away. */
  private static Throwable plain(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof EncryptionException) {
        return e;
      }
    }
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof StatusRuntimeException status
          && AWAY.contains(status.getStatus().getCode())) {
        return new BadInputException(
            "the Temporal server went away", List.of(status.getStatus().toString()));
      }
    }
    return thrown;
  }

  private static ExitCode codeOf(Throwable e) {
    if (e instanceof BadInputException
        || e instanceof CampaignChangedException
        || e instanceof PluginException
        || e instanceof EncryptionException) {
      return ExitCode.BAD_INPUT;
    }
    if (e instanceof WorkspaceLockedException
        || e instanceof LedgerException
        || e instanceof NewerFormatException
        || e instanceof ResultException
        || e instanceof TrajectoryException) {
      return ExitCode.LEDGER;
    }
    return ExitCode.UNEXPECTED;
  }
}

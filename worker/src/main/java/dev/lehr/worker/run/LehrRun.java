package dev.lehr.worker.run;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.campaign.Campaign;
import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Runs a campaign from Java as {@code lehr run} does: durably, in a workspace, where the same call
 * goes on after a crash and computes nothing twice.
 */
public final class LehrRun {

  private final Path workspace;
  private final Path folder;
  private final Ingest.Mode mode;
  private final int threads;
  private final Consumer<ProgressSnapshot> progress;
  private final EngineListener listener;

  private LehrRun(
      Path workspace,
      Path folder,
      Ingest.Mode mode,
      int threads,
      Consumer<ProgressSnapshot> progress,
      EngineListener listener) {
    this.workspace = workspace.toAbsolutePath().normalize();
    this.folder = folder;
    this.mode = mode;
    this.threads = threads;
    this.progress = progress;
    this.listener = listener;
  }

  /**
   * In a workspace, which is made if it is not there; files are relative to the working directory.
   */
  public static LehrRun in(Path workspace) {
    return new LehrRun(
        workspace,
        Path.of("").toAbsolutePath(),
        Ingest.Mode.SAME_OR_REFUSE,
        Runtime.getRuntime().availableProcessors(),
        snapshot -> {},
        EngineListener.NONE);
  }

  /** Runs a campaign in a workspace with all threads. */
  public static FinishedRun run(Campaign campaign, Path workspace) {
    return in(workspace).run(campaign);
  }

  /** What files that a campaign names are relative to. */
  public LehrRun folder(Path directory) {
    return new LehrRun(workspace, directory.toAbsolutePath(), mode, threads, progress, listener);
  }

  /** Threads for models and optimizers, at least 1. */
  public LehrRun threads(int n) {
    return new LehrRun(workspace, folder, mode, n, progress, listener);
  }

  /** Starts anew where the workspace has a campaign of the name; that one stays readable. */
  public LehrRun anew() {
    return new LehrRun(workspace, folder, Ingest.Mode.REPLACE, threads, progress, listener);
  }

  /** Is told a few times a second how far it is, from any thread. */
  public LehrRun onProgress(Consumer<ProgressSnapshot> each) {
    return new LehrRun(workspace, folder, mode, threads, each, listener);
  }

  /** Its engines are watched. */
  public LehrRun watchedBy(EngineListener watch) {
    return new LehrRun(workspace, folder, mode, threads, progress, watch);
  }

  /**
   * Runs a campaign to its end, or goes on with it; blocks. Where all is done nothing is computed.
   *
   * @throws BadInputException naming everything that is wrong with the campaign or its structures
   * @throws dev.lehr.activities.ingest.CampaignChangedException where the workspace has another
   *     campaign of the name
   * @throws dev.lehr.activities.ledger.WorkspaceLockedException where another process owns the
   *     workspace
   */
  public FinishedRun run(Campaign campaign) {
    CampaignDefinition definition = Campaigns.definition(campaign, folder);
    List<String> refusals = new Blueprint(definition).refusals(HostLimits.usual());
    if (!refusals.isEmpty()) {
      throw new BadInputException("campaign " + campaign.name() + " cannot run here", refusals);
    }
    CampaignFile file = ProcessBackend.of(definition, folder);
    try (Ledger ledger = new ProcessBackend().own(workspace)) {
      CampaignRow row = new Ingest(ledger, false).take(file.intake(), mode).campaign();
      RunRequest request =
          new RunRequest(workspace, row.id(), folder, threads, OptionalInt.empty());
      Outcome outcome = new EmbeddedRunner(ledger, listener).run(request, progress);
      return FinishedRun.of(workspace, ledger, row, outcome);
    }
  }
}

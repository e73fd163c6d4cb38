package dev.lehr.worker.cli;

import dev.lehr.activities.document.Guess;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.IntentRequests;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.WorkspaceLockedException;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.CampaignStart;
import dev.lehr.worker.run.Submission;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.IntentAnswer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Carries an intent to a campaign: into the ledger, or, where another process owns it, to that one.
 */
final class IntentCarrier {

  private static final int PATIENCE_MILLIS = 15_000;
  private static final int POLL_MILLIS = 100;

  private final Backend backend;
  private final Terminal terminal;
  private final WorkspaceOption workspace;
  private final TemporalOption temporal;

  IntentCarrier(
      Backend backend, Terminal terminal, WorkspaceOption workspace, TemporalOption temporal) {
    this.backend = backend;
    this.terminal = terminal;
    this.workspace = workspace;
    this.temporal = temporal;
  }

  /**
   * Carries it, and says what came of it.
   *
   * @param stage to begin from; empty: from the start
   */
  int carry(String name, Intent.Kind kind, String stage) throws InterruptedException {
    Logs.toWorkspace(workspace.path());
    Optional<IntentAnswer> answer;
    try (Ledger ledger = workspace.own(backend)) {
      CampaignRow campaign = known(ledger, name, stage);
      answer =
          Optional.of(
              ledger.recordIntent(
                  new Intent(campaign.id(), UUID.randomUUID().toString(), kind, stage)));
    } catch (WorkspaceLockedException e) {
      answer = Optional.empty();
      askTheOwner(name, kind, stage, e);
    }
    boolean opens = kind == Intent.Kind.RETRY || kind == Intent.Kind.RESTART;
    try (Ledger ledger = workspace.read(backend)) {
      CampaignRow campaign = workspace.campaign(ledger, name);
      terminal.say(
          campaign.name()
              + ": "
              + campaign.mode().name().toLowerCase(Locale.ROOT)
              + answer.map(a -> a.changed() ? "" : " (as before)").orElse("")
              + answer.filter(a -> opens).map(IntentCarrier::opened).orElse(""));
      start(ledger, campaign);
    }
    return ExitCode.OK.code();
  }

  /** Where the user named a server, it is to work on what is to be done now. */
  private void start(Ledger ledger, CampaignRow campaign) {
    if (temporal.isGiven() && CampaignStart.isNeeded(ledger, campaign)) {
      TemporalAddress.Connection connection = temporal.address().connect();
      try {
        new Submission(ledger, connection.client()).start(campaign);
        terminal.say(
            "on " + connection.where() + " as " + CampaignStart.workflowId(campaign.name()));
      } finally {
        connection.stubs().shutdown();
      }
    }
  }

  /** The campaign, which has the stage. */
  private CampaignRow known(Ledger ledger, String name, String stage) {
    CampaignRow campaign = workspace.campaign(ledger, name);
    if (!stage.isEmpty() && campaign.stage(stage).isEmpty()) {
      throw new BadInputException(
          campaign.name() + " has no stage '" + stage + "'",
          List.of(
              "found '"
                  + stage
                  + "', expected one of "
                  + String.join(", ", campaign.stages())
                  + Guess.suffix(stage, campaign.stages())));
    }
    return campaign;
  }

  private static String opened(IntentAnswer answer) {
    return ", " + answer.tasks() + " tasks opened again";
  }

  private void askTheOwner(
      String name, Intent.Kind kind, String stage, WorkspaceLockedException held)
      throws InterruptedException {
    try (Ledger ledger = workspace.read(backend)) {
      known(ledger, name, stage);
    }
    if (!wait(workspace.path(), requests -> requests.ask(name, kind, stage))) {
      throw held;
    }
  }

  /** Asks the owner of a workspace; answers whether it has been done. */
  static boolean wait(Path workspace, Function<IntentRequests, String> ask)
      throws InterruptedException {
    IntentRequests requests = new IntentRequests(workspace);
    String id = ask.apply(requests);
    for (int waited = 0; waited < PATIENCE_MILLIS; waited += POLL_MILLIS) {
      Thread.sleep(POLL_MILLIS);
      if (requests.isDone(id)) {
        return true;
      }
    }
    return !requests.withdraw(id);
  }
}

package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.WorkspaceLockedException;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.Backend;
import dev.lehr.worker.run.CampaignFile;
import dev.lehr.worker.run.CampaignStart;
import dev.lehr.worker.run.Submission;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lehr submit}: hands a campaign to the workers of a Temporal server. */
@Command(
    name = "submit",
    description = {
      "Take a campaign into the ledger and have the workers of a Temporal server work on it.",
      "The files are read here; where a worker of this machine owns the workspace, it reads them."
    },
    footer = {"", "Examples:", "  lehr submit campaign.yaml --wait"})
final class SubmitCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Campaign file, YAML or JSON.")
  private Path file = Path.of("");

  @Option(names = "--wait", description = "Wait for its end, and print the counts.")
  private boolean wait;

  @Option(names = "--new", description = "Set a campaign of this name aside and start anew.")
  private boolean anew;

  @Option(names = "--strict", description = "Refuse the campaign if any structure is bad.")
  private boolean strict;

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  @Mixin private TemporalOption temporal = new TemporalOption();

  SubmitCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.toWorkspace(workspace.path());
    CampaignFile campaign = backend.read(file);
    String name = campaign.intake().campaign().name();
    TemporalAddress.Connection connection = temporal.address().connect();
    try {
      take(campaign, name, connection);
      terminal.say(
          name + ": submitted to " + connection.where() + " as " + CampaignStart.workflowId(name));
      return wait ? waitFor(name, connection).code() : ExitCode.OK.code();
    } finally {
      connection.stubs().shutdown();
    }
  }

  private void take(CampaignFile campaign, String name, TemporalAddress.Connection connection)
      throws InterruptedException {
    Ingest.Mode mode = anew ? Ingest.Mode.REPLACE : Ingest.Mode.SAME_OR_REFUSE;
    try (Ledger ledger = workspace.own(backend)) {
      Ingest.Answer answer =
          new Submission(ledger, connection.client()).submit(campaign, mode, strict);
      answer.rejections().forEach(r -> terminal.warn("set aside: " + r));
    } catch (WorkspaceLockedException e) {
      boolean done = !anew && IntentCarrier.wait(workspace.path(), r -> r.askToAdd(name, file));
      if (!done) {
        throw e;
      }
    }
  }

  private ExitCode waitFor(String name, TemporalAddress.Connection connection) {
    WorkflowStub stub = connection.client().newUntypedWorkflowStub(CampaignStart.workflowId(name));
    CampaignProgress end = stub.getResult(CampaignProgress.class);
    try (Ledger ledger = workspace.read(backend)) {
      CampaignRow row = workspace.campaign(ledger, name);
      terminal.say(Counts.of(ledger, row).table());
    }
    return end.mode() == CampaignMode.CANCELLED ? ExitCode.PAUSED : ExitCode.OK;
  }
}

package dev.lehr.worker.cli;

import dev.lehr.activities.citations.Citations;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.reports.data.StageInfo;
import dev.lehr.worker.run.Backend;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what to cite for a campaign. */
@Command(
    name = "cite",
    description = "Print what to cite for a campaign, as BibTeX: its model, methods and software.",
    footer = {"", "Examples:", "  lehr cite metals > metals.bib"})
final class CiteCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Campaign; NAME@REVISION for one set aside.")
  private String name = "";

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  CiteCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    try (Ledger ledger = workspace.read(backend)) {
      CampaignRow campaign = workspace.campaign(ledger, name);
      String source = ModelNotes.of(campaign, backend.models()).source();
      Citations citations =
          Citations.of(StageInfo.definition(campaign), source, StageCitations.of(campaign));
      terminal.out().print(citations.bibtex());
      terminal.out().flush();
    }
    return ExitCode.OK.code();
  }
}

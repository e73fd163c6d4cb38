package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Housekeeping;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.upkeep.WorkspaceFiles;
import dev.lehr.worker.run.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lehr gc}: removes what nothing needs any more. */
@Command(
    name = "gc",
    description = {
      "Remove what nothing needs any more: what ended structures and campaigns have left behind in"
          + " the ledger, and files of the workspace that no campaign has.",
      "No result is removed, unless --revisions says so."
    },
    footer = {
      "",
      "Examples:",
      "  lehr gc --dry-run      say what would go, and how many bytes that are",
      "  lehr gc --revisions    also results that were superseded, in what --new has set aside"
    })
final class GcCommand implements Callable<Integer> {

  private final Backend backend;
  private final Terminal terminal;

  @Option(names = "--dry-run", description = "Say what would go; remove nothing.")
  private boolean dry;

  @Option(
      names = "--revisions",
      description = "Also results that a retry has replaced, in revisions that were set aside.")
  private boolean revisions;

  @Mixin private WorkspaceOption workspace = new WorkspaceOption();

  GcCommand(Backend backend, Terminal terminal) {
    this.backend = backend;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logs.none();
    try (Ledger ledger = workspace.own(backend)) {
      Housekeeping housekeeping = ledger.housekeeping();
      long before = ledger.sizeInBytes();
      List<Housekeeping.Swept> swept =
          dry ? housekeeping.sweepable(revisions) : housekeeping.sweep(revisions);
      long bytes = 0;
      for (Housekeeping.Swept kind : swept) {
        say(kind.rows(), kind.what(), kind.bytes());
        bytes += kind.bytes();
      }
      List<Path> orphans = new WorkspaceFiles(workspace.path(), ledger).orphans();
      long files = WorkspaceFiles.bytes(orphans);
      say(orphans.size(), "files and directories of no campaign", files);
      if (!dry) {
        WorkspaceFiles.delete(orphans);
        housekeeping.compact();
      }
      terminal.say(
          (dry ? "would free about " : "freed: ")
              + Bytes.shown(dry ? bytes : Math.max(0, before - ledger.sizeInBytes()))
              + " of the ledger, "
              + Bytes.shown(files)
              + " of files");
      long structures = ledger.campaigns().stream().mapToLong(CampaignRow::structures).sum();
      terminal.say(Bytes.ofLedger(ledger.sizeInBytes(), structures));
      return ExitCode.OK.code();
    }
  }

  private void say(long count, String what, long bytes) {
    if (count > 0) {
      terminal.say(count + " " + what + ": " + Bytes.shown(bytes));
    }
  }
}

package dev.lehr.worker.run;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.reports.ReportSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The backend of the real process: files, the SQLite ledger, and the embedded server. */
public final class ProcessBackend implements Backend {

  private static UnsupportedOperationException notYet(String what) {
    return new UnsupportedOperationException("this build has no " + what + " yet");
  }

  @Override
  public CampaignFile read(Path file) {
    throw notYet("reader of campaign files");
  }

  @Override
  public Optional<ReportSpec> report(CampaignRow campaign) {
    throw notYet("reader of campaign files");
  }

  @Override
  public Ledger openForReading(Path workspace) {
    throw notYet("ledger");
  }

  @Override
  public Ledger own(Path workspace) {
    throw notYet("ledger");
  }

  @Override
  public CampaignRunner runner(Ledger ledger) {
    throw notYet("embedded server");
  }

  @Override
  public List<ModelCard> models() {
    return ModelCards.all();
  }
}

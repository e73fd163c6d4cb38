package dev.lehr.worker.run;

import dev.lehr.activities.ledger.Ledger;
import java.nio.file.Path;
import java.util.List;

/** What the command line asks of the rest of the process. */
public interface Backend {

  /**
   * Reads a campaign file.
   *
   * @throws dev.lehr.activities.ingest.BadInputException naming all problems at once
   */
  CampaignFile read(Path file);

  /**
   * Opens a workspace's ledger for reading, while another process may own it.
   *
   * @throws dev.lehr.activities.ingest.BadInputException where there is none
   */
  Ledger openForReading(Path workspace);

  /**
   * Owns a workspace, made if it is not there, until the ledger is closed.
   *
   * @throws dev.lehr.activities.ledger.WorkspaceLockedException where another process owns it
   */
  Ledger own(Path workspace);

  /** A runner on a ledger that this process owns. */
  CampaignRunner runner(Ledger ledger);

  /** All models. */
  List<ModelCard> models();
}

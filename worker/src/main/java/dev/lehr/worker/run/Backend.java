package dev.lehr.worker.run;

import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.forecast.Forecast;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.PostgresAddress;
import dev.lehr.simulation.verification.Check;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the command line asks of the rest of the process. */
public interface Backend {

  /**
   * Reads a campaign file.
   *
   * @throws dev.lehr.activities.ingest.BadInputException naming all problems at once
   */
  CampaignFile read(Path file);

  /**
   * Reads what a campaign file says, and none of the files that it names.
   *
   * @throws dev.lehr.activities.ingest.BadInputException naming all problems at once
   */
  CampaignDefinition parse(Path file);

  /**
   * Foretells what a campaign file will compute in a workspace; changes nothing.
   *
   * @param workspace may be another process's, or not there yet
   * @param ledger where it is; empty: in the workspace
   * @throws dev.lehr.activities.ingest.BadInputException naming all problems of the file at once
   */
  Forecast forecast(Path file, Path workspace, Optional<PostgresAddress> ledger);

  /**
   * Opens a workspace's ledger for reading, while another process may own it.
   *
   * @throws dev.lehr.activities.ingest.BadInputException where there is none
   */
  default Ledger openForReading(Path workspace) {
    return openForReading(workspace, Optional.empty());
  }

  /**
   * Opens the ledger that belongs to a workspace for reading.
   *
   * @param ledger where it is; empty: in the workspace
   */
  Ledger openForReading(Path workspace, Optional<PostgresAddress> ledger);

  /**
   * Owns a workspace, made if it is not there, until the ledger is closed.
   *
   * @throws dev.lehr.activities.ledger.WorkspaceLockedException where another process owns it
   */
  default Ledger own(Path workspace) {
    return own(workspace, Optional.empty());
  }

  /**
   * Owns a workspace and opens the ledger that belongs to it.
   *
   * @param ledger where it is; empty: in the workspace
   * @throws dev.lehr.activities.ledger.WorkspaceLockedException where another process owns it
   */
  Ledger own(Path workspace, Optional<PostgresAddress> ledger);

  /** A runner on a ledger that this process owns. */
  CampaignRunner runner(Ledger ledger);

  /**
   * Checks a TorchScript model.
   *
   * @param about told what it is, before the checks
   * @param each told of every check as it is done
   * @return whether all passed
   * @throws dev.lehr.activities.ingest.BadInputException where the model cannot be used at all
   */
  boolean verify(Verification verification, Consumer<String> about, Consumer<Check> each);

  /** All models, those that are built in and those in the user's cache. */
  List<ModelCard> models();
}

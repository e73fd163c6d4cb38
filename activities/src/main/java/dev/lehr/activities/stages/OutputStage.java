package dev.lehr.activities.stages;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A stage that writes files when all structures have been through those before it. It decides
 * nothing: every structure goes on.
 */
public interface OutputStage extends ConfiguredStage {

  /** Files change no structure. */
  @Override
  default boolean changesStructures() {
    return false;
  }

  /**
   * Writes the files; they may be there already, from a time before a crash.
   *
   * @param stage its index
   * @param model whose results they are
   * @param directory of its own, which may not be there yet
   * @throws IOException where they cannot be written: a failure of the machine, tried again
   */
  void write(Ledger ledger, CampaignRow campaign, int stage, ModelIdentity model, Path directory)
      throws IOException;
}

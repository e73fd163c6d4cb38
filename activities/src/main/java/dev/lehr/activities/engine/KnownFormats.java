package dev.lehr.activities.engine;

import dev.lehr.activities.files.NewerFormatException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.ledger.PendingTask;
import java.util.List;

/** What a newer version wrote is left to workers of that version, before it is taken up. */
final class KnownFormats {

  private KnownFormats() {}

  /**
   * Looks at the checkpoints of tasks. Damage is no concern here: such a task starts anew.
   *
   * @throws NewerFormatException where this version cannot read one; names the structure
   */
  static void require(List<PendingTask> tasks) {
    for (PendingTask task : tasks) {
      try {
        boolean unused = task.checkpoint().map(c -> StateCodec.isWhole(c.state())).orElse(true);
      } catch (NewerFormatException e) {
        throw new NewerFormatException("the checkpoint of " + task.id(), e);
      }
    }
  }
}

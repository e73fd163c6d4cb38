package dev.lehr.activities.ledger;

import java.util.List;
import java.util.Map;

/**
 * What a task comes with besides its structure.
 *
 * @param again whether the user wants it computed, whatever is remembered
 * @param found what the stages before have found, a JSON object by stage's id; empty unless the
 *     stage reads it
 * @param jobs what there is of its evaluations
 */
public record TaskContext(boolean again, Map<String, String> found, List<PendingJob> jobs) {

  /** Nothing. */
  public static final TaskContext NONE = new TaskContext(false, Map.of(), List.of());

  /** Copies. */
  public TaskContext {
    found = Map.copyOf(found);
    jobs = List.copyOf(jobs);
  }
}

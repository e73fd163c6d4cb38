package dev.lehr.activities.campaign;

import dev.lehr.activities.ledger.StageGraph.OnFailure;
import java.util.List;
import java.util.Map;

/**
 * What every stage may say, whatever its kind.
 *
 * @param after ids of the stages that have to be done before; the first one's structure is taken
 * @param when a condition on what was found before; empty: for all structures
 * @param onFailure what a failure means for what comes later
 * @param retries how often an end is not the last word, by reason or status
 * @param deadlineSeconds how long workers may die of a structure without a step forward
 * @param priority above that of the campaign
 * @param pool the limit that its structures share with others; empty: none
 * @param cache whether results are remembered and used again
 */
public record StageRules(
    List<String> after,
    String when,
    OnFailure onFailure,
    Map<String, Integer> retries,
    long deadlineSeconds,
    int priority,
    String pool,
    boolean cache) {

  /** Copies. */
  public StageRules {
    after = List.copyOf(after);
    retries = Map.copyOf(retries);
  }
}

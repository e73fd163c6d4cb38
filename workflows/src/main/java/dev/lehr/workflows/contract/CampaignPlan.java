package dev.lehr.workflows.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of a campaign when its workflow starts.
 *
 * @param campaignId the ledger's key
 * @param name the campaign's name
 * @param stages ids of the stages in order
 * @param phases the stages cut at the global ones; each entry holds indices into {@code stages}
 * @param structures number of structures
 * @param lanes how many shards may be open at a time
 * @param mode whether it was paused or cancelled before
 * @param barriers number of stages at the end of each phase for which all structures have to be
 *     there; null: none
 * @param model name of its model; null: not known
 * @param workers class of the workers that are to run its slices; null or empty: any
 * @param attributes whether the namespace knows Lehr's search attributes; null: no
 */
public record CampaignPlan(
    long campaignId,
    String name,
    List<String> stages,
    List<List<Integer>> phases,
    long structures,
    int lanes,
    CampaignMode mode,
    @Nullable List<Integer> barriers,
    @Nullable String model,
    @Nullable String workers,
    @Nullable Boolean attributes) {

  /** Whether something is to be done at a phase's end. */
  public boolean hasBarriers(int phase) {
    return barriers != null && phase < barriers.size() && barriers.get(phase) > 0;
  }
}

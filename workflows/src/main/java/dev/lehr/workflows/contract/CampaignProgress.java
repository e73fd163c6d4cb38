package dev.lehr.workflows.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a campaign is, as committed in the ledger.
 *
 * @param structures number of structures
 * @param stages one entry for each stage, in order
 * @param openShards numbers of the shards that are being worked on
 * @param occupancy device occupancy over the last slices, 0 to 1; NaN-free: 0 where unknown
 * @param phaseDone whether nothing is left to do in the phase that was asked about
 * @param mode what the user wants
 * @param earlier a phase before the one that was asked about in which something is left to do,
 *     since something was opened again; null: none
 * @param stall why nothing has been committed for minutes; null or empty: something was, or there
 *     is nothing to do
 */
public record CampaignProgress(
    long structures,
    List<StageProgress> stages,
    List<Integer> openShards,
    double occupancy,
    boolean phaseDone,
    CampaignMode mode,
    @Nullable Integer earlier,
    @Nullable String stall) {

  /** Nothing is left to do in phases before the one that was asked about. */
  public CampaignProgress(
      long structures,
      List<StageProgress> stages,
      List<Integer> openShards,
      double occupancy,
      boolean phaseDone,
      CampaignMode mode) {
    this(structures, stages, openShards, occupancy, phaseDone, mode, null, null);
  }

  /** The same with another word on why nothing is committed. */
  public CampaignProgress stalled(String why) {
    return new CampaignProgress(
        structures, stages, openShards, occupancy, phaseDone, mode, earlier, why);
  }

  /**
   * Counts of one stage.
   *
   * @param stage its id
   * @param counts number of tasks by {@link dev.lehr.workflows.status.TaskStatus#key()}
   */
  public record StageProgress(String stage, Map<String, Long> counts) {}
}

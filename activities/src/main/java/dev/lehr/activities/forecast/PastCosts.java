package dev.lehr.activities.forecast;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.SliceStats;
import dev.lehr.workflows.status.TaskStatus;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What computing took in the past, with the same model in the same workspace.
 *
 * @param campaigns how many the figures are of
 * @param microsecondsPerAtomStep of wall time; empty where there is no past
 * @param stepsPerRelaxation mean; empty likewise
 */
public record PastCosts(
    int campaigns, OptionalDouble microsecondsPerAtomStep, OptionalDouble stepsPerRelaxation) {

  /** Nothing is known. */
  public static final PastCosts NONE =
      new PastCosts(0, OptionalDouble.empty(), OptionalDouble.empty());

  /** Of older campaigns no more can be learned. */
  private static final int MOST_CAMPAIGNS = 5;

  /** Sums over campaigns. */
  private static final class Sums {
    private int campaigns;
    private double seconds;
    private double atomSteps;
    private double relaxations;
    private double steps;
  }

  /** The costs of the newest campaigns with a model. */
  static PastCosts of(Ledger ledger, String modelDigest) {
    Sums sums = new Sums();
    for (CampaignRow campaign : ledger.campaigns()) {
      if (campaign.modelDigest().equals(modelDigest) && sums.campaigns < MOST_CAMPAIGNS) {
        add(ledger, campaign, sums);
      }
    }
    return new PastCosts(
        sums.campaigns,
        sums.atomSteps > 0
            ? OptionalDouble.of(1e6 * sums.seconds / sums.atomSteps)
            : OptionalDouble.empty(),
        sums.relaxations > 0
            ? OptionalDouble.of(sums.steps / sums.relaxations)
            : OptionalDouble.empty());
  }

  private static void add(Ledger ledger, CampaignRow campaign, Sums sums) {
    SliceStats slices = ledger.sliceTotals(campaign.id());
    if (slices.atomSteps() == 0) {
      return;
    }
    sums.campaigns++;
    // Shards that are open at the same time look at the same clock.
    long shards = Math.max(1, (campaign.structures() - 1) / campaign.shardSize() + 1);
    sums.seconds += slices.wallSeconds() / Math.min(shards, campaign.lanes());
    sums.atomSteps += slices.atomSteps();
    List<StageSpec> stages = stages(campaign);
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i) instanceof StageSpec.Relax) {
        ledger.forEachResult(
            campaign.id(),
            i,
            Set.of(TaskStatus.CONVERGED, TaskStatus.MAX_ITERATIONS),
            false,
            row -> {
              sums.relaxations++;
              sums.steps += row.iterations();
            });
      }
    }
  }

  private static List<StageSpec> stages(CampaignRow campaign) {
    try {
      CampaignDefinition definition = Blueprint.read(campaign.definition());
      return definition.stages();
    } catch (IllegalStateException e) {
      // Of a version that this one does not read: its times count, its steps do not.
      return List.of();
    }
  }

  /** About how long an effort takes, seconds; empty where that is unknown. */
  OptionalDouble seconds(Effort effort) {
    boolean relaxes = effort.relaxedAtoms() > 0;
    if (effort.atomSteps() == 0 && !relaxes) {
      return OptionalDouble.of(0);
    }
    if (microsecondsPerAtomStep.isEmpty() || (relaxes && stepsPerRelaxation.isEmpty())) {
      return OptionalDouble.empty();
    }
    double steps = effort.atomSteps() + effort.relaxedAtoms() * stepsPerRelaxation.orElse(0);
    return OptionalDouble.of(1e-6 * microsecondsPerAtomStep.getAsDouble() * steps);
  }
}

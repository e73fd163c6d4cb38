package dev.lehr.worker.run;

import dev.lehr.activities.campaign.Campaign;
import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.CampaignProblem;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.workflows.contract.CampaignInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Campaigns of a ledger, for activities of a user's own: they take a campaign in before a workflow
 * runs it, and read what came of it afterwards. All calls block, and may be repeated.
 */
public final class Campaigns {

  private Campaigns() {}

  /**
   * Takes a campaign in, or finds it where it has been taken in before.
   *
   * @param ledger of the workers that are to run it
   * @param folder what files that the campaign names are relative to; its model's files have to be
   *     below the workers' root as well
   * @return what its workflow is started with
   * @throws BadInputException naming everything that is wrong with the campaign or its structures;
   *     trying again does not help
   * @throws dev.lehr.activities.ingest.CampaignChangedException where the name stands for another
   *     campaign; trying again does not help
   */
  public static CampaignInput take(Ledger ledger, Campaign campaign, Path folder) {
    Ingest ingest = new Ingest(ledger, false);
    return CampaignStart.input(
        ingest.take(file(campaign, folder).intake(), Ingest.Mode.SAME_OR_REFUSE).campaign());
  }

  /**
   * Results of a stage, in the order of the structures.
   *
   * @param campaign its name
   * @throws IllegalArgumentException where there is no such campaign or stage
   */
  public static List<StageResult> results(Ledger ledger, String campaign, String stage) {
    List<StageResult> all = new ArrayList<>();
    forEachResult(ledger, campaign, stage, all::add);
    return all;
  }

  /** The same one after another, for more than fit in memory. */
  public static void forEachResult(
      Ledger ledger, String campaign, String stage, Consumer<StageResult> each) {
    CampaignRow row =
        ledger
            .findCampaign(campaign)
            .orElseThrow(
                () -> new IllegalArgumentException("found no campaign '" + campaign + "'"));
    forEachResult(ledger, row.id(), campaign, row.stages(), stage, each);
  }

  /** The same of a campaign that is known. */
  static void forEachResult(
      Ledger ledger,
      long id,
      String campaign,
      List<String> stages,
      String stage,
      Consumer<StageResult> each) {
    int index = stages.indexOf(stage);
    if (index < 0) {
      throw new IllegalArgumentException(
          "campaign " + campaign + " has no stage '" + stage + "'; there are: " + stages);
    }
    ledger.forEachResult(id, index, Set.of(), true, r -> each.accept(StageResult.of(r)));
  }

  /** A campaign as a file would be, or all that is wrong with it. */
  static CampaignFile file(Campaign campaign, Path folder) {
    return ProcessBackend.of(definition(campaign, folder), folder);
  }

  static CampaignDefinition definition(Campaign campaign, Path folder) {
    try {
      return campaign.definition(folder);
    } catch (CampaignParseException e) {
      List<String> problems = e.problems().stream().map(CampaignProblem::toString).toList();
      throw new BadInputException("campaign " + campaign.name() + " cannot be used", problems);
    }
  }
}

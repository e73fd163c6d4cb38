package com.example.alloys;

import dev.lehr.worker.plugin.CampaignChild;
import dev.lehr.workflows.contract.CampaignInput;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/** See {@link HardestAlloy}. */
public final class HardestAlloyWorkflow implements HardestAlloy {

  private final AlloyActivities alloys =
      Workflow.newActivityStub(
          AlloyActivities.class,
          ActivityOptions.newBuilder()
              .setStartToCloseTimeout(Duration.ofMinutes(10))
              // A campaign that is wrong stays wrong.
              .setRetryOptions(
                  RetryOptions.newBuilder()
                      .setDoNotRetry(
                          "dev.lehr.activities.ingest.BadInputException",
                          "dev.lehr.activities.ingest.CampaignChangedException")
                      .build())
              .build());

  @Override
  public Answer find(List<String> elements) {
    CampaignInput campaign = alloys.take(elements);
    CampaignChild.run(campaign);
    return alloys.hardest(campaign.name());
  }
}

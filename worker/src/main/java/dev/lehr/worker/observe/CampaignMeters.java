package dev.lehr.worker.observe;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.status.TaskStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts of the campaigns that have not ended, as the ledger has them. */
final class CampaignMeters {

  private static final Logger LOG = LoggerFactory.getLogger(CampaignMeters.class);

  /** What has ended may be opened again: it is looked at again after so many rounds. */
  private static final int ROUNDS = 20;

  private final Ledger ledger;
  private final Supplier<Map<Long, String>> stalls;
  private final MultiGauge tasks;
  private final MultiGauge stalled;
  private final Map<Long, Integer> ended = new HashMap<>();

  CampaignMeters(MeterRegistry registry, Ledger ledger, Supplier<Map<Long, String>> stalls) {
    this.ledger = ledger;
    this.stalls = stalls;
    this.stalled =
        MultiGauge.builder("lehr.campaign.stalled")
            .description("1 for campaigns that have work and commit nothing, with the cause")
            .register(registry);
    this.tasks =
        MultiGauge.builder("lehr.campaign.tasks")
            .description("Tasks of campaigns that have not ended, as committed")
            .register(registry);
  }

  /** Asks the ledger. */
  void refresh() {
    try {
      List<MultiGauge.Row<?>> rows = new ArrayList<>();
      List<MultiGauge.Row<?>> stops = new ArrayList<>();
      Map<Long, String> causes = stalls.get();
      for (CampaignRow campaign : ledger.campaigns()) {
        if (campaign.current() && !rests(campaign)) {
          rows.addAll(rows(campaign));
        }
        String cause = causes.get(campaign.id());
        if (cause != null) {
          stops.add(MultiGauge.Row.of(Tags.of("campaign", campaign.name(), "cause", cause), 1));
        }
      }
      tasks.register(rows, true);
      stalled.register(stops, true);
    } catch (LedgerException e) {
      // The numbers stay what they were; lehr_ledger_up says that they are old.
      LOG.debug("campaigns were not counted", e);
    }
  }

  private boolean rests(CampaignRow campaign) {
    if (campaign.mode() == CampaignMode.CANCELLED) {
      return true;
    }
    Integer rounds =
        ended.computeIfPresent(campaign.id(), (id, left) -> left > 1 ? left - 1 : null);
    return rounds != null;
  }

  private List<MultiGauge.Row<?>> rows(CampaignRow campaign) {
    CampaignProgress progress = ledger.progress(campaign.id(), 0);
    boolean open = false;
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (CampaignProgress.StageProgress stage : progress.stages()) {
      for (TaskStatus status : TaskStatus.values()) {
        long n = stage.counts().getOrDefault(status.key(), 0L);
        open |= n > 0 && !status.isTerminal();
        if (n > 0 || !status.isTerminal()) {
          rows.add(
              MultiGauge.Row.of(
                  Tags.of(
                      "campaign", campaign.name(), "stage", stage.stage(), "status", status.key()),
                  n));
        }
      }
    }
    if (!open) {
      ended.put(campaign.id(), ROUNDS);
      return List.of();
    }
    return rows;
  }
}

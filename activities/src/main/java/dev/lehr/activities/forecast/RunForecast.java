package dev.lehr.activities.forecast;

import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ingest.Intake;
import dev.lehr.activities.ingest.Survey;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.status.TaskStatus;
import java.util.List;
import java.util.Optional;

/**
 * What {@code lehr run} would do with a campaign file.
 *
 * @param kind in a word
 * @param differences from what the workspace has, where it refuses
 * @param campaign as the workspace has it, where it is the same; empty otherwise
 */
public record RunForecast(Kind kind, List<String> differences, Optional<CampaignRow> campaign) {

  /** What it would do. */
  public enum Kind {
    /** Take it in and compute it. */
    START("takes it in and computes what is to be computed"),
    /** Compute what is left. */
    GO_ON("goes on with it: what is done is kept"),
    /** Nothing. */
    NOTHING("does nothing: all is done"),
    /** It is paused. */
    PAUSED("does nothing without --resume: it is paused"),
    /** It was cancelled. */
    CANCELLED("does nothing: it was cancelled; 'lehr retry' takes that back"),
    /** The workspace has another campaign of the name. */
    REFUSE("refuses: the workspace has another campaign of this name"),
    /** The structures cannot be taken in. */
    BAD_INPUT("refuses: the structures cannot be taken in");

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    /** For people, after "lehr run". */
    public String meaning() {
      return meaning;
    }
  }

  /** Copies. */
  public RunForecast {
    differences = List.copyOf(differences);
  }

  static RunForecast of(Intake intake, Survey survey, Optional<Ledger> ledger) {
    if (!survey.problems().isEmpty()) {
      return new RunForecast(Kind.BAD_INPUT, survey.problems(), Optional.empty());
    }
    Optional<CampaignRow> before = ledger.flatMap(l -> l.findCampaign(intake.campaign().name()));
    if (ledger.isEmpty() || before.isEmpty()) {
      return new RunForecast(Kind.START, List.of(), Optional.empty());
    }
    List<String> differences =
        Ingest.differences(ledger.get(), intake, before.get(), survey).lines();
    return differences.isEmpty()
        ? new RunForecast(kind(ledger.get(), before.get()), List.of(), before)
        : new RunForecast(Kind.REFUSE, differences, Optional.empty());
  }

  private static Kind kind(Ledger ledger, CampaignRow campaign) {
    if (campaign.mode() == CampaignMode.PAUSED) {
      return Kind.PAUSED;
    }
    if (campaign.mode() == CampaignMode.CANCELLED) {
      return Kind.CANCELLED;
    }
    CampaignProgress progress = ledger.progress(campaign.id(), campaign.phases().size() - 1);
    boolean open =
        progress.stages().stream()
            .flatMap(s -> s.counts().entrySet().stream())
            .anyMatch(e -> e.getValue() > 0 && !TaskStatus.ofKey(e.getKey()).isTerminal());
    return open ? Kind.GO_ON : Kind.NOTHING;
  }
}

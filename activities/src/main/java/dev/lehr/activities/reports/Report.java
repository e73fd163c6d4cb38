package dev.lehr.activities.reports;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import java.io.IOException;

/** Text for people about a campaign's results. */
public final class Report {

  private Report() {}

  /**
   * The text of a report.
   *
   * @throws IOException where the reference table cannot be read; the message says why
   */
  public static String of(ReportSpec spec, Ledger ledger, CampaignRow campaign) throws IOException {
    ReferenceTable reference =
        spec.reference().isPresent()
            ? ReferenceTable.read(spec.reference().get())
            : ReferenceTable.none();
    return switch (spec.kind()) {
      case GROUND_STATES -> GroundStates.text(ledger, campaign, reference);
      case GLOBAL_MINIMA -> GlobalMinima.text(ledger, campaign, reference);
      case COMPARISON ->
          ComparisonTable.text(ledger, campaign, reference, spec.compared().orElseThrow());
    };
  }
}

package dev.lehr.worker.run;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ingest.CampaignChangedException;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes campaigns into a ledger and has a server's workers work on them. */
public final class Submission {

  private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

  private final Ledger ledger;
  private final WorkflowClient client;

  /** Submissions to one server. */
  public Submission(Ledger ledger, WorkflowClient client) {
    this.ledger = ledger;
    this.client = client;
  }

  /**
   * Takes a campaign in, or finds it, and starts its workflow, or finds that.
   *
   * @throws BadInputException where its structures cannot be taken in
   * @throws CampaignChangedException where its name stands for another campaign
   */
  public Ingest.Answer submit(CampaignFile file, Ingest.Mode mode, boolean strict) {
    Ingest.Answer answer = new Ingest(ledger, strict).take(file.intake(), mode);
    start(answer.campaign());
    return answer;
  }

  /** Starts the workflow of a campaign that is in the ledger, or finds it. */
  public void start(CampaignRow campaign) {
    CampaignStart.on(client, campaign);
  }

  /** The same where something is left to do. */
  public void startIfNeeded(CampaignRow campaign) {
    if (CampaignStart.isNeeded(ledger, campaign)) {
      start(campaign);
    }
  }

  /**
   * Has the server work on all campaigns that have something left to do: after its own memory was
   * lost, or where something was opened again.
   *
   * @return their names
   */
  public List<String> startWhatIsLeft() {
    List<String> started = new ArrayList<>();
    for (CampaignRow campaign : ledger.campaigns()) {
      if (campaign.current() && CampaignStart.isNeeded(ledger, campaign)) {
        start(campaign);
        started.add(campaign.name());
      }
    }
    return started;
  }

  /** The same for one who has been told already what is wrong: that is logged. */
  public void take(CampaignFile file) {
    try {
      Ingest.Answer answer = submit(file, Ingest.Mode.ADD, false);
      CampaignRow c = answer.campaign();
      LOG.info("{} taken in, {} structures", c.name(), c.structures());
    } catch (BadInputException | CampaignChangedException e) {
      LOG.warn("{} not taken in: {}", file.file(), e.getMessage());
    }
  }
}

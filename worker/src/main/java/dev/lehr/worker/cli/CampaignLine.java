package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.SliceStats;
import dev.lehr.worker.run.Rate;
import dev.lehr.workflows.status.TaskStatus;
import java.time.Duration;
import java.util.Locale;

/** How a campaign goes, in a line: counts, and the pace since one began to look. */
final class CampaignLine {

  private static final double WINDOW_SECONDS = 60;

  private final Rate rate = new Rate(WINDOW_SECONDS);
  private long shown = -1;
  private String mode = "";
  private String text = "";

  /** Looks at how it stands now; answers whether that is news. */
  boolean look(CampaignRow campaign, Counts counts, boolean ended, SliceStats slices) {
    long done = counts.tasks(TaskStatus::isTerminal);
    long all = counts.tasks(status -> true);
    rate.note(System.nanoTime() * 1e-9, done);
    String modeNow = ended ? "done" : campaign.mode().name().toLowerCase(Locale.ROOT);
    text =
        campaign.name()
            + ": "
            + modeNow
            + ", "
            + done
            + " of "
            + all
            + " tasks ("
            + percent(done, all)
            + " %)"
            + (counts.unsuccessful() > 0 ? ", " + counts.unsuccessful() + " failed" : "")
            + (slices.steps() > 0
                ? String.format(Locale.ROOT, ", device %.0f %% occupied", 100 * slices.occupancy())
                : "")
            + (ended ? "" : pace(all - done));
    boolean changed = done != shown || !mode.equals(modeNow);
    shown = done;
    mode = modeNow;
    return changed;
  }

  /** Never 100 before all is done. */
  private static long percent(long done, long all) {
    return all == 0 ? 0 : 100 * done / all;
  }

  private String pace(long left) {
    double perSecond = rate.perSecond();
    if (perSecond <= 0) {
      return "";
    }
    return String.format(Locale.ROOT, ", %.3g/s, ", perSecond)
        + Durations.shown(Duration.ofSeconds((long) (left / perSecond)))
        + " left";
  }

  String text() {
    return text;
  }
}

package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.SliceStats;
import dev.lehr.workflows.status.TaskStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;

/** How a campaign goes, in a line: counts, and the pace since one began to look. */
final class CampaignLine {

  private static final double WINDOW_SECONDS = 60;

  private record Sample(double at, long done) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private long shown = -1;
  private String mode = "";
  private String text = "";

  /** Looks at how it stands now; answers whether that is news. */
  boolean look(CampaignRow campaign, Counts counts, SliceStats slices) {
    return look(campaign, counts, slices, System.nanoTime() * 1e-9);
  }

  boolean look(CampaignRow campaign, Counts counts, SliceStats slices, double now) {
    long done = counts.tasks(TaskStatus::isTerminal);
    long all = counts.tasks(status -> true);
    samples.addLast(new Sample(now, done));
    while (now - samples.getFirst().at() > WINDOW_SECONDS) {
      samples.removeFirst();
    }
    String modeNow = counts.isDone() ? "done" : campaign.mode().name().toLowerCase(Locale.ROOT);
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
            + (counts.isDone() ? "" : pace(all - done));
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
    double seconds = samples.getLast().at() - samples.getFirst().at();
    long done = samples.getLast().done() - samples.getFirst().done();
    if (seconds <= 0 || done <= 0) {
      return "";
    }
    double rate = done / seconds;
    return String.format(Locale.ROOT, ", %.3g/s, ", rate)
        + Durations.shown(Duration.ofSeconds((long) (left / rate)))
        + " left";
  }

  String text() {
    return text;
  }
}

package dev.lehr.worker.run;

import dev.lehr.activities.ingest.Intake;
import dev.lehr.activities.reports.ReportSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A campaign file that is sound.
 *
 * @param file where it is
 * @param intake the campaign and its structures
 * @param report what to print at the end besides the counts
 * @param notes what a user should know, one sentence each
 */
public record CampaignFile(
    Path file, Intake intake, Optional<ReportSpec> report, List<String> notes) {

  /** The directory that paths in a campaign file are relative to. */
  public static Path directoryOf(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
  }
}

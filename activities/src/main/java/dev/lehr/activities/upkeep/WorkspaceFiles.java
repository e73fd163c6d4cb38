package dev.lehr.activities.upkeep;

import dev.lehr.activities.commands.RunDirectory;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.TrajectorySegment;
import dev.lehr.activities.trajectory.SegmentWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a workspace that a ledger speaks of: trajectories, directories of commands, exports.
 * The caller owns the workspace, so that nobody writes there meanwhile.
 */
public final class WorkspaceFiles {

  private static final String COMMANDS = "commands";
  private static final String EXPORTS = "exports";

  private final Path workspace;
  private final Ledger ledger;

  /** The files that belong to a ledger in a workspace. */
  public WorkspaceFiles(Path workspace, Ledger ledger) {
    this.workspace = workspace;
    this.ledger = ledger;
  }

  /** Directories of a campaign that are there. */
  public List<Path> of(CampaignRow campaign) {
    return Stream.of(
            workspace.resolve(SegmentWriter.DIRECTORY).resolve(revision(campaign)),
            workspace.resolve(COMMANDS).resolve(commands(campaign)),
            workspace.resolve(EXPORTS).resolve(revision(campaign)))
        .filter(Files::exists)
        .toList();
  }

  /**
   * Trajectory files that the ledger does not count, and directories of campaigns that are gone.
   */
  public List<Path> orphans() throws IOException {
    Set<Path> counted = new HashSet<>();
    Set<String> revisions = new HashSet<>();
    Set<String> commands = new HashSet<>();
    Path trajectories = workspace.resolve(SegmentWriter.DIRECTORY);
    for (CampaignRow campaign : ledger.campaigns()) {
      revisions.add(revision(campaign));
      commands.add(commands(campaign));
      for (int stage = 0; stage < campaign.stages().size(); stage++) {
        for (TrajectorySegment segment : ledger.trajectorySegments(campaign.id(), stage)) {
          counted.add(trajectories.resolve(segment.file()).normalize());
        }
      }
    }
    List<Path> orphans = new ArrayList<>();
    files(trajectories).stream().filter(file -> !counted.contains(file)).forEach(orphans::add);
    others(workspace.resolve(COMMANDS), commands, orphans);
    others(workspace.resolve(EXPORTS), revisions, orphans);
    return orphans;
  }

  private static void others(Path directory, Set<String> known, List<Path> orphans)
      throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> all = Files.list(directory)) {
        all.filter(path -> !known.contains(name(path))).sorted().forEach(orphans::add);
      }
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static String revision(CampaignRow campaign) {
    return campaign.name() + "@" + campaign.revision();
  }

  /** As engines name those whose programs they run. */
  private static String commands(CampaignRow campaign) {
    return RunDirectory.safeName(campaign.name() + '#' + campaign.id());
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).map(Path::normalize).sorted().toList();
    }
  }

  /** Number of bytes of all files below some paths. */
  public static long bytes(List<Path> paths) throws IOException {
    long bytes = 0;
    for (Path path : paths) {
      for (Path file : files(path)) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /** Deletes paths with all that is below them. */
  public static void delete(List<Path> paths) throws IOException {
    for (Path path : paths) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }
}

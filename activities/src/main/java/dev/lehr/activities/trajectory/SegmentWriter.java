package dev.lehr.activities.trajectory;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.TrajectorySegment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Appends frames to segments: one file for each shard, stage and fence. Bytes are on disk before
 * the ledger counts them; what was written and not counted is overwritten by the next write under
 * the same fence and ignored by readers. Not thread-safe: one thread commits.
 */
public final class SegmentWriter {

  /** The directory of trajectories in a workspace. */
  public static final String DIRECTORY = "trajectories";

  private record Place(long campaignId, int stage, int shard) {}

  private final Path root;
  private final Ledger ledger;
  private final Map<Place, TrajectorySegment> counted = new HashMap<>();
  private final Map<Long, String> campaigns = new HashMap<>();

  /** A writer into a workspace. */
  public SegmentWriter(Path workspace, Ledger ledger) {
    this.root = workspace.resolve(DIRECTORY);
    this.ledger = ledger;
  }

  /**
   * Writes frames of a shard and forces them to disk.
   *
   * @return the segments with these frames, to be committed together with what the frames led to
   * @throws LedgerException where the files cannot be written
   */
  public List<TrajectorySegment> write(ShardKey shard, Fence fence, List<TrajectoryFrame> frames) {
    Map<Integer, List<TrajectoryFrame>> byStage = new TreeMap<>();
    for (TrajectoryFrame frame : frames) {
      byStage.computeIfAbsent(frame.task().stage(), stage -> new ArrayList<>()).add(frame);
    }
    List<TrajectorySegment> grown = new ArrayList<>();
    byStage.forEach(
        (stage, some) -> {
          TrajectorySegment before = segment(shard, fence, stage, some.get(0).stage());
          byte[] bytes = FrameText.of(some);
          append(root.resolve(before.file()), before.bytes(), bytes);
          grown.add(
              new TrajectorySegment(
                  stage,
                  shard.shard(),
                  fence,
                  before.file(),
                  before.bytes() + bytes.length,
                  before.frames() + some.size()));
        });
    return grown;
  }

  /** The ledger counts these from now on. */
  public void committed(ShardKey shard, List<TrajectorySegment> segments) {
    for (TrajectorySegment segment : segments) {
      counted.put(new Place(shard.campaignId(), segment.stage(), segment.shard()), segment);
    }
  }

  /**
   * A segment as the ledger counts it; a new one where this fence has written none. What was found
   * is kept: where a commit fails and yet has happened, the next one overwrites the same bytes.
   */
  private TrajectorySegment segment(ShardKey shard, Fence fence, int stage, String stageId) {
    Place place = new Place(shard.campaignId(), stage, shard.shard());
    TrajectorySegment known = counted.get(place);
    if (known != null && known.fence().equals(fence)) {
      return known;
    }
    TrajectorySegment found =
        ledger.trajectorySegments(shard.campaignId(), stage, shard.shard()).stream()
            .filter(segment -> segment.fence().equals(fence))
            .findFirst()
            .orElseGet(
                () ->
                    new TrajectorySegment(
                        stage, shard.shard(), fence, file(shard, fence, stageId), 0, 0));
    counted.put(place, found);
    return found;
  }

  private String file(ShardKey shard, Fence fence, String stageId) {
    String campaign = campaigns.computeIfAbsent(shard.campaignId(), this::directory);
    return "%s/%s/shard-%06d.%s.extxyz".formatted(campaign, stageId, shard.shard(), fence);
  }

  private String directory(long campaignId) {
    CampaignRow row = ledger.campaign(campaignId).orElseThrow();
    return row.name() + "@" + row.revision();
  }

  private static void append(Path file, long at, byte[] bytes) {
    Path directory = file.resolveSibling(".").normalize();
    try {
      boolean isNew = !Files.exists(file);
      Files.createDirectories(directory);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (channel.size() < at) {
          throw new LedgerException(
              file
                  + " has "
                  + channel.size()
                  + " bytes, the ledger counts "
                  + at
                  + ": it was shortened or removed while the campaign ran",
              null,
              false);
        }
        channel.truncate(at);
        channel.position(at);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      if (isNew) {
        forceDirectory(directory);
      }
    } catch (IOException e) {
      throw new LedgerException("cannot write the trajectory " + file + ": " + e, e, true);
    }
  }

  /** A new file's name must survive as well; not every system lets a directory be forced. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows; there the file system keeps names in order by itself.
    }
  }
}

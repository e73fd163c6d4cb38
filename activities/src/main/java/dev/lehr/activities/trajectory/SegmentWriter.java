package dev.lehr.activities.trajectory;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.TrajectorySegment;
import java.io.ByteArrayOutputStream;
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

  private static final long LARGEST_CHUNK = 16 << 20;

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
    return writeGroups(shard, fence, List.of(frames));
  }

  /**
   * The same with frames in groups that stay apart: whatever else is written with a group, its
   * bytes are the same. A commit may have happened although its answer was an error; then what it
   * counted is written once more, with what has come since behind it.
   */
  public List<TrajectorySegment> writeGroups(
      ShardKey shard, Fence fence, List<List<TrajectoryFrame>> groups) {
    Map<Integer, List<List<TrajectoryFrame>>> byStage = new TreeMap<>();
    for (List<TrajectoryFrame> group : groups) {
      Map<Integer, List<TrajectoryFrame>> parts = new TreeMap<>();
      for (TrajectoryFrame frame : group) {
        parts.computeIfAbsent(frame.task().stage(), stage -> new ArrayList<>()).add(frame);
      }
      parts.forEach(
          (stage, part) -> byStage.computeIfAbsent(stage, s -> new ArrayList<>()).add(part));
    }
    List<TrajectorySegment> grown = new ArrayList<>();
    byStage.forEach(
        (stage, some) -> {
          TrajectorySegment before = segment(shard, fence, stage, some.get(0).get(0));
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          some.forEach(group -> all.writeBytes(bytes(group)));
          byte[] bytes = all.toByteArray();
          append(root.resolve(before.file()), before.bytes(), bytes);
          grown.add(
              new TrajectorySegment(
                  stage,
                  shard.shard(),
                  fence,
                  before.file(),
                  before.bytes() + bytes.length,
                  before.frames() + some.stream().mapToInt(List::size).sum()));
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
  private TrajectorySegment segment(ShardKey shard, Fence fence, int stage, TrajectoryFrame first) {
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
                        stage, shard.shard(), fence, file(shard, fence, first), 0, 0));
    counted.put(place, found);
    return found;
  }

  private String file(ShardKey shard, Fence fence, TrajectoryFrame first) {
    String campaign = campaigns.computeIfAbsent(shard.campaignId(), this::directory);
    String extension = first.style().format().extension();
    return "%s/%s/shard-%06d.%s.%s"
        .formatted(campaign, first.stage(), shard.shard(), fence, extension);
  }

  /** The bytes of frames of one stage, in which all are of the same style. */
  private static byte[] bytes(List<TrajectoryFrame> frames) {
    if (frames.get(0).style().format() == FrameFormat.EXTXYZ) {
      return FrameText.of(frames);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<TrajectoryFrame> chunk = new ArrayList<>();
    for (TrajectoryFrame frame : frames) {
      if (!chunk.isEmpty() && !goesInto(chunk, frame)) {
        bytes.writeBytes(FrameChunk.of(chunk));
        chunk.clear();
      }
      chunk.add(frame);
    }
    bytes.writeBytes(FrameChunk.of(chunk));
    return bytes.toByteArray();
  }

  private static boolean goesInto(List<TrajectoryFrame> chunk, TrajectoryFrame frame) {
    TrajectoryFrame first = chunk.get(0);
    return first.task().equals(frame.task())
        && first.generation() == frame.generation()
        && (chunk.size() + 1) * frame.bytes() <= LARGEST_CHUNK;
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

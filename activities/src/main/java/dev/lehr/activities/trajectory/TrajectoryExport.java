package dev.lehr.activities.trajectory;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.TrajectorySegment;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of a campaign that count, by structure, stage and step; each once. Of a
 * structure that was retried those of the last try are written. One shard's index is in memory at a
 * time, and one frame.
 */
public final class TrajectoryExport {

  private final Path root;
  private final Ledger ledger;

  /** The trajectories of a workspace. */
  public TrajectoryExport(Path workspace, Ledger ledger) {
    this.root = workspace.resolve(SegmentWriter.DIRECTORY);
    this.ledger = ledger;
  }

  /** Whether a frame is wanted. */
  private record Wanted(OptionalLong structure, Map<Integer, int[]> generations) {
    boolean has(FrameIndex.Entry entry) {
      int[] current = generations.getOrDefault(entry.stage(), new int[0]);
      return (structure.isEmpty() || structure.getAsLong() == entry.structure())
          && entry.structure() < current.length
          && current[(int) entry.structure()] == entry.generation();
    }
  }

  /**
   * Writes frames as extended XYZ; {@code out} is not closed.
   *
   * @param stages indices of stages
   * @param structure index of the only structure that is wanted; empty: all
   * @return number of frames
   * @throws TrajectoryException where a file is not what the ledger says
   * @throws IOException where {@code out} cannot be written
   */
  public long write(
      CampaignRow campaign, List<Integer> stages, OptionalLong structure, Appendable out)
      throws IOException {
    // Segments first: a generation that is raised in between leaves frames out, never old ones in.
    Map<Integer, List<TrajectorySegment>> byShard = new TreeMap<>();
    for (int stage : stages) {
      for (TrajectorySegment segment : ledger.trajectorySegments(campaign.id(), stage)) {
        byShard.computeIfAbsent(segment.shard(), s -> new ArrayList<>()).add(segment);
      }
    }
    Wanted wanted = new Wanted(structure, generations(campaign, stages));
    long frames = 0;
    for (Map.Entry<Integer, List<TrajectorySegment>> shard : byShard.entrySet()) {
      boolean mayHold =
          structure.isEmpty()
              || structure.getAsLong() / campaign.shardSize() == shard.getKey().longValue();
      if (mayHold) {
        frames += writeShard(shard.getValue(), wanted, out);
      }
    }
    return frames;
  }

  private Map<Integer, int[]> generations(CampaignRow campaign, List<Integer> stages) {
    Map<Integer, int[]> generations = new HashMap<>();
    for (int stage : stages) {
      int[] current = new int[Math.toIntExact(campaign.structures())];
      ledger.forEachResult(
          campaign.id(),
          stage,
          Set.of(),
          false,
          row -> {
            if (row.structure() < current.length) {
              current[(int) row.structure()] = row.generation();
            }
          });
      generations.put(stage, current);
    }
    return generations;
  }

  private long writeShard(List<TrajectorySegment> segments, Wanted wanted, Appendable out)
      throws IOException {
    List<FrameIndex.Entry> entries = new ArrayList<>();
    FrameIndex index = new FrameIndex(root);
    for (TrajectorySegment segment : segments) {
      index.read(
          segment,
          entry -> {
            if (wanted.has(entry)) {
              entries.add(entry);
            }
          });
    }
    Collections.sort(entries);
    long frames = 0;
    FrameIndex.Entry before = null;
    try (Source source = new Source()) {
      for (FrameIndex.Entry entry : entries) {
        // A task that had to start anew made the same frames again, bit for bit.
        if (before == null || before.compareTo(entry) != 0) {
          out.append(source.text(entry));
          frames++;
        }
        before = entry;
      }
    }
    return frames;
  }

  /** What is open while a shard is written: its files, and the chunk that was read last. */
  private static final class Source implements AutoCloseable {
    private final Map<Path, FileChannel> files = new HashMap<>();
    private @Nullable Path file;
    private long offset;
    private List<TrajectoryFrame> chunk = List.of();

    String text(FrameIndex.Entry entry) throws IOException {
      try {
        if (!FrameFormat.isChunked(entry.file().toString())) {
          return new String(bytes(entry), StandardCharsets.UTF_8);
        }
        if (!entry.file().equals(file) || entry.offset() != offset) {
          chunk = FrameChunk.read(bytes(entry));
          file = entry.file();
          offset = entry.offset();
        }
      } catch (EOFException e) {
        throw new TrajectoryException(entry.file() + " was shortened while it was read", e);
      } catch (FrameChunk.DamagedChunkException e) {
        throw new TrajectoryException(
            entry.file() + ": found " + e.getMessage() + " at byte " + entry.offset(), e);
      }
      byte[] text = FrameText.of(List.of(chunk.get(entry.place())));
      return new String(text, StandardCharsets.UTF_8);
    }

    private byte[] bytes(FrameIndex.Entry entry) throws IOException {
      FileChannel channel = files.get(entry.file());
      if (channel == null) {
        channel = FileChannel.open(entry.file());
        files.put(entry.file(), channel);
      }
      return FrameIndex.bytes(channel, entry.offset(), entry.length());
    }

    @Override
    public void close() throws IOException {
      for (FileChannel channel : files.values()) {
        channel.close();
      }
    }
  }
}

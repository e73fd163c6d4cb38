package dev.lehr.activities.trajectory;

import dev.lehr.activities.ledger.TrajectorySegment;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds where the frames of a segment stand, in the part of its file that counts. */
final class FrameIndex {

  /**
   * A frame in a file.
   *
   * @param structure index in the campaign
   * @param stage index of the stage
   * @param step moves made
   * @param generation of the task
   * @param file the segment's file
   * @param offset where it starts, bytes, or the chunk that it is in
   * @param length bytes, of it or of that chunk
   * @param place its place in the chunk
   */
  record Entry(
      long structure,
      int stage,
      long step,
      int generation,
      Path file,
      long offset,
      int length,
      int place)
      implements Comparable<Entry> {

    private static final Comparator<Entry> ORDER =
        Comparator.comparingLong(Entry::structure)
            .thenComparingInt(Entry::stage)
            .thenComparingLong(Entry::step);

    @Override
    public int compareTo(Entry other) {
      return ORDER.compare(this, other);
    }
  }

  private final Path root;

  FrameIndex(Path root) {
    this.root = root;
  }

  /**
   * Shows every frame that counts, in the order of the file.
   *
   * @throws TrajectoryException where the file is not what the ledger says
   */
  void read(TrajectorySegment segment, Consumer<Entry> each) {
    Path file = root.resolve(segment.file());
    if (FrameFormat.isChunked(segment.file())) {
      readChunks(segment, file, each);
    } else {
      readText(segment, file, each);
    }
  }

  private static void readChunks(TrajectorySegment segment, Path file, Consumer<Entry> each) {
    try (FileChannel channel = FileChannel.open(file)) {
      long frames = 0;
      long at = 0;
      while (at < segment.bytes()) {
        byte[] start = bytes(channel, at, FrameChunk.FIXED_HEAD);
        FrameChunk.Head head = FrameChunk.head(bytes(channel, at, FrameChunk.headLength(start)));
        for (int i = 0; i < head.steps().length; i++) {
          each.accept(
              new Entry(
                  head.structure(),
                  segment.stage(),
                  head.steps()[i],
                  head.generation(),
                  file,
                  at,
                  Math.toIntExact(head.length()),
                  i));
        }
        frames += head.steps().length;
        at += head.length();
      }
      if (at != segment.bytes() || frames != segment.frames()) {
        throw wrong(segment, file, at + " bytes and " + frames + " frames in them", null);
      }
    } catch (NoSuchFileException e) {
      throw wrong(segment, file, "no such file", e);
    } catch (IOException e) {
      throw wrong(segment, file, String.valueOf(e.getMessage()), e);
    }
  }

  /** Bytes of a file. */
  static byte[] bytes(FileChannel channel, long at, int length) throws IOException {
    if (channel.size() < at + length) {
      throw new EOFException(channel.size() + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException(channel.size() + " bytes");
      }
    }
    return bytes.array();
  }

  private static void readText(TrajectorySegment segment, Path file, Consumer<Entry> each) {
    try (Lines lines = new Lines(Files.newInputStream(file))) {
      long frames = 0;
      while (lines.at < segment.bytes()) {
        long start = lines.at;
        int atoms = Integer.parseInt(lines.next());
        String comment = lines.next();
        for (int i = 0; i < atoms; i++) {
          lines.skip();
        }
        each.accept(
            new Entry(
                number(comment, FrameText.STRUCTURE),
                segment.stage(),
                number(comment, FrameText.STEP),
                (int) number(comment, FrameText.GENERATION),
                file,
                start,
                Math.toIntExact(lines.at - start),
                0));
        frames++;
      }
      if (lines.at != segment.bytes() || frames != segment.frames()) {
        throw wrong(segment, file, lines.at + " bytes and " + frames + " frames in them", null);
      }
    } catch (NoSuchFileException e) {
      throw wrong(segment, file, "no such file", e);
    } catch (NumberFormatException e) {
      throw wrong(segment, file, "something that is no frame", e);
    } catch (IOException e) {
      throw wrong(segment, file, String.valueOf(e.getMessage()), e);
    }
  }

  private static TrajectoryException wrong(
      TrajectorySegment segment, Path file, String found, @Nullable Throwable cause) {
    return new TrajectoryException(
        file
            + ": found "
            + found
            + ", expected "
            + segment.bytes()
            + " bytes and "
            + segment.frames()
            + " frames, as the ledger counts",
        cause);
  }

  /** Ours come last in the line: what an id may hold that looks like one of them is before. */
  private static long number(String comment, String key) {
    int at = comment.lastIndexOf(key);
    if (at < 0) {
      throw new NumberFormatException(key);
    }
    int from = at + key.length();
    int to = comment.indexOf(' ', from);
    return Long.parseLong(comment.substring(from, to < 0 ? comment.length() : to));
  }

  /** Lines of a file, and how many bytes they took. */
  private static final class Lines implements AutoCloseable {
    private final InputStream in;
    private final StringBuilder line = new StringBuilder();
    long at;

    Lines(InputStream in) {
      this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next line as bytes in characters: what is looked for in it is ASCII. */
    String next() throws IOException {
      line.setLength(0);
      for (int c = read(); c != '\n'; c = read()) {
        line.append((char) c);
      }
      return line.toString();
    }

    void skip() throws IOException {
      int c = read();
      while (c != '\n') {
        c = read();
      }
    }

    private int read() throws IOException {
      int c = in.read();
      if (c < 0) {
        throw new EOFException(at + " bytes");
      }
      at++;
      return c;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}

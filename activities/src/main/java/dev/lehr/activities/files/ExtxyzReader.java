package dev.lehr.activities.files;

import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Reads extended and plain XYZ, gzipped or not, frame by frame (libAtoms' extxyz specification,
 * github.com/libAtoms/extxyz, in ASE's dialect). Coordinates are in angstrom.
 *
 * <p>A bad frame is answered as {@link ReadResult.Rejected} and reading goes on at the next frame:
 * the one that its atom count leads to, or, where lines are missing or the count itself is
 * unreadable, the next line that is a lone integer.
 */
public final class ExtxyzReader implements StructureReader {

  /** The info key that ids are taken from where the campaign names no other. */
  public static final String DEFAULT_ID_FIELD = "id";

  private final BoundedLines lines;
  private final Frames frames;
  private final Optional<String> idField;
  private final Lookahead results = new Lookahead(this::advance);
  private final Deque<String> pushedBack = new ArrayDeque<>();
  private long line;
  private long badLine;
  private boolean ended;

  /**
   * @param in bytes, gzipped or not; closed with this reader
   * @param name the file's name in ids, sources and problems
   * @param idField the info key that every frame has its id in; empty: {@code id} where it is
   *     there, else file and frame
   * @throws IOException where the first bytes cannot be read
   */
  public ExtxyzReader(InputStream in, String name, Optional<String> idField) throws IOException {
    this.lines = new BoundedLines(Decompression.open(in));
    this.frames = new Frames(name, idField);
    this.idField = idField;
  }

  /** Opens a file; see the constructor. */
  public static ExtxyzReader open(Path file, String name, Optional<String> idField)
      throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return new ExtxyzReader(in, name, idField);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    return results.hasNext();
  }

  @Override
  public ReadResult next() {
    return results.next();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private Optional<ReadResult> advance() {
    if (ended) {
      return Optional.empty();
    }
    try {
      String header = readLine();
      while (header != null && header.isBlank()) {
        header = readLine();
      }
      if (header == null) {
        ended = true;
        return Optional.empty();
      }
      frames.begin();
      return Optional.of(frame(header));
    } catch (IOException e) {
      ended = true;
      return Optional.of(frames.unreadable(line, e));
    }
  }

  private ReadResult frame(String header) throws IOException {
    long start = line;
    String word = header.strip();
    long count = Numbers.integer(word).orElse(-1);
    if (count < 0 || count > ReadLimits.ATOMS) {
      skipToLoneInteger();
      return frames.rejected(
          start,
          new Malformed(
              "bad_atom_count",
              "atom count",
              Malformed.quoted(word),
              count < 0
                  ? "a whole number alone on its line"
                  : "at most " + ReadLimits.ATOMS + " atoms"));
    }
    return body(start, (int) count);
  }

  private ReadResult body(long start, int count) throws IOException {
    String id = frames.source();
    boolean inComment = true;
    badLine = start + 1;
    try {
      String text = readLine();
      if (text == null) {
        throw new Malformed("truncated_frame", "comment line", "the end of the file", "a line");
      }
      FrameComment comment = FrameComment.parse(text);
      id = comment.id(idField).orElse(id);
      comment.checkSize(count);
      inComment = false;
      readAtoms(count, comment);
      badLine = start + 1;
      Structure structure = comment.structure(id, frames.source());
      return frames.checked(
          structure, structure.nAtoms() == 0 ? start : start + 1, atom -> start + 2 + atom, start);
    } catch (Malformed e) {
      if (inComment) {
        skipAtoms(count);
      }
      return frames.rejected(id, badLine, List.of(e));
    }
  }

  private void readAtoms(int count, FrameComment comment) throws IOException, Malformed {
    for (int i = 0; i < count; i++) {
      String text = readLine();
      badLine = line;
      if (text == null || isLoneInteger(text)) {
        if (text != null) {
          pushBack(text);
        }
        throw new Malformed(
            "truncated_frame", "atom count", i + " lines of atoms", count + " as the count says");
      }
      try {
        comment.addAtom(new StringTokenizer(text));
      } catch (Malformed e) {
        skipAtoms(count - i - 1L);
        throw e;
      }
    }
  }

  /** Passes over the rest of a bad frame, at most up to what must be the next one's start. */
  private void skipAtoms(long count) throws IOException {
    for (long i = 0; i < count; i++) {
      String text = readLine();
      if (text == null) {
        return;
      }
      if (isLoneInteger(text)) {
        pushBack(text);
        return;
      }
    }
  }

  private void skipToLoneInteger() throws IOException {
    skipAtoms(Long.MAX_VALUE);
  }

  /** No line of an atom is one word: it has at least an element and a position. */
  private static boolean isLoneInteger(String text) {
    return Numbers.integer(text.strip()).isPresent();
  }

  private @Nullable String readLine() throws IOException {
    String text = pushedBack.isEmpty() ? lines.next() : pushedBack.pop();
    if (text != null) {
      line++;
    }
    return text;
  }

  private void pushBack(String text) {
    pushedBack.push(text);
    line--;
  }
}

package dev.lehr.activities.files;

import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.structure.StructureChecks;
import dev.lehr.simulation.structure.StructureProblem;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads extended and plain XYZ, gzipped or not, frame by frame (libAtoms' extxyz specification,
 * github.com/libAtoms/extxyz, in ASE's dialect). Coordinates are in angstrom.
 *
 * <p>A bad frame is answered as {@link ReadResult.Rejected} and reading goes on at the next frame:
 * the one that its atom count leads to, or, where lines are missing or the count itself is
 * unreadable, the next line that is a lone integer.
 */
public final class ExtxyzReader implements Iterator<ReadResult>, AutoCloseable {

  /** The info key that ids are taken from where the campaign names no other. */
  public static final String DEFAULT_ID_FIELD = "id";

  private final BufferedReader reader;
  private final String name;
  private final Optional<String> idField;
  private final Deque<String> pushedBack = new ArrayDeque<>();
  private long line;
  private long frame = -1;
  private long badLine;
  private boolean ended;
  private @Nullable ReadResult next;

  /**
   * @param in bytes, gzipped or not; closed with this reader
   * @param name the file's name in ids, sources and problems
   * @param idField the info key that every frame has its id in; empty: {@code id} where it is
   *     there, else file and frame
   * @throws IOException where the first bytes cannot be read
   */
  public ExtxyzReader(InputStream in, String name, Optional<String> idField) throws IOException {
    this.reader =
        new BufferedReader(new InputStreamReader(unzipped(in), StandardCharsets.UTF_8), 1 << 16);
    this.name = name;
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

  private static InputStream unzipped(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = advance();
    }
    return next != null;
  }

  @Override
  public ReadResult next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    ReadResult result = next;
    next = null;
    return result;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private @Nullable ReadResult advance() {
    try {
      String header = readLine();
      while (header != null && header.isBlank()) {
        header = readLine();
      }
      if (header == null) {
        ended = true;
        return null;
      }
      frame++;
      return frame(header);
    } catch (IOException e) {
      ended = true;
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return rejected(
          fallbackId(),
          new FileProblem(
              "unreadable", name, Math.max(frame, 0), line, "file", why, "a readable file"));
    }
  }

  private ReadResult frame(String header) throws IOException {
    long start = line;
    String word = header.strip();
    long count = Numbers.integer(word).orElse(-1);
    if (count < 0 || count > Integer.MAX_VALUE / 3) {
      skipToLoneInteger();
      return rejected(
          fallbackId(),
          new FileProblem(
              "bad_atom_count",
              name,
              frame,
              start,
              "atom count",
              Malformed.quoted(word),
              "a whole number alone on its line"));
    }
    return body(start, (int) count);
  }

  private ReadResult body(long start, int count) throws IOException {
    String id = fallbackId();
    boolean inComment = true;
    badLine = start + 1;
    try {
      String text = readLine();
      if (text == null) {
        throw new Malformed("truncated_frame", "comment line", "the end of the file", "a line");
      }
      FrameComment comment = FrameComment.parse(text);
      id = comment.id(idField).orElse(id);
      inComment = false;
      readAtoms(count, comment);
      badLine = start + 1;
      Structure structure = comment.structure(id, fallbackId());
      List<FileProblem> problems = new ArrayList<>();
      for (StructureProblem p : StructureChecks.check(structure)) {
        problems.add(problem(p, start));
      }
      return problems.isEmpty()
          ? new ReadResult.Read(structure, start)
          : new ReadResult.Rejected(id, fallbackId(), problems);
    } catch (Malformed e) {
      if (inComment) {
        skipAtoms(count);
      }
      return rejected(id, e.at(name, frame, badLine));
    }
  }

  private FileProblem problem(StructureProblem p, long start) {
    long where =
        p.reason().equals("no_atoms") ? start : p.atom() >= 0 ? start + 2 + p.atom() : start + 1;
    return new FileProblem(p.reason(), name, frame, where, p.field(), p.found(), p.expected());
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
    String text = pushedBack.isEmpty() ? reader.readLine() : pushedBack.pop();
    if (text != null) {
      line++;
    }
    return text;
  }

  private void pushBack(String text) {
    pushedBack.push(text);
    line--;
  }

  private String fallbackId() {
    return name + "#" + Math.max(frame, 0);
  }

  private ReadResult rejected(String id, FileProblem problem) {
    return new ReadResult.Rejected(id, fallbackId(), List.of(problem));
  }
}

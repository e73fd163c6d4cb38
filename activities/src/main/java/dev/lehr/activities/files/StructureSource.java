package dev.lehr.activities.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that a campaign names by paths, directories and globs ({@code *}, {@code ?}, {@code
 * [ab]}, {@code {a,b}}, {@code **}), relative to the campaign file's directory, and the structures
 * in them. The order is that of the patterns, and of names within a directory or glob; a file named
 * twice is read once.
 */
public final class StructureSource {

  private final Path base;
  private final List<String> patterns;
  private final Optional<String> idField;

  /**
   * @param base the directory that paths are relative to
   * @param patterns paths of files and directories, and globs
   * @param idField see {@link StructureFiles#open}
   */
  public StructureSource(Path base, List<String> patterns, Optional<String> idField) {
    this.base = base.toAbsolutePath().normalize();
    this.patterns = List.copyOf(patterns);
    this.idField = idField;
  }

  /**
   * What patterns stand for.
   *
   * @param files for each name, as ids and messages have it, the file
   * @param problems a {@code no_match} for each pattern that stands for nothing
   * @param notes of files that a directory or glob has and that are of no known format
   */
  public record Expansion(
      Map<String, Path> files, List<FileProblem> problems, List<String> notes) {}

  /** Finds the files; reads nothing of them. */
  public Expansion expand() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    List<FileProblem> problems = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (String pattern : patterns) {
      Expander.Found found = Expander.find(base, pattern);
      problems.addAll(found.problems());
      notes.addAll(found.notes());
      found.files().forEach(files::putIfAbsent);
    }
    return new Expansion(files, problems, notes);
  }

  /**
   * Starts reading all files one after another.
   *
   * @throws IOException where a directory cannot be listed
   */
  public Reading read() throws IOException {
    return new Reading(expand(), idField);
  }

  /** Results in order. A file that cannot be opened is one rejected result. */
  public static final class Reading implements Iterator<ReadResult>, AutoCloseable {
    private final Iterator<Map.Entry<String, Path>> files;
    private final List<FileProblem> problems;
    private final List<String> notes;
    private final Optional<String> idField;
    private final Map<String, String> sourceOfId = new LinkedHashMap<>();
    private @Nullable StructureReader reader;
    private @Nullable ReadResult next;

    private Reading(Expansion expansion, Optional<String> idField) {
      this.files = expansion.files().entrySet().iterator();
      this.problems = new ArrayList<>(expansion.problems());
      this.notes = expansion.notes();
      this.idField = idField;
    }

    @Override
    public boolean hasNext() {
      while (next == null) {
        if (reader != null && reader.hasNext()) {
          next = reader.next();
        } else if (files.hasNext()) {
          open(files.next());
        } else {
          return false;
        }
      }
      return true;
    }

    @Override
    public ReadResult next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      ReadResult result = next;
      next = null;
      String earlier = sourceOfId.putIfAbsent(result.id(), result.source());
      if (earlier != null) {
        problems.add(duplicate(result, earlier));
      }
      return result;
    }

    private static FileProblem duplicate(ReadResult result, String earlier) {
      int hash = result.source().lastIndexOf('#');
      return new FileProblem(
          "duplicate_id",
          result.source().substring(0, hash),
          Long.parseLong(result.source().substring(hash + 1)),
          result instanceof ReadResult.Read read ? read.line() : 0,
          "id",
          "'" + result.id() + "', which " + earlier + " has as well",
          "an id of its own");
    }

    private void open(Map.Entry<String, Path> file) {
      String name = file.getKey();
      try {
        close();
        reader = StructureFiles.open(file.getValue(), name, idField);
      } catch (IOException e) {
        FileProblem problem = Frames.unreadable(e).at(name, -1, 0);
        next = new ReadResult.Rejected(name + "#0", name + "#0", List.of(problem));
      }
    }

    /**
     * What concerns no single structure: patterns without files, and, of what was read so far, ids
     * that were there before. Complete after the last result.
     */
    public List<FileProblem> problems() {
      return List.copyOf(problems);
    }

    /** What was left out of directories and globs, for people. */
    public List<String> notes() {
      return notes;
    }

    @Override
    public void close() throws IOException {
      if (reader != null) {
        StructureReader open = reader;
        reader = null;
        open.close();
      }
    }
  }
}

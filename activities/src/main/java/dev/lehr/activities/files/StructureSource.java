package dev.lehr.activities.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a campaign names by paths and globs ({@code *}, {@code ?}, {@code [ab]}, {@code
 * {a,b}}, {@code **}), relative to the campaign file's directory, and the structures in them. The
 * order is that of the patterns, and of names within a glob; a file named twice is read once.
 */
public final class StructureSource {

  private final Path base;
  private final List<String> patterns;
  private final Optional<String> idField;

  /**
   * @param base the directory that paths are relative to
   * @param patterns paths and globs
   * @param idField see {@link ExtxyzReader}
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
   */
  public record Expansion(Map<String, Path> files, List<FileProblem> problems) {}

  /** Finds the files; reads nothing of them. */
  public Expansion expand() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    List<FileProblem> problems = new ArrayList<>();
    for (String pattern : patterns) {
      Map<String, Path> matching = matching(pattern);
      if (matching.isEmpty()) {
        problems.add(
            new FileProblem(
                "no_match",
                pattern,
                -1,
                0,
                "structures",
                "no file of that name in " + base,
                "at least one file"));
      }
      matching.forEach(files::putIfAbsent);
    }
    return new Expansion(files, problems);
  }

  private Map<String, Path> matching(String pattern) throws IOException {
    TreeMap<String, Path> found = new TreeMap<>();
    try {
      Path literal = base.resolve(pattern).normalize();
      if (Files.isRegularFile(literal)) {
        found.put(name(literal), literal);
        return found;
      }
    } catch (InvalidPathException aGlobOnThisSystem) {
      // goes on as a glob
    }
    int special = firstSpecial(pattern);
    if (special < 0) {
      return found;
    }
    int slash = pattern.lastIndexOf('/', special);
    Path root =
        base.resolve(slash <= 0 ? pattern.substring(0, slash + 1) : pattern.substring(0, slash));
    root = root.normalize();
    String rest = pattern.substring(slash + 1);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    int depth =
        rest.contains("**")
            ? Integer.MAX_VALUE
            : (int) rest.chars().filter(c -> c == '/').count() + 1;
    if (Files.isDirectory(root)) {
      Path from = root;
      try (Stream<Path> walk = Files.walk(from, depth)) {
        walk.filter(p -> Files.isRegularFile(p) && matcher.matches(from.relativize(p)))
            .forEach(p -> found.put(name(p), p));
      }
    }
    return found;
  }

  private static int firstSpecial(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if ("*?[{".indexOf(pattern.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Relative to the campaign file, with slashes on every system. */
  private String name(Path file) {
    Path shown = file.startsWith(base) ? base.relativize(file) : file;
    return shown.toString().replace('\\', '/');
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
    private final Optional<String> idField;
    private final Map<String, String> sourceOfId = new LinkedHashMap<>();
    private @Nullable ExtxyzReader reader;
    private @Nullable ReadResult next;

    private Reading(Expansion expansion, Optional<String> idField) {
      this.files = expansion.files().entrySet().iterator();
      this.problems = new ArrayList<>(expansion.problems());
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
        reader = ExtxyzReader.open(file.getValue(), name, idField);
      } catch (IOException e) {
        FileProblem problem =
            new FileProblem(
                "unreadable",
                name,
                -1,
                0,
                "file",
                String.valueOf(e.getMessage()),
                "a readable file");
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

    @Override
    public void close() throws IOException {
      if (reader != null) {
        ExtxyzReader open = reader;
        reader = null;
        open.close();
      }
    }
  }
}

package dev.lehr.activities.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

/**
 * Finds the files of one pattern. A file is itself, whatever it is called. A directory is the files
 * of a known format in it, those in directories below it not; a glob is the files of a known format
 * that it matches. What these leave out is counted in a note. Hidden files and directories are
 * never looked at, unless the pattern itself is one's name.
 */
final class Expander {

  private final Path base;
  private final TreeMap<String, Path> files = new TreeMap<>();
  private final TreeMap<String, Integer> skipped = new TreeMap<>();
  private int directories;

  Expander(Path base) {
    this.base = base;
  }

  /**
   * What a pattern stands for.
   *
   * @param files by name, in the order of names
   * @param problems why there is none
   * @param notes what was left out
   */
  record Found(Map<String, Path> files, List<FileProblem> problems, List<String> notes) {}

  static Found find(Path base, String pattern) throws IOException {
    Expander e = new Expander(base);
    String kind = e.walk(pattern);
    List<FileProblem> problems = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    String left = e.left();
    if (e.files.isEmpty()) {
      problems.add(
          new FileProblem(
              kind.equals("bad glob") ? "bad_glob" : "no_match",
              pattern,
              -1,
              0,
              "structures",
              kind.equals("bad glob")
                  ? "a pattern that is none"
                  : left.isEmpty() ? "no file of that name in " + base : "only " + left,
              kind.equals("bad glob")
                  ? "balanced brackets and braces"
                  : left.isEmpty()
                      ? "at least one file"
                      : "at least one file of a known name: " + StructureFormat.KNOWN));
    } else if (!left.isEmpty()) {
      notes.add(pattern + ": left out " + left);
    }
    return new Found(e.files, problems, notes);
  }

  /** What was left out, for people; empty if nothing was. */
  private String left() {
    List<String> parts = new ArrayList<>();
    int count = skipped.values().stream().mapToInt(Integer::intValue).sum();
    if (count > 0) {
      List<String> kinds = new ArrayList<>();
      skipped.forEach((extension, n) -> kinds.add(extension + ": " + n));
      parts.add(
          count
              + (count == 1 ? " file" : " files")
              + " of no known format ("
              + String.join(", ", kinds)
              + ")");
    }
    if (directories > 0) {
      parts.add(
          directories
              + (directories == 1 ? " directory" : " directories")
              + " (a pattern such as DIR/** goes into those)");
    }
    return String.join(" and ", parts);
  }

  private String walk(String pattern) throws IOException {
    try {
      Path literal = base.resolve(pattern).normalize();
      if (Files.isRegularFile(literal)) {
        files.put(name(literal), literal);
        return "file";
      }
      if (Files.isDirectory(literal)) {
        walk(literal, p -> true, 1, true);
        return "directory";
      }
    } catch (InvalidPathException aGlobOnThisSystem) {
      // goes on as a glob
    }
    int special = firstSpecial(pattern);
    if (special < 0) {
      return "missing";
    }
    int slash = pattern.lastIndexOf('/', special);
    String above = slash <= 0 ? pattern.substring(0, slash + 1) : pattern.substring(0, slash);
    String rest = pattern.substring(slash + 1);
    try {
      glob(base.resolve(above).normalize(), rest);
    } catch (PatternSyntaxException | InvalidPathException e) {
      return "bad glob";
    }
    return "glob";
  }

  private void glob(Path root, String rest) throws IOException {
    List<PathMatcher> matchers = new ArrayList<>();
    for (String glob : withoutDirectories(rest)) {
      matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + glob));
    }
    int depth =
        rest.contains("**")
            ? Integer.MAX_VALUE
            : (int) rest.chars().filter(c -> c == '/').count() + 1;
    if (Files.isDirectory(root)) {
      walk(root, p -> matchers.stream().anyMatch(m -> m.matches(p)), depth, false);
    }
  }

  /** As shells have it, a whole {@code **} between slashes may also stand for no directory. */
  private static List<String> withoutDirectories(String glob) {
    List<String> all = new ArrayList<>(List.of(glob));
    String shorter = glob;
    while (shorter.startsWith("**/") || shorter.contains("/**/")) {
      shorter =
          shorter.startsWith("**/") ? shorter.substring(3) : shorter.replaceFirst("/\\*\\*/", "/");
      all.add(shorter);
    }
    return all;
  }

  private static int firstSpecial(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if ("*?[{".indexOf(pattern.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Which files, by their path below the root. */
  private interface Wanted {
    boolean test(Path relative);
  }

  private void walk(Path root, Wanted wanted, int depth, boolean count) throws IOException {
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
            return dir.equals(root) || !isHidden(dir)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
            if (isHidden(file) || !wanted.test(root.relativize(file))) {
              return FileVisitResult.CONTINUE;
            }
            if (a.isDirectory()) {
              directories += count ? 1 : 0;
            } else if (a.isRegularFile()) {
              take(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // A link that leads nowhere, or round in a circle, is no file.
            if (Files.isSymbolicLink(file)) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  private static boolean isHidden(Path file) {
    return String.valueOf(file.getFileName()).startsWith(".");
  }

  private void take(Path file) {
    String fileName = String.valueOf(file.getFileName());
    if (StructureFormat.ofName(fileName).isPresent()) {
      files.put(name(file), file);
    } else {
      String extension = StructureFormat.extension(fileName);
      skipped.merge(extension.isEmpty() ? "no extension" : "." + extension, 1, Integer::sum);
    }
  }

  /** Relative to the campaign file, with slashes on every system. */
  private String name(Path file) {
    Path shown = file.startsWith(base) ? base.relativize(file) : file;
    return shown.toString().replace('\\', '/');
  }
}

package dev.lehr.activities.commands;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names of the directories in which programs run, and of what is in them. */
public final class RunDirectory {

  /** What the program printed. */
  static final String STDOUT = "stdout";

  /** What it complained of. */
  static final String STDERR = "stderr";

  /** Begins the names of our own files. */
  static final String OURS = ".lehr";

  private static final int LONGEST = 60;
  private static final String DIGEST_MARK = ".*-[0-9a-f]{12}";

  private RunDirectory() {}

  /**
   * The directory that all attempts of a structure at a stage have: {@code
   * commands/CAMPAIGN/STAGE/INDEX-ID} in the workspace.
   *
   * @param index of the structure in its campaign, which makes the name unique
   * @param id of the structure; whatever it holds, the path stays below the workspace
   */
  public static Path ofStructure(
      Path workspace, String campaign, String stage, long index, String id) {
    return workspace
        .resolve("commands")
        .resolve(safeName(campaign))
        .resolve(safeName(stage))
        .resolve(index + "-" + safeName(id));
  }

  /**
   * A name that any file system takes, at most 73 characters, different for different texts: where
   * anything had to be replaced, a digest of the text stands at the end.
   */
  public static String safeName(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.-]", "_");
    boolean same =
        plain.equals(text)
            && !text.isEmpty()
            && text.length() <= LONGEST
            && !text.matches(DIGEST_MARK);
    if (same) {
      return text;
    }
    String head = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    return (head.isEmpty() ? "_" : head) + "-" + digest(text);
  }

  private static String digest(String text) {
    try {
      // Of the characters as they are: encoders take lone surrogates for one another.
      ByteBuffer bytes = ByteBuffer.allocate(2 * text.length());
      bytes.asCharBuffer().put(text);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether a name is that of a file below the directory of a run, and none of ours. */
  static boolean isInside(String name) {
    boolean safe =
        !name.isBlank()
            && name.length() <= 200
            && name.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '\\');
    for (String part : name.split("/", -1)) {
      safe &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    return safe && !name.equals(STDOUT) && !name.equals(STDERR) && !name.startsWith(OURS);
  }

  /** The directories of attempts; none where there is no such directory. */
  static List<Path> attempts(Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(home)) {
      return all.filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
    }
  }

  /** Removes a directory and what is in it; links are removed, not followed. */
  static void delete(Path directory) throws IOException {
    deleteBut(directory, file -> false);
  }

  /** Removes files, by their path within the directory, and directories that are empty then. */
  static void deleteBut(Path directory, Predicate<Path> kept) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            if (!kept.test(directory.relativize(file))) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            try (Stream<Path> rest = Files.list(dir)) {
              if (rest.findAny().isEmpty()) {
                Files.delete(dir);
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

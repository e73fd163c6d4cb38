package dev.lehr.worker.encryption;

import dev.lehr.activities.ingest.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A small file that holds a secret. One that others may read is refused: the secret may be known
 * already. As for PostgreSQL's keys, a group may read what belongs to root, which is how a cluster
 * gives a secret to a process that is not root.
 */
final class SecretFile {

  private static final int LARGEST = 64 * 1024;

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private SecretFile() {}

  /**
   * Its text.
   *
   * @param what it is, for messages: "the file of keys"
   * @throws BadInputException where it cannot be read, or others can
   */
  static String read(Path file, String what) {
    try {
      requireOwn(file, what);
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
          throw bad(what, file + ": found more than " + LARGEST + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (NoSuchFileException e) {
      throw bad(what, file + ": there is no such file");
    } catch (IOException e) {
      throw bad(what, file + ": " + e.getMessage());
    }
  }

  private static void requireOwn(Path file, String what) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
    Set<PosixFilePermission> allowed = EnumSet.copyOf(OWNERS);
    if (Files.getAttribute(file, "unix:uid").equals(0)) {
      allowed.add(PosixFilePermission.GROUP_READ);
    }
    if (!allowed.containsAll(found)) {
      throw bad(
          what,
          file
              + ": found the permissions "
              + PosixFilePermissions.toString(found)
              + ", expected rw------- or less: others may have read it (chmod 600 FILE, if they have"
              + " not)");
    }
  }

  static BadInputException bad(String what, String problem) {
    return new BadInputException(what + " cannot be used", List.of(problem));
  }
}

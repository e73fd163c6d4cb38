package dev.lehr.activities.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The right to write to a workspace: a lock of the operating system, which goes with the process
 * however it ends. Who holds it stands in a file beside it, for people.
 */
public final class WorkspaceLock implements AutoCloseable {

  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "fuse.sshfs",
          "lustre",
          "gpfs",
          "beegfs",
          "ceph",
          "afs",
          "9p");

  private final RandomAccessFile file;
  private final FileLock lock;

  private WorkspaceLock(RandomAccessFile file, FileLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Takes the lock of a workspace, which is made if it is not there.
   *
   * @return empty where another process holds it, see {@link #holder(Path)}
   * @throws LedgerException where the directory cannot be written, or lies on a network file
   *     system, on which neither locks nor SQLite can be relied on
   */
  public static Optional<WorkspaceLock> take(Path workspace) {
    try {
      Files.createDirectories(workspace);
      refuseNetwork(workspace);
      RandomAccessFile file =
          new RandomAccessFile(workspace.resolve("workspace.lock").toFile(), "rw");
      FileLock lock = tryLock(file);
      if (lock == null) {
        file.close();
        return Optional.empty();
      }
      Files.writeString(workspace.resolve("workspace.holder"), describe(), StandardCharsets.UTF_8);
      return Optional.of(new WorkspaceLock(file, lock));
    } catch (IOException e) {
      throw new LedgerException(
          "cannot use " + workspace + " as a workspace: " + e.getMessage(), e, false);
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock tryLock(RandomAccessFile file)
      throws IOException {
    try {
      return file.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void refuseNetwork(Path workspace) throws IOException {
    String type = Files.getFileStore(workspace).type().toLowerCase(Locale.ROOT);
    boolean allowed = Boolean.getBoolean("lehr.allowNetworkWorkspace");
    if (NETWORK.contains(type) && !allowed) {
      throw new LedgerException(
          workspace
              + " is on a network file system ("
              + type
              + "), where SQLite's locks cannot be relied on. Use a local disk: --workspace DIR.",
          null,
          false);
    }
  }

  private static String describe() {
    ProcessHandle self = ProcessHandle.current();
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "this host";
    }
    return "process "
        + self.pid()
        + " on "
        + host
        + ", since "
        + Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Who holds the lock, as that process wrote it down. */
  public static String holder(Path workspace) {
    try {
      return Files.readString(workspace.resolve("workspace.holder"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "another process";
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      file.close();
    } catch (IOException e) {
      throw new LedgerException("cannot release the workspace: " + e.getMessage(), e, true);
    }
  }
}

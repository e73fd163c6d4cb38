package dev.lehr.activities.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to write in a workspace. It is a lock of the operating system, which
 * gives it back however the process ends; readers need none.
 */
public final class WorkspaceLock implements AutoCloseable {

  static final String FILE = "workspace.lock";

  /**
   * File systems over a network, as {@link java.nio.file.FileStore#type()} names them. Their locks
   * and shared memory are not to be relied on: https://www.sqlite.org/wal.html.
   */
  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs3",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "afs",
          "afpfs",
          "webdav",
          "lustre",
          "gpfs",
          "beegfs",
          "ceph",
          "glusterfs",
          "panfs",
          "wekafs",
          "sshfs",
          "s3fs",
          "gcsfuse",
          "rclone");

  private final Path directory;
  private final FileChannel channel;
  private final FileLock lock;

  private WorkspaceLock(Path directory, FileChannel channel, FileLock lock) {
    this.directory = directory;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes a workspace, made if it is not there.
   *
   * @param command how this process was started, for the message that others get
   * @param allowNetwork whether a network file system is accepted
   * @throws WorkspaceLockedException where another process, or this one, holds it
   * @throws LedgerException where it lies on a network file system, or cannot be written to
   */
  public static WorkspaceLock acquire(Path directory, String command, boolean allowNetwork) {
    try {
      Files.createDirectories(directory);
      if (!allowNetwork) {
        refuseNetwork(directory, Files.getFileStore(directory).type());
      }
      FileChannel channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock lock = null;
      try {
        lock = tryLock(channel);
        if (lock == null) {
          throw new WorkspaceLockedException(directory, holder(directory));
        }
        WorkspaceHolder.self(command).write(directory);
        return new WorkspaceLock(directory, channel, lock);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new LedgerException(
          "cannot take the workspace " + directory + ": " + e + "; check path and permissions",
          e,
          false);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Who says to hold a workspace; empty where nobody does, or who did is dead. */
  public static Optional<WorkspaceHolder> holder(Path directory) {
    return WorkspaceHolder.read(directory).filter(WorkspaceHolder::mayLive);
  }

  static void refuseNetwork(Path directory, String type) {
    if (isNetwork(type)) {
      throw new LedgerException(
          "the workspace "
              + directory
              + " lies on a network file system ("
              + type
              + "), where SQLite can lose data: use a directory on a local disk, and copy results"
              + " from there",
          null,
          false);
    }
  }

  static boolean isNetwork(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    return NETWORK.contains(name.startsWith("fuse.") ? name.substring("fuse.".length()) : name);
  }

  @Override
  public void close() {
    try (channel) {
      if (lock.isValid()) {
        Files.deleteIfExists(directory.resolve(WorkspaceHolder.FILE));
        lock.release();
      }
    } catch (IOException e) {
      throw new LedgerException("cannot hand back the workspace " + directory + ": " + e, e, true);
    }
  }
}

package dev.lehr.activities.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process of a run as its directory remembers it. A number alone may be a stranger's by now, so
 * that the start counts as well.
 *
 * @param pid its number
 * @param start when it started
 */
record RunRecord(long pid, Instant start) {

  /** In the directory of a run: the number and the start on a line each. */
  static final String FILE = RunDirectory.OURS + "-process";

  /** The system's clock may have been set a little since. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** Writes who runs in a directory; nothing where the system does not say when it started. */
  static void write(Path directory, ProcessHandle process) throws IOException {
    Optional<Instant> start = process.info().startInstant();
    if (start.isPresent()) {
      try {
        Files.writeString(directory.resolve(FILE), process.pid() + "\n" + start.get() + "\n");
      } catch (NoSuchFileException e) {
        // The program has removed its directory already.
      }
    }
  }

  /** Who ran in a directory; empty where nothing is said that can be understood. */
  static Optional<RunRecord> read(Path directory) {
    try {
      var lines = Files.readAllLines(directory.resolve(FILE));
      return Optional.of(new RunRecord(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1))));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The process, where it still runs. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            p ->
                p.info()
                    .startInstant()
                    .filter(s -> Duration.between(start, s).abs().compareTo(TOLERANCE) <= 0)
                    .isPresent());
  }
}

package dev.lehr.activities.commands;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the processes of a run by what their environment says, which every child inherits: {@code
 * LEHR_DIR}, the run's directory. Linux only ({@code /proc}); elsewhere nobody is found.
 */
final class ProcessMark {

  /** The variable. */
  static final String VARIABLE = "LEHR_DIR";

  private static final Path PROC = Path.of("/proc");

  private ProcessMark() {}

  /** Whether this system lets environments be read. */
  static boolean isReadable() {
    return Files.isReadable(PROC.resolve("self").resolve("environ"));
  }

  /** Processes, alive when looked at, whose environment names the directory; never this one. */
  static List<ProcessHandle> of(Path directory) {
    List<ProcessHandle> marked = new ArrayList<>();
    if (!isReadable()) {
      return marked;
    }
    String mark = '\0' + VARIABLE + '=' + directory + '\0';
    try (Stream<Path> processes = Files.list(PROC)) {
      processes.forEach(process -> marked(process, mark).ifPresent(marked::add));
    } catch (IOException | RuntimeException e) {
      // Processes come and go while the directory is read; callers look again.
    }
    return marked;
  }

  private static Optional<ProcessHandle> marked(Path process, String mark) {
    String name = String.valueOf(process.getFileName());
    if (!name.matches("\\d{1,10}")) {
      return Optional.empty();
    }
    try {
      // The handle first: it knows when its process started, and will end no later one.
      Optional<ProcessHandle> handle =
          ProcessHandle.of(Long.parseLong(name))
              .filter(h -> h.pid() != ProcessHandle.current().pid());
      String environment =
          '\0' + new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.UTF_8);
      return handle.filter(h -> environment.contains(mark) && h.isAlive());
    } catch (IOException e) {
      return Optional.empty(); // Another user's, or gone.
    }
  }
}

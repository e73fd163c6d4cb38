package dev.lehr.activities.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A program's process with everything that it has started. Where there is {@code setsid} the
 * program leads a session, and with it a process group, of its own: a signal reaches the whole
 * group at once, and a Ctrl-C in the worker's terminal does not. Who has left the group is found
 * among the descendants, and, on Linux, by the {@link ProcessMark}, even when its parent is gone.
 */
final class ProcessTree {

  private static final List<String> SETSID = List.of("/usr/bin/setsid", "/bin/setsid");
  private static final int ROUNDS = 250;
  private static final long PAUSE_MILLIS = 20;

  private final Path directory;
  private final Optional<Process> root;
  private final Optional<ProcessHandle> top;
  private final boolean leads;
  private final Map<Long, ProcessHandle> seen = new LinkedHashMap<>();

  private ProcessTree(
      Path directory, Optional<Process> root, Optional<ProcessHandle> top, boolean leads) {
    this.directory = directory;
    this.root = root;
    this.top = top;
    this.leads = leads;
  }

  /** What {@code setsid} is put before a command; nothing where there is none. */
  static List<String> session() {
    return SETSID.stream().filter(s -> Files.isExecutable(Path.of(s))).limit(1).toList();
  }

  /**
   * A program that was just started.
   *
   * @param directory the run's, as its environment says
   * @param process whose command began with {@link #session}
   */
  static ProcessTree of(Path directory, Process process) {
    return new ProcessTree(
        directory, Optional.of(process), Optional.of(process.toHandle()), !session().isEmpty());
  }

  /** What a worker that is dead by now may have left running in a directory. */
  static ProcessTree leftIn(Path directory) {
    Optional<ProcessHandle> top = RunRecord.read(directory).flatMap(RunRecord::process);
    return new ProcessTree(directory, Optional.empty(), top, false);
  }

  /** Looks who is there, for systems on which orphans cannot be found later. */
  void look() {
    if (!ProcessMark.isReadable()) {
      top.ifPresent(t -> descendants(t).forEach(h -> seen.put(h.pid(), h)));
    }
  }

  private static List<ProcessHandle> descendants(ProcessHandle handle) {
    try (Stream<ProcessHandle> all = handle.descendants()) {
      return all.toList();
    }
  }

  /** Everybody who is alive. */
  private List<ProcessHandle> members() {
    top.ifPresent(
        t -> {
          seen.put(t.pid(), t);
          descendants(t).forEach(h -> seen.put(h.pid(), h));
        });
    ProcessMark.of(directory).forEach(h -> seen.put(h.pid(), h));
    seen.values().removeIf(h -> !h.isAlive());
    return List.copyOf(seen.values());
  }

  /** Asks everybody to end, and kills who has not within a time. */
  void end(Duration grace) throws InterruptedException {
    if (!signalGroup("TERM")) {
      members().forEach(ProcessHandle::destroy);
    }
    long end = System.nanoTime() + grace.toNanos();
    while (System.nanoTime() < end && !members().isEmpty()) {
      Thread.sleep(PAUSE_MILLIS);
    }
    kill();
  }

  /**
   * Kills everybody who is still there.
   *
   * @return how many there were when it was called
   */
  int kill() throws InterruptedException {
    List<ProcessHandle> left = members();
    int found = left.size();
    for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
      signalGroup("KILL");
      kill(left);
      Thread.sleep(PAUSE_MILLIS);
      left = members();
    }
    return found;
  }

  private static void kill(List<ProcessHandle> processes) {
    Consumer<ProcessHandle> kill = ProcessHandle::destroyForcibly;
    processes.forEach(kill);
  }

  /**
   * Signals the whole group, so that nobody escapes by forking meanwhile. Only while its leader is
   * not waited for: then its number, and the group's, are nobody else's.
   */
  private boolean signalGroup(String signal) throws InterruptedException {
    if (!leads || root.isEmpty() || !root.get().isAlive()) {
      return false;
    }
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " -- -" + root.get().pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return kill.waitFor(5, TimeUnit.SECONDS) && kill.exitValue() == 0;
    } catch (IOException e) {
      return false; // One by one, then.
    }
  }
}

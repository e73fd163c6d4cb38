package dev.lehr.activities.commands;

import dev.lehr.activities.commands.CommandOutcome.Failed;
import dev.lehr.activities.commands.CommandOutcome.Interrupted;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a program, from the files before it to the values after it. */
final class CommandRun implements Running, Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);
  private static final long POLL_MILLIS = 100;

  /** Whoever ends a worker may end its programs in the same moment: wait for what it says. */
  private static final long HINDSIGHT_MILLIS = 2000;

  /** Exit codes of programs that were asked to end: SIGHUP, SIGINT, SIGTERM. */
  private static final Set<Integer> ASKED = Set.of(129, 130, 143);

  /**
   * A new process holds this one's open files for a moment. If one of them is a script that is
   * being written, the script cannot be run then ("text file busy"): one or the other at a time.
   */
  private static final ReentrantReadWriteLock SCRIPTS = new ReentrantReadWriteLock();

  private final Request request;
  private final CommandLimits limits;
  private final Path directory;
  private final CompletableFuture<CommandOutcome> outcome = new CompletableFuture<>();
  private final CountDownLatch stop = new CountDownLatch(1);

  CommandRun(Request request, CommandLimits limits) {
    this.request = request;
    this.limits = limits;
    this.directory = request.directory();
  }

  @Override
  public CompletableFuture<CommandOutcome> outcome() {
    return outcome;
  }

  @Override
  public void stop() {
    stop.countDown();
  }

  private boolean isStopped() {
    return stop.getCount() == 0;
  }

  @Override
  public void run() {
    try {
      outcome.complete(prepareAndRun());
    } catch (UnusableInputException e) {
      outcome.complete(new Failed("bad_input", String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      outcome.complete(new Interrupted());
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }

  private CommandOutcome prepareAndRun()
      throws IOException, UnusableInputException, InterruptedException {
    clearOlderAttempts();
    Files.createDirectories(directory);
    RunInput input = new RunInput(request);
    SCRIPTS.readLock().lock();
    try {
      input.write();
    } finally {
      SCRIPTS.readLock().unlock();
    }
    Map<String, String> variables = RunEnvironment.of(request);
    String name = request.spec().run().name();
    Optional<Path> program = RunEnvironment.program(name, directory, variables);
    if (program.isEmpty()) {
      return new Failed(
          "no_such_program",
          "found no program '" + name + "', expected one in PATH or a path to one");
    }
    List<String> command = new ArrayList<>(ProcessTree.session());
    command.add(program.get().toString());
    command.addAll(input.arguments());
    return isStopped() ? new Interrupted() : run(command, variables);
  }

  /** Kills what a worker that died has left running for this structure. */
  private void clearOlderAttempts() throws IOException, InterruptedException {
    for (Path attempt : RunDirectory.attempts(request.home())) {
      int left = ProcessTree.leftIn(attempt).kill();
      if (left > 0) {
        LOG.warn("killed {} processes that an earlier attempt had left in {}", left, attempt);
      }
    }
    RunDirectory.delete(directory);
  }

  private CommandOutcome run(List<String> command, Map<String, String> variables)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    try {
      builder.environment().putAll(variables);
    } catch (IllegalArgumentException e) {
      return new Failed("bad_input", "found a zero character in the structure's id, expected none");
    }
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectOutput(stdout().toFile());
    builder.redirectError(stderr().toFile());
    long start = System.nanoTime();
    Process process = spawn(builder);
    ProcessTree tree = ProcessTree.of(directory, process);
    try {
      RunRecord.write(directory, process.toHandle());
      Optional<CommandOutcome> early = watch(process, tree, start);
      return early.isPresent()
          ? early.get()
          : finished(process.exitValue(), (System.nanoTime() - start) / 1e9);
    } finally {
      tree.kill();
    }
  }

  private static Process spawn(ProcessBuilder builder) throws IOException {
    SCRIPTS.writeLock().lock();
    try {
      return builder.start();
    } finally {
      SCRIPTS.writeLock().unlock();
    }
  }

  private Path stdout() {
    return directory.resolve(RunDirectory.STDOUT);
  }

  private Path stderr() {
    return directory.resolve(RunDirectory.STDERR);
  }

  /** What came of it before its end; empty where it came to an end by itself. */
  private Optional<CommandOutcome> watch(Process process, ProcessTree tree, long start)
      throws IOException, InterruptedException {
    long allowed = request.spec().timeout().toNanos();
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      tree.look();
      if (isStopped()) {
        tree.end(limits.grace());
        return Optional.of(new Interrupted());
      }
      if (System.nanoTime() - start > allowed) {
        tree.end(limits.grace());
        return Optional.of(
            new Failed(
                "timed_out",
                "did not end within " + allowed / 1e9 + " s" + OutputTail.of(stderr(), stdout())));
      }
      if (printed() > limits.output()) {
        break;
      }
    }
    tree.kill();
    if (printed() > limits.output()) {
      cut(stdout());
      cut(stderr());
      return Optional.of(
          new Failed(
              "too_much_output",
              "printed more than " + limits.output() + " bytes; expected output in files"));
    }
    return Optional.empty();
  }

  private long printed() throws IOException {
    return size(stdout()) + size(stderr());
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // The program has cleaned up.
    }
  }

  private void cut(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(limits.output());
    } catch (NoSuchFileException e) {
      LOG.debug("the program has removed {}", file);
    }
  }

  private CommandOutcome finished(int code, double seconds)
      throws IOException, InterruptedException {
    if (!request.spec().successExitCodes().contains(code)) {
      boolean ours = ASKED.contains(code) && stop.await(HINDSIGHT_MILLIS, TimeUnit.MILLISECONDS);
      return ours
          ? new Interrupted()
          : new Failed(
              "exit_code_" + code,
              "ended with exit code " + code + OutputTail.of(stderr(), stdout()));
    }
    try {
      return new OutputReader(request.spec(), directory).read(request.structure(), seconds);
    } catch (BadOutputException e) {
      return new Failed("bad_output", e.getMessage() + OutputTail.of(stderr(), stdout()));
    }
  }
}

package dev.lehr.activities.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Runs programs for structures, each in a directory of its own. Safe for several threads. */
public final class CommandRunner {

  private final CommandPolicy policy;
  private final CommandLimits limits;

  /**
   * @param policy which programs may run
   * @param limits of every program
   */
  public CommandRunner(CommandPolicy policy, CommandLimits limits) {
    this.policy = policy;
    this.limits = limits;
  }

  /**
   * Starts a program, in a thread of its own. What earlier attempts for the structure have left
   * running is killed first.
   *
   * @throws IllegalStateException where the policy does not allow it, which is to be asked before
   * @throws IllegalArgumentException where templates have not been read
   */
  public Running start(Request request) {
    policy
        .refusal(request.spec())
        .ifPresent(
            why -> {
              throw new IllegalStateException(why);
            });
    if (request.spec().input().values().stream().anyMatch(f -> f instanceof InputFile.Template)) {
      throw new IllegalArgumentException("found a template's name, expected its text");
    }
    CommandRun run = new CommandRun(request, limits);
    Thread thread = new Thread(run, "command " + request.stage() + " " + request.attempt());
    thread.setDaemon(true);
    thread.start();
    return run;
  }

  /**
   * Removes the directories that need not stay; for when the outcome is kept elsewhere.
   *
   * @throws IOException where a directory cannot be removed
   */
  public void tidy(Request request, CommandOutcome outcome) throws IOException {
    Keep keep = request.spec().keep();
    if (keep == Keep.ALL) {
      return;
    }
    if (outcome instanceof CommandOutcome.Interrupted) {
      RunDirectory.delete(request.directory());
    } else if (keep == Keep.NOTHING) {
      RunDirectory.delete(request.home());
    } else {
      for (Path attempt : RunDirectory.attempts(request.home())) {
        if (!attempt.equals(request.directory())) {
          RunDirectory.delete(attempt);
        }
      }
      if (outcome instanceof CommandOutcome.Finished && Files.isDirectory(request.directory())) {
        Set<Path> kept = outputs(request);
        RunDirectory.deleteBut(request.directory(), kept::contains);
      }
    }
  }

  private static Set<Path> outputs(Request request) {
    Set<Path> kept = new HashSet<>();
    kept.add(Path.of(RunDirectory.STDOUT));
    kept.add(Path.of(RunDirectory.STDERR));
    CommandSpec.Output output = request.spec().output();
    output.json().map(Path::of).ifPresent(kept::add);
    output.structure().map(Path::of).ifPresent(kept::add);
    output.regex().values().forEach(search -> kept.add(Path.of(search.file())));
    return kept;
  }
}

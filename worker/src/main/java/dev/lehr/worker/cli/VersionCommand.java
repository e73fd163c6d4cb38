package dev.lehr.worker.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which build this is and what it runs on. */
@Command(name = "version", description = "Show the version of Lehr and of Java.")
final class VersionCommand implements Callable<Integer> {

  private final Terminal terminal;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** That of this build. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development build");
  }

  @Override
  public Integer call() {
    terminal.say(
        "lehr "
            + version()
            + " (Java "
            + System.getProperty("java.version")
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ")");
    return ExitCode.OK.code();
  }
}

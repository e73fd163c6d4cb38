package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.encryption.EncryptionKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a new key as a line of a file of keys. */
@Command(
    name = "new-key",
    description =
        "Print a new key, a line for a file of keys: of these the first encrypts, all decrypt.",
    footer = {"", "Examples:", "  (umask 077; lehr codec new-key > keys)"})
final class CodecKeyCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "Its name, which payloads show (default: today's date).")
  private String id = "";

  CodecKeyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Logs.none();
    String name = id.isEmpty() ? LocalDate.now(ZoneOffset.UTC).toString() : id;
    if (!EncryptionKey.isId(name)) {
      throw new BadInputException(
          "no key was made",
          List.of(
              "found the name '" + name + "', expected up to 64 letters, digits, '.', '-', '_'"));
    }
    terminal.say(EncryptionKey.fresh(name).line());
    return ExitCode.OK.code();
  }
}

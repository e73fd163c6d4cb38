package dev.lehr.activities.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who holds a workspace, as they say themselves. A dead process leaves its words behind: only the
 * lock decides, this is for people.
 *
 * @param pid number of the process
 * @param host name of its machine
 * @param since when it took the workspace
 * @param command how it was started
 */
public record WorkspaceHolder(long pid, String host, Instant since, String command) {

  static final String FILE = "workspace.holder";

  static WorkspaceHolder self(String command) {
    return new WorkspaceHolder(
        ProcessHandle.current().pid(),
        hostName(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        command);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Replaces the file in one move, so that nobody reads half of it. */
  void write(Path directory) throws IOException {
    Path draft = directory.resolve(FILE + ".new");
    String line = command.replaceAll("\\R", " ");
    Files.writeString(
        draft, "pid=" + pid + "\nhost=" + host + "\nsince=" + since + "\ncommand=" + line + "\n");
    Files.move(draft, directory.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
  }

  /** What the file says; empty where it says nothing that can be understood. */
  static Optional<WorkspaceHolder> read(Path directory) {
    try {
      Map<String, String> fields = new LinkedHashMap<>();
      for (String line : Files.readAllLines(directory.resolve(FILE))) {
        int at = line.indexOf('=');
        if (at > 0) {
          fields.put(line.substring(0, at), line.substring(at + 1));
        }
      }
      return Optional.of(
          new WorkspaceHolder(
              Long.parseLong(fields.getOrDefault("pid", "")),
              fields.getOrDefault("host", "unknown"),
              Instant.parse(fields.getOrDefault("since", "")),
              fields.getOrDefault("command", "")));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Whether the process may still be there: one of another machine may always. */
  boolean mayLive() {
    return !host.equals(hostName()) || ProcessHandle.of(pid).isPresent();
  }

  /** One phrase for a message. */
  String phrase() {
    return "process " + pid + " on " + host + " since " + since + " (" + command + ")";
  }
}

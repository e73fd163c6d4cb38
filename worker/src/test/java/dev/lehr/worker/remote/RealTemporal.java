package dev.lehr.worker.remote;

import dev.lehr.activities.ingest.BadInputException;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Temporal's own server, {@code temporal server start-dev}: {@code temporal} on the path, or where
 * {@code LEHR_TEST_TEMPORAL} says. Tests without it are skipped.
 */
public final class RealTemporal implements AutoCloseable {

  private final Path directory;
  private final int port;
  private final List<String> command;
  private Process process;

  private RealTemporal(Path directory, int port, List<String> command, Process process) {
    this.directory = directory;
    this.port = port;
    this.command = command;
    this.process = process;
  }

  /**
   * Starts one, or skips the test where there is none.
   *
   * @param directory for its log
   * @param more arguments, such as {@code --ui-port}; without one for the UI there is none
   */
  public static RealTemporal start(Path directory, String... more)
      throws IOException, InterruptedException {
    Path temporal = command();
    Assumptions.assumeTrue(
        Files.isExecutable(temporal),
        "no temporal command: put it on the path or set LEHR_TEST_TEMPORAL");
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                temporal.toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--log-level",
                "error"));
    command.addAll(List.of(more));
    if (!List.of(more).contains("--ui-port")) {
      command.add("--headless");
    }
    RealTemporal server =
        new RealTemporal(directory, port, List.copyOf(command), begin(directory, command));
    server.await();
    return server;
  }

  private static Process begin(Path directory, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("temporal.log").toFile())
        .start();
  }

  private void await() throws InterruptedException {
    for (int tries = 0; tries < 6 && process.isAlive(); tries++) {
      try {
        address().connect().stubs().shutdownNow();
        return;
      } catch (BadInputException e) {
        Thread.sleep(500);
      }
    }
    Assertions.fail("the server did not start, see " + directory.resolve("temporal.log"));
  }

  /** Host and port. */
  public String target() {
    return "127.0.0.1:" + port;
  }

  /** Where it is. */
  public TemporalAddress address() {
    return new TemporalAddress(Optional.of(target()), Optional.empty(), Optional.empty());
  }

  /** Runs the {@code temporal} command on it; answers what it printed. */
  public String run(String... arguments) throws IOException, InterruptedException {
    List<String> line = line(arguments);
    Process ran = begin(line);
    String output = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (ran.waitFor() != 0) {
      Assertions.fail(String.join(" ", line) + " failed: " + output);
    }
    return output;
  }

  /** The same where it may fail. */
  public String ask(String... arguments) throws IOException, InterruptedException {
    Process ran = begin(line(arguments));
    String output = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    ran.waitFor();
    return output;
  }

  private List<String> line(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(command().toString());
    line.addAll(List.of(arguments));
    line.addAll(List.of("--address", target()));
    return line;
  }

  private static Process begin(List<String> line) throws IOException {
    Process ran = new ProcessBuilder(line).redirectErrorStream(true).start();
    ran.getOutputStream().close();
    return ran;
  }

  /** Kills it, with all that it knows unless it keeps that in a file, and starts it again. */
  public void killAndRestart() throws IOException, InterruptedException {
    kill();
    restart();
  }

  /** Kills it. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again where it was. */
  public void restart() throws IOException, InterruptedException {
    process = begin(directory, command);
    await();
  }

  /** A client; closed with its stubs. */
  public WorkflowClient client() {
    return address().connect().client();
  }

  /** A port that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Path command() {
    String named = System.getenv("LEHR_TEST_TEMPORAL");
    if (named != null) {
      return Path.of(named);
    }
    for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path command = Path.of(place, "temporal");
      if (Files.isExecutable(command)) {
        return command;
      }
    }
    return Path.of("/none");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}

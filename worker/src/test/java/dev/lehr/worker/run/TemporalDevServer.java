package dev.lehr.worker.run;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.remote.TemporalAddress;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Temporal's own server: {@code temporal} on the path, or where LEHR_TEST_TEMPORAL says. */
final class TemporalDevServer implements AutoCloseable {

  private final Path temporal;
  private final Process process;
  private final int port;

  private TemporalDevServer(Path temporal, Process process, int port) {
    this.temporal = temporal;
    this.process = process;
    this.port = port;
  }

  /** Starts one; skips the test where there is none, and says so. */
  static TemporalDevServer start(Path directory) throws IOException, InterruptedException {
    Optional<Path> temporal = command();
    Assumptions.assumeTrue(
        temporal.isPresent(), "no temporal command: put it on the path or set LEHR_TEST_TEMPORAL");
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                temporal.get().toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--headless",
                "--log-level",
                "error")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("server.log").toFile())
            .start();
    TemporalDevServer server = new TemporalDevServer(temporal.get(), process, port);
    server.await();
    return server;
  }

  private void await() throws InterruptedException {
    for (int tries = 0; tries < 6 && process.isAlive(); tries++) {
      try {
        new TemporalAddress(Optional.of(address()), Optional.empty(), Optional.empty())
            .connect()
            .stubs()
            .shutdownNow();
        return;
      } catch (BadInputException e) {
        Thread.sleep(500);
      }
    }
    close();
    throw new AssertionError("the server did not start");
  }

  int port() {
    return port;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** What {@code temporal} answers. */
  String ask(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(temporal.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--address", address()));
    Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
    asked.getOutputStream().close();
    String answer =
        new String(asked.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (!asked.waitFor(60, TimeUnit.SECONDS)) {
      asked.destroy();
      throw new AssertionError("no answer: " + command);
    }
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Path> command() {
    List<Path> places = new ArrayList<>();
    String named = System.getenv("LEHR_TEST_TEMPORAL");
    if (named != null) {
      places.add(Path.of(named));
    } else {
      for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
        places.add(Path.of(place, "temporal"));
      }
    }
    return places.stream().filter(Files::isExecutable).findFirst();
  }
}

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

/** Temporal's own development server: {@code temporal} on the path, or where a variable says. */
final class DevServer implements AutoCloseable {

  private final Process process;
  private final int port;

  private DevServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Why there is none; empty: there is one. */
  static Optional<String> missing() {
    return Files.isExecutable(command())
        ? Optional.empty()
        : Optional.of("no temporal command: put it on the path or set LEHR_TEST_TEMPORAL");
  }

  static DevServer start(Path directory, String... more) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                command().toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--headless",
                "--log-level",
                "error"));
    command.addAll(List.of(more));
    DevServer server =
        new DevServer(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile())
                .start(),
            port);
    server.await();
    return server;
  }

  TemporalAddress address() {
    return new TemporalAddress(
        Optional.of("127.0.0.1:" + port), Optional.empty(), Optional.empty());
  }

  private void await() throws InterruptedException, IOException {
    for (int tries = 0; tries < 6 && process.isAlive(); tries++) {
      try {
        address().connect().stubs().shutdownNow();
        return;
      } catch (BadInputException e) {
        Thread.sleep(500);
      }
    }
    process.destroyForcibly();
    throw new IOException("the server did not start");
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

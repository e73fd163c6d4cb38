package dev.lehr.worker.run;

import dev.lehr.worker.cli.Main;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code lehr worker} as a process of its own, with its standard output in a file. */
final class WorkerProcess implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Process process;
  private final Path output;
  private final int port;

  private WorkerProcess(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts one that listens, beside what is said here. */
  static WorkerProcess start(Path output, Map<String, String> environment, List<String> arguments)
      throws IOException {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "worker",
                "--listen",
                "127.0.0.1:" + port));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectOutput(output.toFile())
            .redirectError(Path.of(output + ".err").toFile())
            .start();
    return new WorkerProcess(process, output, port);
  }

  /** The answer of an endpoint; empty where nobody answers. */
  Optional<HttpResponse<String>> get(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  boolean isReady() throws InterruptedException {
    if (!process.isAlive()) {
      throw new AssertionError("the worker has ended: " + said());
    }
    return get("/health/ready").map(r -> r.statusCode() == 200).orElse(false);
  }

  /** The sum of a metric over its labels; 0 where there is none. */
  double metric(String name) throws InterruptedException {
    return get("/metrics")
        .map(HttpResponse::body)
        .orElse("")
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** SIGTERM; answers what the ready endpoint said from then on, until nobody answered. */
  List<String> terminate() throws InterruptedException {
    process.destroy();
    List<String> said = new ArrayList<>();
    while (process.isAlive()) {
      get("/health/ready").ifPresent(r -> said.add(r.statusCode() + " " + r.body()));
      Thread.sleep(10);
    }
    return said;
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker has not ended: " + said());
    }
    return process.exitValue();
  }

  List<String> lines() {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  String said() {
    try {
      return String.join("\n", lines()) + "\n" + Files.readString(Path.of(output + ".err"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

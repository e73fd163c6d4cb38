package dev.lehr.worker.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lehr.activities.ingest.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code GET /health/live}, {@code /health/ready} and {@code /metrics}. It reads what is
 * known already: an answer waits neither for the ledger nor for Temporal.
 */
public final class ObservationServer implements AutoCloseable {

  /** Prometheus' text format. */
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private record Answer(int status, String type, String body) {}

  private final HttpServer server;
  private final ExecutorService threads;

  private ObservationServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Listens.
   *
   * @param metrics in Prometheus' text format
   * @throws BadInputException where the address cannot be used
   */
  public static ObservationServer start(
      ListenAddress address, Health health, Supplier<String> metrics) {
    HttpServer server;
    try {
      server = HttpServer.create(address.socket(), 0);
    } catch (IOException | RuntimeException e) {
      throw new BadInputException(
          "--listen cannot be used",
          List.of("--listen: cannot listen on " + address + ": " + e.getMessage()));
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            2,
            work -> {
              Thread thread = new Thread(work, "lehr-observe-http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    answer(server, "/health/live", () -> health("live", health.deadly()));
    answer(server, "/health/ready", () -> health("ready", health.obstacles()));
    answer(server, "/metrics", () -> new Answer(200, METRICS, metrics.get()));
    server.start();
    return new ObservationServer(server, threads);
  }

  /** Where it listens: the port, too, where any was asked for. */
  public ListenAddress address() {
    return new ListenAddress(server.getAddress().getHostString(), server.getAddress().getPort());
  }

  private static Answer health(String what, List<String> reasons) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(what, reasons.isEmpty());
    body.put("reasons", reasons);
    try {
      return new Answer(reasons.isEmpty() ? 200 : 503, JSON, MAPPER.writeValueAsString(body));
    } catch (IOException e) {
      throw new IllegalStateException("texts are written as JSON", e);
    }
  }

  private static void answer(HttpServer server, String path, Supplier<Answer> answer) {
    server.createContext(path, exchange -> answer(exchange, path, answer));
  }

  private static void answer(HttpExchange exchange, String path, Supplier<Answer> answer)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      Answer given;
      if (!exchange.getRequestURI().getPath().equals(path)) {
        given = new Answer(404, "text/plain", "not found\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        given = new Answer(405, "text/plain", "expected GET\n");
      } else {
        given = answer.get();
      }
      byte[] body = given.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", given.type());
      boolean bodiless = method.equals("HEAD");
      exchange.sendResponseHeaders(given.status(), bodiless ? -1 : body.length);
      if (!bodiless) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

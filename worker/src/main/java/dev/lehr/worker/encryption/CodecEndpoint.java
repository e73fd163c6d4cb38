package dev.lehr.worker.encryption;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Encrypts and decrypts for people: Temporal's protocol of remote codecs, which its user interface
 * and command line speak. {@code POST /encode} and {@code /decode}, also below a path of the
 * namespace's name, take and answer {@code {"payloads": [...]}} in the JSON of protocol buffers.
 *
 * <p>A page of a browser is answered only if its origin was allowed.
 */
public final class CodecEndpoint implements AutoCloseable {

  /** Bytes of a request: more than a server answers in a page of a history. */
  static final int LARGEST = 16 * 1024 * 1024;

  private static final int THREADS = 4;
  private static final String JSON = "application/json";
  private static final Set<String> VERBS = Set.of("encode", "decode");

  /**
   * Properties of the JDK's server, read when it first starts: seconds for a request to arrive, and
   * answers that go out at once. Temporal's command asks for each payload by itself, and has ten
   * seconds for all.
   */
  private static final Map<String, String> SETTINGS =
      Map.of("sun.net.httpserver.maxReqTime", "30", "sun.net.httpserver.nodelay", "true");

  /**
   * Who may ask.
   *
   * @param origins of pages, such as {@code http://localhost:8233}
   * @param token that every request must carry; empty: none
   */
  public record Access(Set<String> origins, Optional<AccessToken> token) {
    /** Takes a copy. */
    public Access {
      origins = Set.copyOf(origins);
    }
  }

  /** An answer that is not the one hoped for. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  private final PayloadEncryption encryption;
  private final Access access;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private CodecEndpoint(PayloadEncryption encryption, Access access, HttpServer server) {
    this.encryption = encryption;
    this.access = access;
    this.server = server;
  }

  /**
   * Listens.
   *
   * @throws IOException where the address is taken
   */
  public static CodecEndpoint listen(
      InetSocketAddress address, PayloadEncryption encryption, Access access) throws IOException {
    SETTINGS.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
    CodecEndpoint endpoint = new CodecEndpoint(encryption, access, HttpServer.create(address, 0));
    endpoint.server.createContext("/", endpoint::answer);
    endpoint.server.setExecutor(endpoint.threads);
    endpoint.server.start();
    return endpoint;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        allowOrigin(exchange);
        if (exchange.getRequestMethod().equals("OPTIONS")) {
          exchange.sendResponseHeaders(204, -1);
          return;
        }
        send(exchange, 200, JSON, work(exchange));
      } catch (Refusal e) {
        send(exchange, e.status, "text/plain; charset=utf-8", String.valueOf(e.getMessage()));
      } catch (EncryptionException e) {
        send(exchange, 400, "text/plain; charset=utf-8", String.valueOf(e.getMessage()));
      }
    }
  }

  private void allowOrigin(HttpExchange exchange) throws Refusal {
    String origin = header(exchange, "Origin");
    if (origin.isEmpty()) {
      return;
    }
    Headers answer = exchange.getResponseHeaders();
    answer.set("Vary", "Origin");
    if (!access.origins().contains(origin)) {
      throw new Refusal(403, "this origin is not allowed; see --allow-origin");
    }
    answer.set("Access-Control-Allow-Origin", origin);
    answer.set("Access-Control-Allow-Credentials", "true");
    answer.set("Access-Control-Allow-Methods", "POST, OPTIONS");
    answer.set("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Namespace");
    answer.set("Access-Control-Max-Age", "600");
  }

  private String work(HttpExchange exchange) throws IOException, Refusal {
    String path = exchange.getRequestURI().getPath();
    String verb = path.substring(path.lastIndexOf('/') + 1);
    if (!VERBS.contains(verb)) {
      throw new Refusal(404, "found " + path + ", expected /encode or /decode");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST, OPTIONS");
      throw new Refusal(405, "expected POST");
    }
    if (access.token().isPresent()
        && !access.token().get().admits(header(exchange, "Authorization"))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      throw new Refusal(401, "expected the token: Authorization: Bearer TOKEN");
    }
    if (!header(exchange, "Content-Type").startsWith(JSON)) {
      throw new Refusal(415, "expected " + JSON);
    }
    List<Payload> payloads = read(exchange);
    return written(
        verb.equals("encode") ? encryption.encode(payloads) : encryption.decode(payloads));
  }

  private static List<Payload> read(HttpExchange exchange) throws IOException, Refusal {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(LARGEST + 1);
    }
    if (body.length > LARGEST) {
      throw new Refusal(413, "expected " + LARGEST + " bytes or less");
    }
    Payloads.Builder payloads = Payloads.newBuilder();
    try {
      JsonFormat.parser()
          .ignoringUnknownFields()
          .merge(new String(body, StandardCharsets.UTF_8), payloads);
    } catch (InvalidProtocolBufferException e) {
      throw new Refusal(400, "expected {\"payloads\": [...]} in the JSON of protocol buffers");
    }
    return payloads.getPayloadsList();
  }

  private static String written(List<Payload> payloads) throws InvalidProtocolBufferException {
    return JsonFormat.printer()
        .omittingInsignificantWhitespace()
        .print(Payloads.newBuilder().addAllPayloads(payloads));
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Takes no more requests. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

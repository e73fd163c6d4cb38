package dev.lehr.worker.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CodecEndpointTest {

  private static final String UI = "http://localhost:8233";
  private static final String TOKEN = "a-token-of-some-length";
  private static final EncryptionKey KEY = EncryptionKey.fresh("k");
  private static final PayloadEncryption ENCRYPTION =
      new PayloadEncryption(new KeyRing(List.of(KEY)), false);
  private static final Payload PLAIN =
      Payload.newBuilder()
          .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
          .setData(ByteString.copyFromUtf8("\"quasicrystal\""))
          .build();

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<CodecEndpoint> endpoint = Optional.empty();

  @AfterEach
  void stop() {
    endpoint.ifPresent(CodecEndpoint::close);
  }

  private void listen(Optional<AccessToken> token) throws IOException {
    endpoint =
        Optional.of(
            CodecEndpoint.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ENCRYPTION,
                new CodecEndpoint.Access(Set.of(UI), token)));
  }

  private HttpRequest.Builder request(String path) {
    int port = endpoint.orElseThrow().address().getPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Content-Type", "application/json")
        .header("X-Namespace", "default");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String json(Payload... payloads) throws IOException {
    return JsonFormat.printer().print(Payloads.newBuilder().addAllPayloads(List.of(payloads)));
  }

  private static List<Payload> payloads(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    Payloads.Builder payloads = Payloads.newBuilder();
    JsonFormat.parser().merge(answer.body(), payloads);
    return payloads.getPayloadsList();
  }

  @Test
  void whatWorkersEncryptedIsDecryptedAndTheOtherWayAbout() throws Exception {
    listen(Optional.empty());
    Payload sealed = ENCRYPTION.encode(List.of(PLAIN)).get(0);
    assertThat(payloads(post("/decode", json(sealed, PLAIN)))).containsExactly(PLAIN, PLAIN);
    List<Payload> encoded = payloads(post("/default/encode", json(PLAIN)));
    assertThat(encoded).isNotEqualTo(List.of(PLAIN));
    assertThat(ENCRYPTION.decode(encoded)).containsExactly(PLAIN);
    assertThat(payloads(post("/decode", "{}"))).isEmpty();
  }

  @Test
  void pagesOfAllowedOriginsMayAskAndOthersMayNot() throws Exception {
    listen(Optional.empty());
    HttpResponse<String> preflight =
        send(
            request("/decode")
                .header("Origin", UI)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-namespace")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).hasValue(UI);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
        .contains("POST");
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .contains("Content-Type")
        .contains("X-Namespace")
        .contains("Authorization");

    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(json(PLAIN));
    HttpResponse<String> allowed = send(request("/decode").header("Origin", UI).POST(body));
    assertThat(payloads(allowed)).containsExactly(PLAIN);
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).hasValue(UI);

    for (String origin : List.of("http://evil.example", "null", UI + ".evil.example")) {
      HttpResponse<String> refused = send(request("/decode").header("Origin", origin).POST(body));
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(refused.body()).doesNotContain("payloads");
    }
  }

  @Test
  void aTokenIsAskedForWhereThereIsOne() throws Exception {
    Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    listen(Optional.of(AccessToken.read(file)));
    assertThat(post("/decode", json(PLAIN)).statusCode()).isEqualTo(401);
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(json(PLAIN));
    for (String wrong : List.of("Bearer " + TOKEN + "x", "Bearer", TOKEN)) {
      assertThat(send(request("/decode").header("Authorization", wrong).POST(body)).statusCode())
          .isEqualTo(401);
    }
    assertThat(
            payloads(
                send(request("/decode").header("Authorization", "Bearer " + TOKEN).POST(body))))
        .containsExactly(PLAIN);
  }

  @Test
  void whatCannotBeReadIsRefusedInASentence() throws Exception {
    listen(Optional.empty());
    assertThat(post("/decode", "{\"payloads\": 7}").statusCode()).isEqualTo(400);
    assertThat(post("/decode", "[".repeat(100_000)).statusCode()).isEqualTo(400);
    assertThat(post("/other", "{}").statusCode()).isEqualTo(404);
    assertThat(send(request("/decode").GET()).statusCode()).isEqualTo(405);
    Payload unknown =
        new PayloadEncryption(new KeyRing(List.of(EncryptionKey.fresh("gone"))), false)
            .encode(List.of(PLAIN))
            .get(0);
    HttpResponse<String> refused = post("/decode", json(unknown));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("'gone'").contains("only [k]");
  }

  @Test
  void aRequestThatIsTooLargeIsRefusedAndTheNextOneIsAnswered() throws Exception {
    listen(Optional.empty());
    String large = "{\"payloads\": [\"" + "x".repeat(CodecEndpoint.LARGEST) + "\"]}";
    assertThat(post("/decode", large).statusCode()).isEqualTo(413);
    assertThat(payloads(post("/decode", json(PLAIN)))).containsExactly(PLAIN);
  }

  @Test
  void anotherTypeOfContentIsRefused() throws Exception {
    listen(Optional.empty());
    int port = endpoint.orElseThrow().address().getPort();
    HttpRequest.Builder form =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/decode"))
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertThat(send(form).statusCode()).isEqualTo(415);
  }
}

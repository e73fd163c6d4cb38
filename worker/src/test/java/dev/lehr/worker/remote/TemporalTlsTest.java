package dev.lehr.worker.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lehr.activities.certificates.Authority;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.embedded.EmbeddedTemporal;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is spoken to by TLS, where both sides show certificates. */
@Timeout(120)
class TemporalTlsTest {

  @TempDir static Path directory = Path.of("");
  private static Optional<EmbeddedTemporal> server = Optional.empty();
  private static Optional<TlsTunnel> tunnel = Optional.empty();
  private static int plainPort;
  private static Path trusted = Path.of("");
  private static Path stranger = Path.of("");
  private static Authority.Issued worker =
      new Authority.Issued(Path.of(""), Path.of(""), Path.of(""));
  private static Authority.Issued impostor = worker;

  @BeforeAll
  static void start() throws Exception {
    Authority authority = Authority.named("authority");
    Authority other = Authority.named("other");
    trusted = authority.certificate(directory);
    stranger = other.certificate(directory);
    worker = authority.issue("worker", directory);
    impostor = other.issue("impostor", directory);
    try (ServerSocket socket = new ServerSocket(0)) {
      plainPort = socket.getLocalPort();
    }
    server = Optional.of(EmbeddedTemporal.start(OptionalInt.of(plainPort)));
    tunnel = Optional.of(new TlsTunnel(authority.issue("temporal", directory), trusted, plainPort));
  }

  @AfterAll
  static void stop() throws Exception {
    if (tunnel.isPresent()) {
      tunnel.get().close();
    }
    server.ifPresent(EmbeddedTemporal::close);
  }

  private static Map<String, String> environment(Path authority, Authority.Issued client) {
    Map<String, String> all = new HashMap<>();
    all.put("TEMPORAL_ADDRESS", "127.0.0.1:" + tunnel.orElseThrow().port());
    all.put("TEMPORAL_TLS_SERVER_CA_CERT_PATH", authority.toString());
    all.put("TEMPORAL_TLS_CLIENT_CERT_PATH", client.certificate().toString());
    all.put("TEMPORAL_TLS_CLIENT_KEY_PATH", client.key().toString());
    return all;
  }

  private static TemporalAddress asConfigured(Optional<String> profile) {
    return new TemporalAddress(Optional.empty(), Optional.empty(), profile);
  }

  private static void speaks(TemporalAddress address, Map<String, String> environment) {
    TemporalAddress.Connection connection = address.connect(environment);
    try {
      assertThat(
              connection
                  .stubs()
                  .blockingStub()
                  .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                  .hasCapabilities())
          .isTrue();
    } finally {
      connection.stubs().shutdownNow();
    }
  }

  private static String refused(Map<String, String> environment) {
    BadInputException e =
        catchThrowableOfType(
            BadInputException.class, () -> asConfigured(Optional.empty()).connect(environment));
    assertThat(e).as("a refusal").isNotNull();
    return e.getMessage();
  }

  @Test
  void certificatesOfBothSidesComeFromTheEnvironment() {
    speaks(asConfigured(Optional.empty()), environment(trusted, worker));
  }

  @Test
  void certificatesOfBothSidesComeFromAProfile() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("temporal.toml"),
            """
            [profile.cluster]
            address = "127.0.0.1:%d"
            namespace = "default"
            [profile.cluster.tls]
            server_ca_cert_path = "%s"
            client_cert_path = "%s"
            client_key_path = "%s"
            """
                .formatted(
                    tunnel.orElseThrow().port(), trusted, worker.certificate(), worker.key()));
    speaks(asConfigured(Optional.of("cluster")), Map.of("TEMPORAL_CONFIG_FILE", file.toString()));
  }

  @Test
  void aServerOfAnotherAuthorityIsNotSpokenTo() {
    assertThat(refused(environment(stranger, worker)))
        .contains("127.0.0.1:" + tunnel.orElseThrow().port())
        .contains("certificate")
        .contains("TEMPORAL_TLS_SERVER_CA_CERT_PATH");
  }

  @Test
  void aClientWithoutAGoodCertificateIsTold() {
    assertThat(refused(environment(trusted, impostor))).contains("TEMPORAL_TLS_CLIENT_CERT_PATH");
  }

  @Test
  void oneSideWithTlsAndTheOtherWithoutIsSaid() {
    Map<String, String> plain =
        Map.of("TEMPORAL_ADDRESS", "127.0.0.1:" + tunnel.orElseThrow().port());
    assertThat(refused(plain)).contains("set TEMPORAL_TLS=true");
    Map<String, String> needless = environment(trusted, worker);
    needless.put("TEMPORAL_ADDRESS", "127.0.0.1:" + plainPort);
    assertThat(refused(needless)).contains("it does not speak TLS");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Map<String, String> environment = environment(trusted, worker);
    environment.put("TEMPORAL_TLS_CLIENT_KEY_PATH", "/nowhere/key");
    assertThat(refused(environment)).contains("/nowhere/key");
  }
}

package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lehr.activities.certificates.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that admits only who shows a certificate, and clients that look at the server's. */
@Timeout(120)
class PostgresTlsTest {

  /** The test's administrator comes as ever; the ledger's user by certificate alone. */
  private static final String ADMISSION =
      """
      host all lehr 127.0.0.1/32 trust
      hostssl all keeper 127.0.0.1/32 cert
      """;

  private static Path directory = Path.of("");
  private static Optional<PostgresServer> server = Optional.empty();
  private static Path trusted = Path.of("");
  private static Path stranger = Path.of("");
  private static Authority.Issued keeper =
      new Authority.Issued(Path.of(""), Path.of(""), Path.of(""));
  private static Authority.Issued impostor = keeper;

  @BeforeAll
  static void start() throws Exception {
    PostgresServer.missing().ifPresent(why -> Assumptions.abort(why));
    directory = Files.createTempDirectory("lehr-tls");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Authority authority = Authority.named("authority");
    Authority other = Authority.named("other");
    trusted = readable(authority.certificate(directory));
    stranger = other.certificate(directory);
    keeper = authority.issue("keeper", directory);
    impostor = other.issue("impostor", directory);
    Authority.Issued database = authority.issue("database", directory);
    Path admission = readable(Files.writeString(directory.resolve("hba"), ADMISSION));
    server =
        Optional.of(
            PostgresServer.start(
                List.of(
                    "fsync=off",
                    "ssl=on",
                    "listen_addresses=127.0.0.1,127.0.0.2",
                    "ssl_ca_file=" + trusted,
                    "ssl_cert_file=" + readable(database.certificate()),
                    "ssl_key_file=" + PostgresServer.ownedByServer(database.key()),
                    "hba_file=" + admission)));
    server.get().execute("CREATE ROLE keeper LOGIN");
    server.get().execute("CREATE SCHEMA tls AUTHORIZATION keeper");
    server.get().execute("GRANT CREATE ON DATABASE postgres TO keeper");
  }

  @AfterAll
  static void stop() throws IOException {
    server.ifPresent(PostgresServer::close);
    if (server.isPresent()) {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
      }
    }
  }

  private static Path readable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return file;
  }

  private static PostgresAddress address(String parameters) {
    return new PostgresAddress(
        "jdbc:postgresql://127.0.0.1:"
            + server.orElseThrow().port()
            + "/postgres?currentSchema=tls"
            + parameters,
        Optional.of("keeper"),
        Optional.empty());
  }

  private static String shown(Authority.Issued who) {
    return "&sslcert=" + who.certificate() + "&sslkey=" + who.keyDer();
  }

  private static LedgerException refused(String parameters) {
    LedgerException e =
        catchThrowableOfType(
            LedgerException.class, () -> SqlLedger.open(address(parameters)).close());
    assertThat(e).as("a refusal").isNotNull();
    return e;
  }

  @Test
  void whoShowsACertificateAndTrustsTheServersKeepsALedger() {
    PostgresAddress address =
        address("&sslmode=verify-full&sslrootcert=" + trusted + shown(keeper));
    try (SqlLedger ledger = SqlLedger.open(address)) {
      CampaignRow campaign = Sample.create(ledger, 1, 1, 1);
      assertThat(ledger.campaigns()).extracting(CampaignRow::id).containsExactly(campaign.id());
    }
    assertThat(address.toString()).doesNotContain("ssl");
  }

  @Test
  void withoutTlsNobodyIsLetIn() {
    assertThat(refused("&sslmode=disable"))
        .hasMessageContaining("lets nobody in so")
        .hasMessageContaining("no encryption");
  }

  @Test
  void withoutACertificateNobodyIsLetIn() {
    assertThat(refused("&sslmode=verify-full&sslrootcert=" + trusted).getMessage())
        .contains("certificate");
    assertThat(
            refused("&sslmode=verify-full&sslrootcert=" + trusted + shown(impostor)).getMessage())
        .contains("127.0.0.1:" + server.orElseThrow().port());
  }

  @Test
  void aServerThatTheAuthorityDoesNotVouchForIsNotSpokenTo() {
    LedgerException e = refused("&sslmode=verify-full&sslrootcert=" + stranger + shown(keeper));
    assertThat(e)
        .hasMessageContaining("is not who it should be")
        .hasMessageContaining("sslrootcert");
    assertThat(e.isRetryable()).isFalse();
  }

  /** The certificate names localhost and 127.0.0.1, and nothing else of the loopback network. */
  @Test
  void aServerWithTheCertificateOfAnotherHostIsNotSpokenTo() {
    LedgerException e =
        catchThrowableOfType(
            LedgerException.class,
            () -> {
              PostgresAddress address =
                  address("&sslmode=verify-full&sslrootcert=" + trusted + shown(keeper));
              String elsewhere = address.url().replace("127.0.0.1", "127.0.0.2");
              SqlLedger.open(new PostgresAddress(elsewhere, address.user(), Optional.empty()))
                  .close();
            });
    assertThat(e).hasMessageContaining("is not who it should be");
  }
}

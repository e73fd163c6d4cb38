package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.PostgresServer;
import dev.lehr.worker.encryption.EncryptionKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of a process's environment are in nothing that it prints or writes. */
@Timeout(180)
class SecretsTest {

  private static final String PASSWORD = "open-sesame-4711";
  private static final String API_KEY = "api-key-that-nobody-sees";

  private static final String CAMPAIGN =
      """
      name: clusters
      structures: [{clusters: [4, 5], element: Ar, starts: 2, distance: 1.12, seed: 1}]
      model: {name: lennard-jones, sigma: 1.0, epsilon: 1.0, cutoff: none}
      stages:
        - {id: energy, kind: static}
        - {id: look, kind: command, after: energy, run: [env], keep: all}
      """;

  @TempDir Path directory;

  private final EncryptionKey key = EncryptionKey.fresh("k");

  private String run(List<String> arguments) throws IOException, InterruptedException {
    Path keys = Files.writeString(directory.resolve("keys"), key.line());
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SecretsChild.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "LEHR_LEDGER_USER",
                "locked",
                "LEHR_LEDGER_PASSWORD",
                PASSWORD,
                "TEMPORAL_API_KEY",
                API_KEY,
                "LEHR_CODEC_KEYS",
                keys.toString()));
    Path printed = directory.resolve("printed");
    Process process = builder.redirectOutput(printed.toFile()).start();
    process.getOutputStream().close();
    assertThat(process.waitFor(150, TimeUnit.SECONDS)).as("the commands end").isTrue();
    return Files.readString(printed);
  }

  private void nothingTells(Path where) throws IOException {
    String secret = key.line().substring(2);
    try (Stream<Path> files = Files.walk(where)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.equals(directory.resolve("keys"))) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(PASSWORD)
              .doesNotContain(API_KEY)
              .doesNotContain(secret);
        }
      }
    }
  }

  @Test
  void neitherCommandsNorTheirFilesNorTheProgramsThatTheyRunTellASecret() throws Exception {
    String campaign = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN).toString();
    String workspace = directory.resolve("workspace").toString();
    String report = directory.resolve("report.html").toString();
    String[][] commands = {
      {"run", campaign, "--workspace", workspace, "--allow-commands"},
      {"status", "--workspace", workspace, "--json"},
      {"results", "clusters", "--workspace", workspace, "--format", "jsonl"},
      {"report", "clusters", "--workspace", workspace, "--output", report},
      {"worker", "--workspace", workspace, "--address", "127.0.0.1:1"},
      {"status", "--workspace", workspace, "--ledger", "jdbc:postgresql://127.0.0.1:1/lehr"},
      {
        "status", "--workspace", workspace, "--ledger", "jdbc:postgresql://x/y?password=" + PASSWORD
      },
    };
    List<String> arguments = new ArrayList<>();
    for (String[] command : commands) {
      arguments.addAll(List.of(command));
      arguments.add(";");
    }
    String printed = run(arguments);
    assertThat(printed)
        .contains("run = 0")
        .contains("report = 0")
        .contains("no Temporal server")
        .contains("cannot reach postgresql://127.0.0.1:1/lehr")
        .contains("Usage: lehr worker");
    assertThat(directory.resolve("report.html")).exists();
    try (Stream<Path> files = Files.walk(Path.of(workspace, "commands"))) {
      Optional<Path> seen =
          files.filter(f -> f.getFileName().toString().equals("stdout")).findFirst();
      assertThat(Files.readString(seen.orElseThrow())).contains("LEHR_STAGE=look");
    }
    nothingTells(directory);
  }

  @Test
  void aWrongPasswordIsNotRepeated() throws Exception {
    PostgresServer.missing().ifPresent(why -> Assumptions.abort(why));
    Path open = Files.createTempDirectory("lehr-admission");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path admission =
        Files.writeString(
            open.resolve("hba"),
            "host all lehr 127.0.0.1/32 trust\nhost all locked 127.0.0.1/32 scram-sha-256\n");
    Files.setPosixFilePermissions(admission, PosixFilePermissions.fromString("rw-r--r--"));
    try (PostgresServer server =
        PostgresServer.start(List.of("fsync=off", "hba_file=" + admission))) {
      server.execute("CREATE ROLE locked LOGIN PASSWORD 'another-one'");
      String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
      String workspace = directory.resolve("workspace").toString();
      String printed = run(List.of("status", "--workspace", workspace, "--ledger", url, ";"));
      assertThat(printed)
          .contains("lets nobody in so")
          .contains("password authentication failed")
          .contains("status = " + ExitCode.LEDGER.code());
      nothingTells(directory);
    } finally {
      Files.delete(admission);
      Files.delete(open);
    }
  }
}

package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lehr.worker.encryption.EncryptionKey;
import dev.lehr.worker.encryption.KeyFile;
import dev.lehr.worker.encryption.KeyRing;
import dev.lehr.worker.encryption.PayloadEncryption;
import dev.lehr.worker.run.ProcessBackend;
import io.temporal.api.common.v1.Payload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CodecCommandTest {

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(new ProcessBackend(), terminal, args);
  }

  private String file(String name, String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file.toString();
  }

  private String campaign() throws IOException {
    return file(
        "campaign.yaml",
        """
        name: clusters
        structures: [{clusters: [4], element: Ar, starts: 1, distance: 1.12, seed: 1}]
        model: {name: lennard-jones, sigma: 1.0, epsilon: 1.0, cutoff: none}
        stages: [{id: energy, kind: static}]
        """,
        "rw-r--r--");
  }

  @Test
  void aNewKeyIsALineOfAFileOfKeys() throws IOException {
    assertThat(run("codec", "new-key", "2026-11")).isZero();
    String first = out.toString();
    assertThat(run("codec", "new-key")).isZero();
    String keys = file("keys", first + out, "rw-------");
    assertThat(KeyFile.read(Path.of(keys)).keys())
        .hasSize(2)
        .satisfies(k -> assertThat(k.get(0).id()).isEqualTo("2026-11"));
    assertThat(run("codec", "new-key", "a b")).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(err.toString()).contains("found the name 'a b'");
  }

  @Test
  void listeningBeyondThisMachineNeedsAToken() throws IOException {
    run("codec", "new-key", "k");
    String keys = file("keys", out.toString(), "rw-------");
    assertThat(run("codec", "--keys", keys, "--listen", "0.0.0.0:0"))
        .isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(err.toString()).contains("--token-file");
    String token = file("token", "short", "rw-------");
    assertThat(run("codec", "--keys", keys, "--listen", "0.0.0.0:0", "--token-file", token))
        .isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(err.toString()).contains("found no token").doesNotContain("short");
  }

  @Test
  void whatIsMissingOrUnsafeIsSaid() throws IOException {
    run("codec", "new-key", "k");
    String secret = out.toString();
    String open = file("open", secret, "rw-r--r--");
    assertThat(run("codec", "--keys", open)).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(err.toString()).contains("rw-r--r--").contains("chmod 600");
    assertThat(run("submit", campaign(), "--codec-keys", open, "--workspace", directory.toString()))
        .isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(err.toString())
        .contains("rw-r--r--")
        .doesNotContain(secret.strip().split(" ", -1)[1]);
    assertThat(run("codec", "--keys", file("safe", secret, "rw-------"), "--listen", "nowhere"))
        .isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(err.toString()).contains("found 'nowhere', expected HOST:PORT");
    if (System.getenv("LEHR_CODEC_KEYS") == null) {
      assertThat(run("codec")).isEqualTo(ExitCode.BAD_INPUT.code());
      assertThat(err.toString()).contains("found no keys");
      assertThat(run("submit", campaign(), "--codec-strict", "--workspace", directory.toString()))
          .isEqualTo(ExitCode.BAD_INPUT.code());
      assertThat(err.toString()).contains("--codec-strict");
    }
  }

  @Test
  void whatCannotBeDecryptedIsSaidInALineHoweverDeepItLies() {
    PayloadEncryption sealing =
        new PayloadEncryption(new KeyRing(List.of(EncryptionKey.fresh("k"))), false);
    List<Payload> sealed = sealing.encode(List.of(Payload.getDefaultInstance()));
    Throwable e = catchThrowable(() -> PayloadEncryption.NONE.decode(sealed));
    PrintWriter to = new PrintWriter(err, true);
    Terminal terminal = new Terminal(to, to, false, false);
    assertThat(Failures.report(new IllegalStateException("wrapped", e), terminal))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString().lines())
        .containsExactly(
            "lehr: found a payload that is encrypted with the key 'k', and this process has no keys:"
                + " set LEHR_CODEC_KEYS");
  }
}

package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.worker.encryption.KeyFile;
import dev.lehr.worker.run.ProcessBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    assertThat(run("worker", "--codec-keys", open, "--workspace", directory.toString()))
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
      assertThat(run("worker", "--codec-strict", "--workspace", directory.toString()))
          .isEqualTo(ExitCode.BAD_INPUT.code());
      assertThat(err.toString()).contains("--codec-strict");
    }
  }
}

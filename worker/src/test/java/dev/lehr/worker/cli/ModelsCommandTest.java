package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.djl.ModelFile;
import dev.lehr.worker.run.ProcessBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lehr models} with a cache that has a Lennard-Jones in it. */
class ModelsCommandTest {

  private static final Path MODELS = Path.of("../activities/src/test/resources/models");

  @TempDir Path cache;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void putOneIntoTheCache() throws IOException {
    System.setProperty("lehr.models", cache.toString());
    String sha256 = ModelFile.read(MODELS.resolve("lennard-jones-smooth.pt")).sha256();
    Files.copy(MODELS.resolve("lennard-jones-smooth.pt"), cache.resolve(sha256 + ".pt"));
    Files.writeString(
        cache.resolve("smooth.json"),
        "{\"name\": \"smooth\", \"file\": \"%s.pt\", \"sha256\": \"%s\"}"
            .formatted(sha256, sha256));
    Files.copy(MODELS.resolve("lennard-jones.pt"), cache.resolve("changed.pt"));
    Files.writeString(
        cache.resolve("other.json"), "{\"file\": \"changed.pt\", \"sha256\": \"00\"}");
  }

  @AfterEach
  void forgetTheCache() {
    System.clearProperty("lehr.models");
  }

  private int run(String... args) {
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(new ProcessBackend(), terminal, args);
  }

  @Test
  void theListHasWhatIsBuiltInAndWhatIsInTheCache() {
    assertThat(run("models", "list")).isZero();
    assertThat(out.toString())
        .contains(
            "eam-zhou2004", "smooth", "lennard-jones-smooth, TorchScript, float64, cutoff 6.0")
        .contains("changed since it was exported");
    String listed = out.toString();
    out.getBuffer().setLength(0);
    assertThat(run("models")).isZero();
    assertThat(out.toString()).isEqualTo(listed);
  }

  @Test
  void theCardOfAModelInTheCacheSaysElementsLicenceAndSource() {
    assertThat(run("models", "info", "smooth")).isZero();
    assertThat(out.toString())
        .contains("elements: Ne Ar Kr", "Licence: Apache-2.0", "SHA-256", "J. E. Jones");
    assertThat(run("models", "morse")).isZero();
    assertThat(run("models", "info", "nothing")).isEqualTo(3);
  }

  @Test
  void verifyAnswersZeroWhereEveryCheckPassesAndSevenWhereOneDoesNot() {
    assertThat(run("models", "verify", "smooth", "--threads", "1")).isZero();
    assertThat(out.toString()).contains("Every check passed.").doesNotContain("FAIL");
    String wrong = MODELS.resolve("wrong-forces.pt").toString();
    assertThat(run("models", "verify", wrong)).isEqualTo(7);
    assertThat(out.toString())
        .contains("FAIL  forces are the energy's slope", "This model must not be used.");
  }

  @Test
  void verifyOfWhatCannotBeUsedIsBadInput() {
    assertThat(run("models", "verify", "nothing")).isEqualTo(3);
    assertThat(err.toString()).contains("nothing: neither built in nor in " + cache);
    assertThat(run("models", "verify", "smooth", "--precision", "float16")).isEqualTo(3);
    assertThat(run("models", "verify", "smooth", "--precision", "float32")).isEqualTo(3);
    assertThat(err.toString()).contains("smooth: is in", "lehr models export smooth");
  }
}

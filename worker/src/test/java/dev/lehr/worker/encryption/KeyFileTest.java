package dev.lehr.worker.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lehr.activities.ingest.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

  private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = directory.resolve("keys");
  }

  private void write(String text, String permissions) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private String refused() {
    BadInputException e = catchThrowableOfType(BadInputException.class, () -> KeyFile.read(file));
    assertThat(e).as("a refusal").isNotNull();
    return e.getMessage();
  }

  @Test
  void keysAreReadInTheirOrder() throws IOException {
    EncryptionKey a = EncryptionKey.fresh("a");
    EncryptionKey b = EncryptionKey.fresh("b");
    write("# newest first\n\n" + a.line() + "\n  " + b.line() + "  \n", "rw-------");
    assertThat(KeyFile.read(file).keys())
        .extracting(EncryptionKey::line)
        .containsExactly(a.line(), b.line());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-rw----"})
  void aFileThatOthersMayReadOrChangeIsRefused(String permissions) throws IOException {
    write("a " + SECRET, permissions);
    assertThat(refused()).contains(permissions).contains("chmod 600").contains(file.toString());
  }

  @Test
  void aGroupMayReadWhatBelongsToTheAdministratorAlone() throws IOException {
    write("a " + SECRET, "rw-r-----");
    if (Files.getAttribute(file, "unix:uid").equals(0)) {
      assertThat(KeyFile.read(file).keys()).hasSize(1);
      Files.setAttribute(file, "unix:uid", 65534);
    }
    assertThat(refused()).contains("rw-r-----");
  }

  @Test
  void allProblemsAreSaidWithTheirLinesAndNoKeyIsRepeated() throws IOException {
    write(
        "a "
            + SECRET
            + "\n"
            + SECRET
            + "\nb c2hvcnQ=\nc not-base64!\na "
            + SECRET
            + "\nd/e "
            + SECRET,
        "rw-------");
    assertThat(refused())
        .contains("line 2: found 1 word, expected a name and a key")
        .contains("line 3: found a key of 5 bytes, expected 32 (AES-256)")
        .contains("line 4: found a key that is not in Base64")
        .contains("line 5: found the name 'a' a second time")
        .contains("line 6: found a key's name that is not one")
        .doesNotContain(SECRET)
        .doesNotContain("not-base64!");
  }

  @Test
  void noFileAnEmptyOneAndAHugeOneAreRefused() throws IOException {
    assertThat(refused()).contains("there is no such file");
    write("# none\n", "rw-------");
    assertThat(refused()).contains("found no key").contains("lehr codec new-key");
    write("#".repeat(70_000), "rw-------");
    assertThat(refused()).contains("more than 65536 bytes");
  }

  @Test
  void aKeyIsShownByItsNameAlone() {
    EncryptionKey key = EncryptionKey.fresh("a");
    assertThat(key).hasToString("a");
    assertThat(new KeyRing(java.util.List.of(key)).toString())
        .doesNotContain(key.line().substring(2));
  }
}

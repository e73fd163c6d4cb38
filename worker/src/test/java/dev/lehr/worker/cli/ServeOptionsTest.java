package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.observe.ListenAddress;
import dev.lehr.worker.run.Build;
import dev.lehr.worker.run.Duties;
import dev.lehr.worker.run.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ServeOptionsTest {

  @CommandLine.Command
  static final class Holder {
    @CommandLine.Mixin ServeOptions serve = new ServeOptions();
  }

  private static ServeOptions.Served read(boolean ledgerIsFile, String... args) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(args);
    return holder.serve.read(ledgerIsFile);
  }

  @Test
  void aWorkerDoesEverythingAndIsNotSeenIfNothingIsSaid() {
    assertThat(read(true))
        .isEqualTo(
            new ServeOptions.Served(
                Optional.empty(), Duties.all(), false, Duration.ofSeconds(25), Duration.ZERO));
  }

  @Test
  void allThatIsSaidIsUnderstood() {
    assertThat(
            read(
                false,
                "--listen",
                "[::]:9464",
                "--role",
                "engine",
                "--class",
                "h100,big",
                "--deployment",
                "lehr",
                "--build-id",
                "2026-11-26.1",
                "--log-format",
                "json",
                "--drain",
                "90",
                "--patience",
                "600"))
        .isEqualTo(
            new ServeOptions.Served(
                Optional.of(new ListenAddress("::", 9464)),
                new Duties(
                    Role.ENGINE,
                    List.of("h100", "big"),
                    Optional.of(new Build("lehr", "2026-11-26.1"))),
                true,
                Duration.ofSeconds(90),
                Duration.ofMinutes(10)));
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    true,
                    "--listen",
                    "9464",
                    "--role",
                    "cook",
                    "--class",
                    "a b",
                    "--build-id",
                    "1",
                    "--log-format",
                    "xml",
                    "--drain",
                    "soon"))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "--listen: found '9464', expected HOST:PORT such as 127.0.0.1:9464,"
                            + " 0.0.0.0:9464 or [::]:9464",
                        "--role: found 'cook', expected all, workflows or engine",
                        "--class: found 'a b', expected a name of letters, digits, '_', '.' and"
                            + " '-', 63 at most",
                        "--deployment and --build-id: found a build without a deployment, expected"
                            + " both or neither",
                        "--log-format: found 'xml', expected text or json",
                        "--drain: found 'soon', expected seconds from 1 to 3600"));
  }

  @Test
  void halfAWorkerNeedsALedgerThatOthersShare() {
    assertThatThrownBy(() -> read(true, "--role", "engine"))
        .hasMessageContaining("expected all, or a ledger in PostgreSQL (--ledger)");
    assertThat(read(false, "--role", "engine").duties().role()).isEqualTo(Role.ENGINE);
  }

  @Test
  void workflowsAreOfNoClass() {
    assertThatThrownBy(() -> read(false, "--role", "workflows", "--class", "h100"))
        .hasMessageContaining("a class is of workers with an engine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "", "a b"})
  void aDeploymentWhoseNameTemporalDoesNotTakeIsRefused(String name) {
    assertThatThrownBy(() -> read(false, "--deployment", name, "--build-id", "1"))
        .isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @CsvSource({"0", "3601", "-1", "1.5", "99999"})
  void aDrainThatIsNoTimeIsRefused(String seconds) {
    assertThatThrownBy(() -> read(true, "--drain=" + seconds))
        .hasMessageContaining("--drain: found '" + seconds + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", ":80", "::1:80", "a:65536", "http://a:80", "a b:80"})
  void whatIsNoHostAndPortIsRefused(String text) {
    assertThatThrownBy(() -> ListenAddress.of(text)).isInstanceOf(BadInputException.class);
  }
}

package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.activities.ledger.WorkspaceLockedException;
import dev.lehr.worker.run.Backend;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpOfEveryCommandHasItsOptionsAndTheExitCodesStandInTheMainOne() {
    assertThat(run(failing(new IllegalStateException("unused")), "--help")).isZero();
    assertThat(out.toString()).contains("130").contains("Examples:").contains("results");
    for (String command :
        List.of(
            "run",
            "add",
            "status",
            "results",
            "trajectory",
            "validate",
            "models",
            "pause",
            "simulate",
            "schema")) {
      out.getBuffer().setLength(0);
      assertThat(run(failing(new IllegalStateException("unused")), command, "--help")).isZero();
      assertThat(out.toString()).contains("Usage: lehr " + command);
    }
  }

  @Test
  void theSchemaIsPrintedAsJson() {
    assertThat(run(failing(new IllegalStateException("unused")), "schema")).isZero();
    assertThat(out.toString()).startsWith("{").contains("\"title\": \"Lehr campaign\"");
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(run(failing(new IllegalStateException("unused")), "results")).isEqualTo(2);
    assertThat(run(failing(new IllegalStateException("unused")), "nonsense")).isEqualTo(2);
    assertThat(run(failing(new IllegalStateException("unused")))).isEqualTo(2);
  }

  @Test
  void badInputIsThreeWithEveryProblemOnALineOfItsOwn() {
    Backend backend = failing(new BadInputException("a.yaml", List.of("first", "second")));
    assertThat(run(backend, "validate", "a.yaml")).isEqualTo(3);
    assertThat(err.toString()).contains("  first").contains("  second");
  }

  @Test
  void aHeldWorkspaceIsSix() {
    Backend backend = failing(new WorkspaceLockedException(Path.of("w"), Optional.empty()));
    assertThat(run(backend, "status")).isEqualTo(6);
    assertThat(err.toString()).contains("the workspace w is held by");
  }

  @Test
  void anUnexpectedErrorIsOneLineWithoutATrace() {
    assertThat(run(failing(new IllegalStateException("broken")), "status")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("broken").doesNotContain("\tat ");
  }

  private int run(Backend backend, String... args) {
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(backend, terminal, args);
  }

  private static Backend failing(RuntimeException e) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, args) -> {
              throw e;
            });
  }
}

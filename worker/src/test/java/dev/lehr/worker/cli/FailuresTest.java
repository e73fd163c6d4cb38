package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private final StringWriter said = new StringWriter();

  private ExitCode report(Throwable thrown) {
    PrintWriter writer = new PrintWriter(said, true);
    return Failures.report(thrown, new Terminal(writer, writer, false, false));
  }

  @Test
  void aServerThatGoesAwayInTheMiddleIsNoUnexpectedError() {
    StatusRuntimeException away =
        Status.UNAVAILABLE
            .withDescription("Network closed for unknown reason")
            .asRuntimeException();
    assertThat(report(new IllegalStateException("in a client", away)))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(said.toString())
        .contains("the Temporal server went away", "Network closed")
        .doesNotContain("unexpected");
  }

  @Test
  void whatNobodyThoughtOfIsSaidToBeUnexpected() {
    assertThat(report(new IllegalStateException("no such thing"))).isEqualTo(ExitCode.UNEXPECTED);
    assertThat(said.toString()).contains("unexpected error: IllegalStateException: no such thing");
  }
}

package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.worker.remote.RealTemporal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is started while Temporal is away. */
@Timeout(180)
class PatientWorkerTest {

  @TempDir Path directory;

  private RealTemporal server;

  @BeforeEach
  void killTheServer() throws Exception {
    server = RealTemporal.start(directory);
    server.kill();
  }

  @AfterEach
  void stop() throws Exception {
    // Not there where the machine has no server to test with.
    if (server != null) {
      server.close();
    }
  }

  private WorkerProcess start(int patience) throws IOException {
    return WorkerProcess.start(
        directory.resolve("worker.log"),
        Map.of("LEHR_PATIENCE", String.valueOf(patience)),
        List.of(
            "--address",
            server.target(),
            "--workspace",
            directory.resolve("workspace").toString()));
  }

  private static void awaitWaiting(WorkerProcess worker) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> worker.said().contains("Waits, "));
  }

  @Test
  void itWaitsForItAndIsLiveAndNotReadyMeanwhile() throws Exception {
    try (WorkerProcess worker = start(120)) {
      awaitWaiting(worker);
      assertThat(worker.said()).contains("no Temporal server at " + server.target());
      assertThat(worker.get("/health/live").orElseThrow().statusCode()).isEqualTo(200);
      assertThat(worker.isReady()).isFalse();
      server.restart();
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(worker::isReady);
      worker.terminate();
      assertThat(worker.exitCode()).as(worker.said()).isZero();
    }
  }

  @Test
  void whoIsToldToEndWhileItWaitsEndsInOrder() throws Exception {
    try (WorkerProcess worker = start(120)) {
      awaitWaiting(worker);
      worker.terminate();
      assertThat(worker.exitCode()).as(worker.said()).isZero();
    }
  }

  @Test
  void withoutPatienceItEndsAndSaysWhy() throws Exception {
    try (WorkerProcess worker = start(0)) {
      assertThat(worker.exitCode()).isEqualTo(3);
      assertThat(worker.said()).contains("no Temporal server", "nobody answered");
    }
  }
}

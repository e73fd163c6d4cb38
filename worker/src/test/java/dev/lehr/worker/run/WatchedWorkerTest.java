package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.embedded.EmbeddedTemporal;
import dev.lehr.worker.observe.ListenAddress;
import dev.lehr.worker.observe.WatchedProcess;
import dev.lehr.worker.remote.SmallStudy;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.workflows.contract.CampaignProgress;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others see of a worker over HTTP. */
@Timeout(180)
class WatchedWorkerTest {

  private static final String CAMPAIGN = SmallStudy.yaml("seen", "{id: static, kind: static}");

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private final ProcessBackend backend = new ProcessBackend();

  private static HttpResponse<String> get(WatchedProcess watched, String path)
      throws IOException, InterruptedException {
    ListenAddress where = watched.address().orElseThrow();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + where.port() + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static int ready(WatchedProcess watched) throws IOException, InterruptedException {
    return get(watched, "/health/ready").statusCode();
  }

  private static MetricsText metrics(WatchedProcess watched)
      throws IOException, InterruptedException {
    HttpResponse<String> response = get(watched, "/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    return new MetricsText(response.body());
  }

  private static WatchedProcess watched() {
    return new WatchedProcess(Optional.of(new ListenAddress("127.0.0.1", 0)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private RemoteWorker.Settings settings() {
    return new RemoteWorker.Settings(
        directory.resolve("workspace"), directory, List.of("auto"), 1, HostLimits.usual(), 20);
  }

  @Test
  void theNumbersOfACampaignAreThoseOfTheLedger() throws Exception {
    Path file = Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
    int port = freePort();
    double begun = System.currentTimeMillis() * 1e-3;
    try (EmbeddedTemporal server = EmbeddedTemporal.start(OptionalInt.of(port));
        Ledger ledger = backend.own(directory.resolve("workspace"));
        WatchedProcess watched = watched()) {
      assertThat(server.client()).isNotNull();
      assertThat(get(watched, "/health/ready").body()).contains("starting");
      TemporalAddress.Connection connection =
          new TemporalAddress(Optional.of("127.0.0.1:" + port), Optional.empty(), Optional.empty())
              .connect(watched.scope());
      watched.observation().temporal(connection::ask);
      RemoteWorker worker =
          RemoteWorker.start(ledger, connection.client(), settings(), watched.observation());
      try {
        Awaitility.await().until(() -> ready(watched) == 200);
        assertThat(get(watched, "/health/live").statusCode()).isEqualTo(200);
        long id =
            new Ingest(ledger, true)
                .take(backend.read(file).intake(), Ingest.Mode.SAME_OR_REFUSE)
                .campaign()
                .id();
        // Before it runs: all is pending, and is seen to be.
        Awaitility.await()
            .atMost(30, TimeUnit.SECONDS)
            .until(() -> metrics(watched).sum("lehr_campaign_tasks") > 0);
        MetricsText before = metrics(watched);
        assertThat(
                before.value(
                    "lehr_campaign_tasks{campaign=\"seen\",stage=\"relax\",status=\"pending\"}"))
            .isEqualTo(12);
        assertThat(before.sum("lehr_steps_total")).isZero();
        WorkflowStub stub =
            CampaignStart.on(connection.client(), ledger.campaign(id).orElseThrow(), 60);
        CampaignProgress end = stub.getResult(120, TimeUnit.SECONDS, CampaignProgress.class);
        Awaitility.await().until(() -> metrics(watched).sum("temporal_request_total") > 0);
        MetricsText text = metrics(watched);
        checkAgainst(ledger, id, end, text);
        assertThat(text.value("lehr_last_commit_timestamp_seconds"))
            .isBetween(begun, System.currentTimeMillis() * 1e-3);
      } finally {
        worker.close();
        assertThat(ready(watched)).isEqualTo(503);
        JsonNode said = JSON.readTree(get(watched, "/health/ready").body());
        assertThat(said.get("ready").asBoolean()).isFalse();
        assertThat(said.get("reasons").get(0).asText()).startsWith("draining");
        connection.stubs().shutdownNow();
      }
    }
  }

  private static void checkAgainst(Ledger ledger, long id, CampaignProgress end, MetricsText text) {
    double ended = 0;
    for (CampaignProgress.StageProgress stage : end.stages()) {
      // What is skipped follows from what was dropped: nobody ends it by itself.
      ended +=
          stage.counts().entrySet().stream()
              .filter(n -> !n.getKey().equals("skipped"))
              .mapToLong(java.util.Map.Entry::getValue)
              .sum();
    }
    assertThat(text.sum("lehr_structures_ended_total")).isEqualTo(ended);
    assertThat(text.value("lehr_structures_ended_total{status=\"filtered\"}"))
        .isEqualTo(end.stages().get(1).counts().get("filtered").doubleValue())
        .isPositive();
    AtomicLong iterations = new AtomicLong();
    ledger.forEachResult(
        id, 0, Set.of(), false, result -> iterations.addAndGet(result.iterations()));
    assertThat(text.sum("lehr_steps_total"))
        .isGreaterThanOrEqualTo((double) iterations.get())
        .isPositive();
    assertThat(text.sum("lehr_atom_steps_total")).isGreaterThan(text.sum("lehr_steps_total"));
    assertThat(text.value("lehr_commit_seconds_count")).isPositive();
    assertThat(text.value("lehr_commit_seconds_bucket{le=\"+Inf\"}"))
        .isEqualTo(text.value("lehr_commit_seconds_count"));
    assertThat(text.value("lehr_ledger_up")).isEqualTo(1);
    assertThat(text.value("lehr_commit_queue_bytes")).isZero();
    assertThat(text.value("lehr_systems_in_flight")).isZero();
    assertThat(text.value("lehr_slices_running")).isZero();
    assertThat(text.value("lehr_device_seconds_total{what=\"busy\"}"))
        .isGreaterThan(text.value("lehr_device_seconds_total{what=\"drain\"}"))
        .isPositive();
    assertThat(text.value("lehr_device_occupancy{device=\"host\"}")).isBetween(0.05, 1.0);
    assertThat(text.samples().keySet())
        .anyMatch(name -> name.startsWith("temporal_worker_task_slots_available"))
        .anyMatch(name -> name.startsWith("jvm_memory_used_bytes"));
  }

  @Test
  void onlyWhatIsThereIsAnsweredAndOnlyToAQuestion() throws Exception {
    try (WatchedProcess watched = watched()) {
      assertThat(get(watched, "/").statusCode()).isEqualTo(404);
      assertThat(get(watched, "/health/live/long").statusCode()).isEqualTo(404);
      HttpRequest post =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:" + watched.address().orElseThrow().port() + "/metrics"))
              .POST(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      assertThat(HTTP.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }
  }
}

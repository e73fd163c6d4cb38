package dev.lehr.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.embedded.EmbeddedTemporal;
import dev.lehr.worker.remote.Instrumentation;
import dev.lehr.worker.run.CampaignStart;
import dev.lehr.worker.run.ProcessBackend;
import dev.lehr.worker.run.RemoteWorker;
import dev.lehr.worker.run.Submission;
import dev.lehr.workflows.contract.CampaignProgress;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TracedCampaignTest {

  private static final String CAMPAIGN =
      """
      name: traced
      structures: [{prototypes: [A1, A2], elements: [Cu, Ni]}]
      model: {name: eam-zhou2004, elements: [Cu, Ni]}
      stages:
        - {id: relax, kind: relax}
        - {id: unique, kind: deduplicate}
      """;

  @TempDir Path directory;
  private final InMemorySpanExporter sent = InMemorySpanExporter.create();

  // The scope is closed by its block.
  @SuppressWarnings("try")
  @Test
  void whatACampaignDoesIsInTheTraceOfWhoeverStartedIt() throws Exception {
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(sent))
                    .build())
            .build();
    OpenTelemetryTracing tracing = new OpenTelemetryTracing(sdk, sdk::close);
    ProcessBackend backend = new ProcessBackend();
    try (EmbeddedTemporal server = EmbeddedTemporal.start(OptionalInt.empty());
        Ledger ledger = backend.own(directory.resolve("workspace"))) {
      WorkflowClient client =
          WorkflowClient.newInstance(
              server.client().getWorkflowServiceStubs(),
              WorkflowClientOptions.newBuilder(server.client().getOptions())
                  .setContextPropagators(tracing.propagators())
                  .build());
      WorkerFactory factory =
          WorkerFactory.newInstance(
              client,
              WorkerFactoryOptions.newBuilder()
                  .setWorkerInterceptors(tracing.interceptors().toArray(WorkerInterceptor[]::new))
                  .build());
      RemoteWorker worker =
          RemoteWorker.in(
              factory,
              ledger,
              new RemoteWorker.Settings(
                  directory.resolve("workspace"),
                  directory,
                  List.of("auto"),
                  1,
                  HostLimits.usual(),
                  20));
      factory.start();
      Span mine = sdk.getTracer("test").spanBuilder("mine").startSpan();
      try (Scope scope = mine.makeCurrent()) {
        new Submission(ledger, client)
            .submit(
                backend.read(Files.writeString(directory.resolve("traced.yaml"), CAMPAIGN)),
                Ingest.Mode.SAME_OR_REFUSE,
                true);
      }
      mine.end();
      client
          .newUntypedWorkflowStub(CampaignStart.workflowId("traced"))
          .getResult(60, TimeUnit.SECONDS, CampaignProgress.class);
      worker.close();
      List<SpanData> all = sent.getFinishedSpanItems();
      assertThat(all)
          .extracting(SpanData::getName)
          .contains("lehr.openCampaign", "lehr.claimShard", "lehr.runSlice", "lehr.closePhase");
      assertThat(all)
          .allMatch(span -> span.getTraceId().equals(mine.getSpanContext().getTraceId()));
      assertThat(all)
          .filteredOn(span -> span.getName().equals("lehr.runSlice"))
          .allMatch(span -> span.getParentSpanId().equals(mine.getSpanContext().getSpanId()))
          .first()
          .matches(
              span ->
                  Long.valueOf(0)
                      .equals(span.getAttributes().get(AttributeKey.longKey("lehr.shard"))));
    }
    tracing.close();
  }

  @Test
  void itIsFoundOnTheClassPath() {
    assertThat(ServiceLoader.load(Instrumentation.class))
        .extracting(Instrumentation::name)
        .contains("opentelemetry");
  }
}

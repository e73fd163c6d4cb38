package dev.lehr.tracing;

import dev.lehr.worker.remote.Instrumentation;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.interceptors.WorkerInterceptor;
import java.util.List;
import java.util.Map;

/**
 * Traces by OpenTelemetry, configured by its environment variables: {@code
 * OTEL_EXPORTER_OTLP_ENDPOINT}, {@code OTEL_TRACES_EXPORTER}, {@code OTEL_SERVICE_NAME} and the
 * like. Metrics and logs are not sent this way unless these variables say so.
 */
public final class OpenTelemetryTracing implements Instrumentation {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "lehr",
          // The JDK's client does not speak gRPC.
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private final OpenTelemetry telemetry;
  private final Runnable end;
  private final TraceCarrier carrier;

  /** As the environment says. */
  public OpenTelemetryTracing() {
    this(
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(() -> DEFAULTS)
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk());
  }

  private OpenTelemetryTracing(OpenTelemetrySdk sdk) {
    this(sdk, sdk::close);
  }

  /**
   * With a user's own.
   *
   * @param end what is to be done at the end
   */
  public OpenTelemetryTracing(OpenTelemetry telemetry, Runnable end) {
    this.telemetry = telemetry;
    this.end = end;
    this.carrier = new TraceCarrier(tracer());
  }

  private Tracer tracer() {
    return telemetry.getTracer("dev.lehr");
  }

  @Override
  public String name() {
    return "opentelemetry";
  }

  @Override
  public List<ContextPropagator> propagators() {
    return List.of(carrier);
  }

  @Override
  public List<WorkerInterceptor> interceptors() {
    return List.of(new ActivitySpans(tracer(), carrier));
  }

  @Override
  public void close() {
    end.run();
  }
}

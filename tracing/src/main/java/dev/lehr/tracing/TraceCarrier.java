package dev.lehr.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.GlobalDataConverter;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the trace of whoever starts a workflow along to its activities and children, in W3C's form
 * (<a href="https://www.w3.org/TR/trace-context/">Trace Context</a>), in headers of Temporal.
 */
final class TraceCarrier implements ContextPropagator {

  private static final String HEADER = "traceparent";

  private static final int PARTS = 4;

  private final Tracer tracer;
  private final ThreadLocal<Optional<String>> brought = ThreadLocal.withInitial(Optional::empty);

  TraceCarrier(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public String getName() {
    return "dev.lehr.trace";
  }

  @Override
  public Map<String, Payload> serializeContext(Object context) {
    return context instanceof String parent && !parent.isEmpty()
        ? Map.of(HEADER, GlobalDataConverter.get().toPayload(parent).orElseThrow())
        : Map.of();
  }

  @Override
  public Object deserializeContext(Map<String, Payload> header) {
    Payload payload = header.get(HEADER);
    return payload == null
        ? ""
        : GlobalDataConverter.get().fromPayload(payload, String.class, String.class);
  }

  /**
   * In a workflow, what was brought; elsewhere the span that is open, or one for the start itself.
   */
  @Override
  public Object getCurrentContext() {
    if (WorkflowUnsafe.isWorkflowThread() || brought.get().isPresent()) {
      return brought.get().orElse("");
    }
    if (Span.current().getSpanContext().isValid()) {
      return written(Context.current());
    }
    Span start = tracer.spanBuilder("lehr.start").startSpan();
    try {
      return written(Context.current().with(start));
    } finally {
      start.end();
    }
  }

  @Override
  public void setCurrentContext(Object context) {
    brought.set(
        context instanceof String parent && !parent.isEmpty()
            ? Optional.of(parent)
            : Optional.empty());
  }

  private static String written(Context context) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
  }

  /** What a span of this thread belongs to. */
  Context parent() {
    String[] parts = brought.get().orElse("").split("-", -1);
    if (parts.length != PARTS) {
      return Context.root();
    }
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault())));
  }
}

package dev.lehr.tracing;

import dev.lehr.workflows.contract.PhaseEnd;
import dev.lehr.workflows.contract.SliceRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Optional;

/** A span for each attempt at an activity. */
final class ActivitySpans extends WorkerInterceptorBase {

  private final Tracer tracer;
  private final TraceCarrier carrier;

  ActivitySpans(Tracer tracer, TraceCarrier carrier) {
    this.tracer = tracer;
    this.carrier = carrier;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Attempt(next);
  }

  private final class Attempt extends ActivityInboundCallsInterceptorBase {
    private Optional<ActivityInfo> info = Optional.empty();

    Attempt(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      info = Optional.of(context.getInfo());
      super.init(context);
    }

    // The scope is closed by the block.
    @SuppressWarnings("try")
    @Override
    public ActivityOutput execute(ActivityInput input) {
      Span span = begin(input);
      try (Scope scope = span.makeCurrent()) {
        return super.execute(input);
      } catch (RuntimeException e) {
        span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
        throw e;
      } finally {
        span.end();
      }
    }

    private Span begin(ActivityInput input) {
      ActivityInfo activity = info.orElseThrow();
      Span span =
          tracer
              .spanBuilder(activity.getActivityType())
              .setSpanKind(SpanKind.CONSUMER)
              .setParent(carrier.parent())
              .setAttribute("temporal.workflow_id", activity.getWorkflowId())
              .setAttribute("temporal.attempt", activity.getAttempt())
              .startSpan();
      for (Object argument : input.getArguments()) {
        describe(span, argument);
      }
      return span;
    }

    private void describe(Span span, Object argument) {
      if (argument instanceof SliceRequest slice) {
        span.setAttribute("lehr.phase", slice.phase());
        span.setAttribute("lehr.shard", slice.shard());
        span.setAttribute("lehr.slice", slice.slice());
      } else if (argument instanceof PhaseEnd end) {
        span.setAttribute("lehr.phase", end.phase());
      }
    }
  }
}

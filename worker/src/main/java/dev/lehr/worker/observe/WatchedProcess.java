package dev.lehr.worker.observe;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import dev.lehr.activities.ingest.BadInputException;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.util.Optional;

/** The meters of a worker process and, if it is to be seen, where they are read. */
public final class WatchedProcess implements AutoCloseable {

  private final PrometheusMeterRegistry registry;
  private final Observation observation;
  private final Scope scope;
  private final Optional<ObservationServer> server;

  /**
   * Listens at once: a process that starts is alive, and not ready.
   *
   * @param address where to be seen; empty: nowhere
   * @throws BadInputException where nobody can listen there
   */
  public WatchedProcess(Optional<ListenAddress> address) {
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    observation = new Observation(registry);
    server =
        address.map(where -> ObservationServer.start(where, observation.health(), this::metrics));
    scope =
        new RootScopeBuilder()
            .reporter(new MicrometerClientStatsReporter(registry))
            .reportEvery(Duration.ofSeconds(5));
  }

  private String metrics() {
    observation.refresh();
    return registry.scrape();
  }

  /** What is watched. */
  public Observation observation() {
    return observation;
  }

  /** Where Temporal's client and workers count what they do. */
  public Scope scope() {
    return scope;
  }

  /** Where it is seen. */
  public Optional<ListenAddress> address() {
    return server.map(ObservationServer::address);
  }

  @Override
  public void close() {
    observation.close();
    try {
      scope.close();
    } catch (ScopeCloseException e) {
      throw new IllegalStateException("the SDK's metrics do not end: " + e.getMessage(), e);
    }
    server.ifPresent(ObservationServer::close);
    registry.close();
  }
}

package dev.lehr.worker.remote;

import dev.lehr.activities.plugins.Plugins;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.context.ContextPropagator;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;

/** All {@link Instrumentation} that is found. */
public final class Instruments {

  private static final class Found {
    static final List<Instrumentation> ALL =
        List.copyOf(
            Plugins.find(
                    Instrumentation.class,
                    Instrumentation.class.getClassLoader(),
                    Instrumentation::name)
                .all()
                .values());
  }

  private Instruments() {}

  /** Puts them into a client. */
  static void into(WorkflowClientOptions.Builder client) {
    List<ContextPropagator> propagators =
        Found.ALL.stream().flatMap(i -> i.propagators().stream()).toList();
    if (!propagators.isEmpty()) {
      client.setContextPropagators(propagators);
    }
  }

  /** Options of workers with them. */
  public static WorkerFactoryOptions ofWorkers() {
    return WorkerFactoryOptions.newBuilder()
        .setWorkerInterceptors(
            Found.ALL.stream()
                .flatMap(i -> i.interceptors().stream())
                .toArray(io.temporal.common.interceptors.WorkerInterceptor[]::new))
        .build();
  }

  /** Ends them. */
  public static void close() {
    Found.ALL.forEach(Instrumentation::close);
  }
}

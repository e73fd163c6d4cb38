package dev.lehr.worker.remote;

import dev.lehr.activities.plugins.Plugins;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.context.ContextPropagator;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;

/** All {@link Instrumentation} that is found. */
public final class Instruments {

  /** Looked for when a client or a worker is made first: most commands make none. */
  private static List<Instrumentation> found = List.of();

  private static boolean lookedFor;

  private Instruments() {}

  private static synchronized List<Instrumentation> all() {
    if (!lookedFor) {
      found =
          List.copyOf(
              Plugins.find(
                      Instrumentation.class,
                      Instrumentation.class.getClassLoader(),
                      Instrumentation::name)
                  .all()
                  .values());
      lookedFor = true;
    }
    return found;
  }

  /** Puts them into a client. */
  static void into(WorkflowClientOptions.Builder client) {
    List<ContextPropagator> propagators =
        all().stream().flatMap(i -> i.propagators().stream()).toList();
    if (!propagators.isEmpty()) {
      client.setContextPropagators(propagators);
    }
  }

  /** Options of workers with them. */
  public static WorkerFactoryOptions ofWorkers() {
    return WorkerFactoryOptions.newBuilder()
        .setWorkerInterceptors(
            all().stream()
                .flatMap(i -> i.interceptors().stream())
                .toArray(io.temporal.common.interceptors.WorkerInterceptor[]::new))
        .build();
  }

  /** Ends those that were used. */
  public static synchronized void close() {
    found.forEach(Instrumentation::close);
  }
}

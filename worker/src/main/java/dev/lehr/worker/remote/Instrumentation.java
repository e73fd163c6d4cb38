package dev.lehr.worker.remote;

import io.temporal.common.context.ContextPropagator;
import io.temporal.common.interceptors.WorkerInterceptor;
import java.util.List;

/**
 * Looks on at what clients and workers do, for example to trace it. Implementations have a public
 * constructor without parameters and are found by {@link java.util.ServiceLoader}, in the jars that
 * {@code LEHR_PLUGINS} names.
 */
public interface Instrumentation {

  /** Its name, for people; unique. */
  String name();

  /** What goes along from those who start workflows to what they have done. */
  List<ContextPropagator> propagators();

  /** What is around workflows and activities. */
  List<WorkerInterceptor> interceptors();

  /** Ends it: what it has noted is sent. */
  void close();
}

package dev.lehr.testing;

import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;

/**
 * Workers that keep no workflow in memory: each task of a workflow replays it from its beginning,
 * so that code which is not deterministic shows, and nothing waits for a worker that is gone.
 */
final class Replaying {

  private Replaying() {}

  static WorkerFactory factory(WorkflowClient client, WorkerInterceptor... interceptors) {
    return WorkerFactory.newInstance(
        client,
        WorkerFactoryOptions.newBuilder()
            .setWorkflowCacheSize(0)
            .setWorkerInterceptors(interceptors)
            .build());
  }
}

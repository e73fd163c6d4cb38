package com.example.alloys;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.plugin.LehrPlugin;
import dev.lehr.worker.run.ProcessBackend;
import dev.lehr.worker.run.RemoteWorker;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A worker process of one's own, with Lehr in it. */
public final class AlloyWorker {

  /** Where the workflow and its activities are worked on. */
  public static final String TASK_QUEUE = "alloys";

  private AlloyWorker() {}

  /** Takes the workflow and its activities into a worker. */
  public static void register(Worker worker, Ledger ledger, Path folder) {
    worker.registerWorkflowImplementationTypes(HardestAlloyWorkflow.class);
    worker.registerActivitiesImplementations(new LedgerAlloyActivities(ledger, folder));
  }

  /**
   * Works until it is told to end.
   *
   * @param arguments the workspace, and the address of a Temporal server
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path workspace = Path.of(arguments[0]).toAbsolutePath();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(arguments[1]).build());
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  end.countDown();
                  await(ended);
                }));
    try (Ledger ledger = new ProcessBackend().own(workspace)) {
      LehrPlugin lehr = new LehrPlugin(ledger, RemoteWorker.Settings.in(workspace));
      WorkflowClient client =
          WorkflowClient.newInstance(
              stubs, WorkflowClientOptions.newBuilder().setPlugins(lehr).build());
      WorkerFactory factory = WorkerFactory.newInstance(client);
      register(factory.newWorker(TASK_QUEUE), ledger, workspace);
      factory.start();
      end.await();
      factory.shutdown();
      factory.awaitTermination(20, TimeUnit.SECONDS);
    } finally {
      stubs.shutdown();
      ended.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

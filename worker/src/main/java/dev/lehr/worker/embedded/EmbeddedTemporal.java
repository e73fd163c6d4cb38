package dev.lehr.worker.embedded;

import dev.lehr.workflows.run.Contracts;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The Temporal server of the SDK's test kit, in this process, at the pace of the clock. It keeps
 * nothing on disk and forgets nothing while it lives: the ledger is what outlives it, and {@link
 * SlicePolicy} keeps it small.
 */
public final class EmbeddedTemporal implements AutoCloseable {

  private final AutoCloseable server;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final WorkerFactory factory;

  private EmbeddedTemporal(AutoCloseable server, WorkflowServiceStubs stubs) {
    this.server = server;
    this.stubs = stubs;
    this.client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder().setDataConverter(Contracts.converter()).build());
    this.factory = WorkerFactory.newInstance(client);
  }

  /**
   * Starts a server.
   *
   * @param port where to listen on the loopback address; empty: in-process only, no port is opened
   * @throws IOException where the port is taken
   */
  public static EmbeddedTemporal start(OptionalInt port) throws IOException {
    if (port.isPresent()) {
      try {
        TestServer.PortBoundTestServer bound =
            TestServer.createPortBoundServer(port.getAsInt(), true);
        WorkflowServiceStubs stubs =
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder()
                    .setTarget("127.0.0.1:" + port.getAsInt())
                    .build());
        return new EmbeddedTemporal(bound, stubs);
      } catch (RuntimeException e) {
        throw new IOException(
            "cannot listen on port " + port.getAsInt() + ": " + e.getMessage(), e);
      }
    }
    TestServer.InProcessTestServer inProcess = TestServer.createServer(true);
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(inProcess.getChannel()).build());
    return new EmbeddedTemporal(inProcess, stubs);
  }

  /** A client of this server. */
  public WorkflowClient client() {
    return client;
  }

  /** Makes workers; started by the caller. */
  public WorkerFactory workers() {
    return factory;
  }

  /** Takes no new work; what runs goes on. */
  public void stopWorkers() {
    factory.shutdown();
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(1, TimeUnit.SECONDS);
    stubs.shutdownNow();
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException("the embedded server did not end: " + e.getMessage(), e);
    }
  }
}

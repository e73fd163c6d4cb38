package dev.lehr.testing;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.run.RemoteWorker;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;

/** Lehr's worker process with the device, played within this one. */
final class PlayedWorker {

  private final ActivityCount activities = new ActivityCount();
  private final WorkerLife life;
  private final WorkerFactory factory;
  private final RemoteWorker worker;

  /** Begins to work. */
  PlayedWorker(
      WorkflowClient client,
      Ledger ledger,
      RemoteWorker.Settings settings,
      FakeDevice device,
      Runnable mourner) {
    life = new WorkerLife(mourner);
    factory = Replaying.factory(client, activities);
    worker =
        RemoteWorker.in(factory, life.ledger(ledger), settings, model -> life.model(model, device));
    factory.start();
  }

  /** Ends without a word. */
  void kill() {
    WorkerLife.Ended unused = life.end("the worker has been killed");
  }

  /**
   * After it was killed: what it was at fails, it asks for no more work, and what it had in memory
   * is thrown away. A real server would find out by itself, a minute later.
   */
  void bury() {
    activities.awaitNone();
    // At once: a worker that ends in order is still given tasks, and drops them.
    factory.shutdownNow();
    worker.closeEngines();
  }

  /** Ends in order. */
  void close() {
    worker.close();
  }
}

package dev.lehr.worker.run;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.djl.Shutdown;
import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.run.EnginePool;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A worker process for a Temporal server that is somewhere else: workflows, questions to the
 * ledger, and one engine for each device and model. What is in flight when it is closed is
 * checkpointed and goes on elsewhere.
 */
public final class RemoteWorker implements AutoCloseable {

  private static final int DRAIN_SECONDS = 20;

  /**
   * How a worker works.
   *
   * @param workspace where trajectories and files of stages go
   * @param root what paths in campaigns are relative to
   * @param devices auto, cpu, cuda or cuda:N
   * @param threads for models and optimizers
   * @param host what campaigns may do besides
   * @param slots slices at a time
   */
  public record Settings(
      Path workspace, Path root, List<String> devices, int threads, HostLimits host, int slots) {
    /** Takes a copy. */
    public Settings {
      devices = List.copyOf(devices);
    }
  }

  private final Shutdown.Hold untilCheckpointsAreWritten = Shutdown.hold();
  private final FixedThreadWorkers threads;
  private final EnginePool engines;
  private final WorkerFactory factory;

  private RemoteWorker(FixedThreadWorkers threads, EnginePool engines, WorkerFactory factory) {
    this.threads = threads;
    this.engines = engines;
    this.factory = factory;
  }

  /** Starts to work on whatever campaigns the server has. */
  public static RemoteWorker start(Ledger ledger, WorkflowClient client, Settings settings) {
    return start(ledger, client, settings, EngineListener.NONE);
  }

  /** The same, with engines that are watched. */
  static RemoteWorker start(
      Ledger ledger, WorkflowClient client, Settings settings, EngineListener listener) {
    RemoteWorker worker = in(WorkerFactory.newInstance(client), ledger, settings, listener);
    worker.factory.start();
    return worker;
  }

  /** Adds to a factory, which its owner starts. */
  public static RemoteWorker in(WorkerFactory factory, Ledger ledger, Settings settings) {
    return in(factory, ledger, settings, EngineListener.NONE);
  }

  private static RemoteWorker in(
      WorkerFactory factory, Ledger ledger, Settings settings, EngineListener listener) {
    FixedThreadWorkers threads = new FixedThreadWorkers(settings.threads());
    LoadedModels models = LoadedModels.onDemand(threads, settings.devices(), settings.root());
    EnginePool engines =
        new EnginePool(
            ledger,
            settings.workspace(),
            threads,
            models.devices(),
            models::of,
            c -> Blueprint.of(c).engine(threads.threads()),
            settings.host(),
            listener);
    LehrWorkers.register(factory, ledger, engines, models, settings.workspace(), settings.slots())
        .registerActivitiesImplementations(new TakingIn(ledger, settings.root(), settings.host()));
    return new RemoteWorker(threads, engines, factory);
  }

  /** What its engines do. */
  public EngineStats stats() {
    return engines.stats();
  }

  /** Takes no new work, checkpoints what is in flight, and hands it back. */
  @Override
  public void close() {
    factory.shutdown();
    closeEngines();
    factory.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
    factory.shutdownNow();
  }

  /** The part that is not the factory's, which its owner shuts down. */
  public void closeEngines() {
    engines.close();
    threads.close();
    untilCheckpointsAreWritten.close();
  }
}

package dev.lehr.worker.run;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.djl.Shutdown;
import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.run.EnginePool;
import dev.lehr.activities.stages.ModelIdentity;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.worker.observe.Observation;
import dev.lehr.worker.remote.Instruments;
import dev.lehr.worker.visibility.Namespace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker process for a Temporal server that is somewhere else: workflows, questions to the
 * ledger, and one engine for each device and model. What is in flight when it is closed is
 * checkpointed and goes on elsewhere.
 */
public final class RemoteWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteWorker.class);

  /**
   * How a worker works.
   *
   * @param workspace where trajectories and files of stages go
   * @param root what paths in campaigns are relative to
   * @param devices auto, cpu, cuda or cuda:N
   * @param threads for models and optimizers
   * @param host what campaigns may do besides
   * @param slots slices at a time
   * @param duties what it does among others
   * @param drain how long it may take to end
   */
  public record Settings(
      Path workspace,
      Path root,
      List<String> devices,
      int threads,
      HostLimits host,
      int slots,
      Duties duties,
      Duration drain) {

    private static final Duration DRAIN = Duration.ofSeconds(25);

    /** Takes a copy. */
    public Settings {
      devices = List.copyOf(devices);
    }

    private static final int SLOTS = 200;

    /**
     * Does everything, on any device, with all processors; files that campaigns name are in the
     * workspace, and programs are not run.
     */
    public static Settings in(Path workspace) {
      int processors = Runtime.getRuntime().availableProcessors();
      return new Settings(
          workspace, workspace, List.of("auto"), processors, HostLimits.usual(), SLOTS);
    }

    /** The same with another part of all that there is to do. */
    public Settings role(Role part) {
      Duties other = new Duties(part, duties.classes(), duties.build());
      return new Settings(workspace, root, devices, threads, host, slots, other, drain);
    }

    /** Does everything. */
    public Settings(
        Path workspace, Path root, List<String> devices, int threads, HostLimits host, int slots) {
      this(workspace, root, devices, threads, host, slots, Duties.all(), DRAIN);
    }
  }

  /** Longer than Temporal takes from the end of one activity to the start of the next. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final Shutdown.Hold untilCheckpointsAreWritten = Shutdown.hold();
  private final Settings settings;
  private final FixedThreadWorkers threads;
  private final EnginePool engines;
  private final LehrWorkers workers;
  private final WorkerFactory factory;
  private final Observation observation;

  private RemoteWorker(
      WorkerFactory factory,
      Ledger owned,
      Settings settings,
      EngineListener listener,
      Observation observation,
      UnaryOperator<Model> around) {
    this.settings = settings;
    this.factory = factory;
    this.observation = observation;
    Ledger ledger = observation.ledger(owned);
    Duties duties = settings.duties();
    threads = new FixedThreadWorkers(duties.role().hasEngine() ? settings.threads() : 1);
    LoadedModels models =
        LoadedModels.onDemand(threads, settings.devices(), settings.root(), around);
    engines =
        new EnginePool(
            ledger,
            settings.workspace(),
            threads,
            models.devices(),
            models::of,
            c -> Blueprint.of(c).engine(threads.threads()),
            settings.host(),
            listener);
    Function<CampaignRow, ModelIdentity> identities =
        duties.role().hasEngine() ? models::identity : new ModelPapers(settings.root())::of;
    workers =
        new LehrWorkers(
            ledger,
            engines,
            identities,
            settings.workspace(),
            new Namespace(factory.getWorkflowClient())::isSearchable);
    workers.register(
        factory, duties, settings.slots(), new TakingIn(ledger, settings.root(), settings.host()));
    observation.engines(engines::readings, workers::slicesRunning);
    if (duties.role().hasWorkflows()) {
      observation.campaigns(ledger, workers::stalls);
    }
  }

  /** Starts to work on whatever campaigns the server has. */
  public static RemoteWorker start(Ledger ledger, WorkflowClient client, Settings settings) {
    return start(ledger, client, settings, EngineListener.NONE);
  }

  /** The same, with engines that are watched. */
  static RemoteWorker start(
      Ledger ledger, WorkflowClient client, Settings settings, EngineListener listener) {
    WorkerFactory factory = WorkerFactory.newInstance(client, Instruments.ofWorkers());
    RemoteWorker worker =
        new RemoteWorker(factory, ledger, settings, listener, unseen(), model -> model);
    factory.start();
    return worker;
  }

  /** The same, in a process that is watched. */
  public static RemoteWorker start(
      Ledger ledger, WorkflowClient client, Settings settings, Observation observation) {
    WorkerFactory factory = WorkerFactory.newInstance(client, Instruments.ofWorkers());
    RemoteWorker worker = in(factory, ledger, settings, observation);
    factory.start();
    observation.health().working(factory::isShutdown);
    observation.start();
    return worker;
  }

  /** Adds to a factory, which its owner starts. */
  public static RemoteWorker in(WorkerFactory factory, Ledger ledger, Settings settings) {
    return in(factory, ledger, settings, unseen());
  }

  /** The same, in a process that is watched. */
  public static RemoteWorker in(
      WorkerFactory factory, Ledger ledger, Settings settings, Observation observation) {
    return in(factory, ledger, settings, observation, model -> model);
  }

  /**
   * The same with models that are wrapped: for accidents on purpose.
   *
   * @param around goes around each model that is loaded; see {@link
   *     dev.lehr.simulation.model.WrappedModel}
   */
  public static RemoteWorker in(
      WorkerFactory factory, Ledger ledger, Settings settings, UnaryOperator<Model> around) {
    return in(factory, ledger, settings, unseen(), around);
  }

  private static RemoteWorker in(
      WorkerFactory factory,
      Ledger ledger,
      Settings settings,
      Observation observation,
      UnaryOperator<Model> around) {
    return new RemoteWorker(factory, ledger, settings, EngineListener.NONE, observation, around);
  }

  private static Observation unseen() {
    return new Observation(new SimpleMeterRegistry());
  }

  /** What its engines do. */
  public EngineStats stats() {
    return engines.stats();
  }

  /**
   * Takes no new work, and waits until what is in flight is checkpointed and handed back, as long
   * as that may take.
   */
  public void drain() {
    drainUntil(System.nanoTime() + settings.drain().toNanos());
  }

  /**
   * Polling ends first. What was asked for before is still answered by the server, most likely with
   * what was just handed back, and would be missed only after a minute if nobody were here to turn
   * it down: the factory is shut down when nothing has come for a while. One that is shut down with
   * activities whose heartbeats are outstanding goes on polling for seconds.
   */
  private void drainUntil(long end) {
    observation.health().draining();
    factory.suspendPolling();
    // Where nothing runs, nothing is handed back that would come again.
    Duration quiet = workers.isQuietFor(Duration.ZERO) ? Duration.ZERO : QUIET;
    workers.drain();
    LOG.info("draining: {} slices to hand back", workers.slicesRunning());
    try {
      while (!workers.isQuietFor(quiet) && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.info("draining: {} slices are left", workers.slicesRunning());
  }

  /** Takes no new work, checkpoints what is in flight, and hands it back. */
  @Override
  public void close() {
    long end = System.nanoTime() + settings.drain().toNanos();
    try {
      drainUntil(end);
      factory.shutdown();
    } finally {
      closeEngines();
    }
    long left = Math.max(0, end - System.nanoTime());
    factory.awaitTermination(left, TimeUnit.NANOSECONDS);
    factory.shutdownNow();
  }

  /** The part that is not the factory's, which its owner shuts down. */
  public void closeEngines() {
    engines.close();
    threads.close();
    observation.close();
    untilCheckpointsAreWritten.close();
  }
}

package dev.lehr.testing;

import dev.lehr.activities.campaign.Campaign;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.embedded.EmbeddedTemporal;
import dev.lehr.worker.run.CampaignStart;
import dev.lehr.worker.run.Campaigns;
import dev.lehr.worker.run.FinishedRun;
import dev.lehr.worker.run.Outcome;
import dev.lehr.worker.run.ProcessBackend;
import dev.lehr.worker.run.RemoteWorker;
import dev.lehr.worker.run.Role;
import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Everything that campaigns need, for a test: a Temporal server in memory, a ledger in a directory,
 * Lehr's workers, and a device that may fail on purpose.
 *
 * <pre>{@code
 * try (LehrTest lehr = LehrTest.start(directory)) {
 *   lehr.device().holdsAtoms(200).diesAt(30);
 *   FinishedRun run = lehr.run(campaign);
 * }
 * }</pre>
 *
 * <p>Workflows of the user's own are worked on by {@link #work}. Workers keep no workflow in
 * memory: each workflow task replays, and code that is not deterministic fails.
 */
public final class LehrTest implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SLOTS = 50;

  private final Path directory;
  private final EmbeddedTemporal server;
  private final Ledger ledger;
  private final FakeDevice device = new FakeDevice();
  private final List<WorkerFactory> users = new ArrayList<>();

  /** Starts workers in the place of those that were killed. */
  private final ExecutorService undertaker =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "lehr-test-undertaker");
            thread.setDaemon(true);
            return thread;
          });

  /** Workflows and questions to the ledger, which outlive the workers with the device. */
  private final RemoteWorker workflows;

  private PlayedWorker worker;
  private final List<PlayedWorker> dead = new ArrayList<>();
  private boolean closed;

  private LehrTest(Path directory, EmbeddedTemporal server, Ledger ledger) {
    this.directory = directory;
    this.server = server;
    this.ledger = ledger;
    WorkerFactory factory = Replaying.factory(server.client());
    this.workflows = RemoteWorker.in(factory, ledger, settings().role(Role.WORKFLOWS));
    factory.start();
    this.worker = newWorker();
  }

  /**
   * Starts.
   *
   * @param directory of the ledger and of the files that campaigns name; a new one, or one of an
   *     earlier start, where that one goes on
   */
  public static LehrTest start(Path directory) {
    Path place = directory.toAbsolutePath().normalize();
    Ledger ledger = new ProcessBackend().own(place);
    try {
      return new LehrTest(place, EmbeddedTemporal.start(OptionalInt.empty()), ledger);
    } catch (IOException e) {
      ledger.close();
      throw new UncheckedIOException(e);
    }
  }

  private PlayedWorker newWorker() {
    return new PlayedWorker(
        server.client(), ledger, settings().role(Role.ENGINE), device, this::replaceWorker);
  }

  private RemoteWorker.Settings settings() {
    return new RemoteWorker.Settings(
        directory, directory, List.of("cpu"), 1, HostLimits.usual(), SLOTS);
  }

  /** Where the ledger is, and what files that campaigns name are relative to. */
  public Path directory() {
    return directory;
  }

  /** A client of the server. */
  public WorkflowClient client() {
    return server.client();
  }

  /** The ledger, for activities of the user's own. */
  public Ledger ledger() {
    return ledger;
  }

  /** The device that campaigns run on. */
  public FakeDevice device() {
    return device;
  }

  /**
   * Starts a worker with workflows and activities of the user's own.
   *
   * @param taskQueue where it works
   * @param registers is given the worker before it starts
   */
  public synchronized void work(String taskQueue, Consumer<Worker> registers) {
    WorkerFactory factory = Replaying.factory(client());
    registers.accept(factory.newWorker(taskQueue));
    users.add(factory);
    factory.start();
  }

  /**
   * Takes a campaign into the ledger, without starting it.
   *
   * @throws dev.lehr.activities.ingest.BadInputException naming everything that is wrong with it
   */
  public CampaignInput take(Campaign campaign) {
    return Campaigns.take(ledger, campaign, directory);
  }

  /** Runs a campaign to its end, which has to be within two minutes. */
  public FinishedRun run(Campaign campaign) {
    return run(campaign, PATIENCE);
  }

  /**
   * Runs a campaign to its end.
   *
   * @param patience how long that may take
   * @throws IllegalStateException where it takes longer, saying how far it is
   */
  public FinishedRun run(Campaign campaign, Duration patience) {
    CampaignRow row = row(take(campaign).name());
    WorkflowStub running = CampaignStart.on(client(), row, (int) PATIENCE.toSeconds());
    try {
      CampaignProgress end =
          running.getResult(patience.toMillis(), TimeUnit.MILLISECONDS, CampaignProgress.class);
      boolean cancelled = end.mode() == CampaignMode.CANCELLED;
      return FinishedRun.of(
          directory, ledger, row, cancelled ? Outcome.CANCELLED : Outcome.COMPLETED);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "campaign "
              + row.name()
              + " has not ended within "
              + patience.toSeconds()
              + " s: "
              + ledger.progress(row.id(), row.phases().size() - 1).stages(),
          e);
    }
  }

  /**
   * What the ledger has of a campaign that somebody else runs, as a workflow of the user's own.
   *
   * @throws IllegalArgumentException where there is none of the name
   */
  public FinishedRun found(String campaign) {
    CampaignRow row = row(campaign);
    Outcome outcome =
        row.mode() == CampaignMode.CANCELLED
            ? Outcome.CANCELLED
            : CampaignStart.isNeeded(ledger, row) ? Outcome.INTERRUPTED : Outcome.COMPLETED;
    return FinishedRun.of(directory, ledger, row, outcome);
  }

  private CampaignRow row(String campaign) {
    return ledger
        .findCampaign(campaign)
        .orElseThrow(() -> new IllegalArgumentException("found no campaign '" + campaign + "'"));
  }

  /**
   * Kills the worker with the device now, as by {@code kill -9}: what is not committed is lost.
   * Another one takes its place.
   */
  public void crashWorker() {
    PlayedWorker victim;
    synchronized (this) {
      victim = worker;
    }
    victim.kill();
  }

  /** How often the worker with the device has been killed. */
  public synchronized int crashes() {
    return dead.size();
  }

  /** On the thread of the one who dies, or kills: only what is quick. */
  private synchronized void replaceWorker() {
    if (closed) {
      return;
    }
    PlayedWorker victim = worker;
    dead.add(victim);
    undertaker.execute(
        () -> {
          victim.bury();
          synchronized (this) {
            worker = newWorker();
          }
        });
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    undertaker.shutdown();
    try {
      if (!undertaker.awaitTermination(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a worker that was killed has not ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      users.forEach(WorkerFactory::shutdownNow);
      worker.close();
      workflows.close();
      server.close();
      ledger.close();
    }
  }
}

package dev.lehr.worker.run;

import dev.lehr.activities.campaign.Blueprint;
import dev.lehr.activities.djl.Shutdown;
import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.IntentRequests;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.run.EnginePool;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.worker.embedded.EmbeddedTemporal;
import dev.lehr.worker.embedded.SlicePolicy;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Runs campaigns in this process alone: an embedded Temporal server, a worker for workflows, and a
 * worker with the engines. Everything that must outlive the process is in the ledger.
 */
public final class EmbeddedRunner implements CampaignRunner {

  private static final long SERVER_BUDGET_BYTES = 512L << 20;
  private static final int POLL_MILLIS = 200;

  /** What is to be said of several campaigns together: the least that came of one of them. */
  private static final Comparator<Outcome> BY_WEIGHT =
      Comparator.comparingInt(
          List.of(Outcome.COMPLETED, Outcome.CANCELLED, Outcome.PAUSED, Outcome.INTERRUPTED)
              ::indexOf);

  private final Ledger ledger;
  private final EngineListener listener;
  private final long serverBudgetBytes;
  private final UnaryOperator<Model> around;
  private final Consumer<Path> add;
  private final AtomicInteger servers = new AtomicInteger();
  private volatile boolean interrupted;
  private volatile List<String> remarks = List.of();

  /** A runner on a ledger that this process owns. */
  public EmbeddedRunner(Ledger ledger) {
    this(ledger, EngineListener.NONE);
  }

  /** A runner that others may ask to add the structures of a campaign file. */
  EmbeddedRunner(Ledger ledger, Consumer<Path> add) {
    this(ledger, EngineListener.NONE, SERVER_BUDGET_BYTES, model -> model, add);
  }

  /** A runner whose engines are watched. */
  public EmbeddedRunner(Ledger ledger, EngineListener listener) {
    this(ledger, listener, SERVER_BUDGET_BYTES);
  }

  /** A runner whose servers are replaced when they have grown beyond a budget. */
  EmbeddedRunner(Ledger ledger, EngineListener listener, long serverBudgetBytes) {
    this(ledger, listener, serverBudgetBytes, model -> model, file -> {});
  }

  /** A runner whose models are wrapped: for accidents on purpose. */
  EmbeddedRunner(Ledger ledger, EngineListener listener, UnaryOperator<Model> around) {
    this(ledger, listener, SERVER_BUDGET_BYTES, around, file -> {});
  }

  private EmbeddedRunner(
      Ledger ledger,
      EngineListener listener,
      long serverBudgetBytes,
      UnaryOperator<Model> around,
      Consumer<Path> add) {
    this.add = add;
    this.ledger = ledger;
    this.listener = listener;
    this.serverBudgetBytes = serverBudgetBytes;
    this.around = around;
  }

  /** How many embedded servers there have been. */
  int servers() {
    return servers.get();
  }

  @Override
  public void interrupt() {
    interrupted = true;
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }

  @Override
  public Outcome run(RunRequest request, Consumer<ProgressSnapshot> progress) {
    Shutdown.Hold untilCheckpointsAreWritten = Shutdown.hold();
    try (FixedThreadWorkers threads = new FixedThreadWorkers(request.threads())) {
      LoadedModels models = new LoadedModels(threads, request.devices(), around);
      request.jobs().forEach(job -> models.load(row(job.campaignId()), job.base()));
      Outcome outcome = null;
      while (outcome == null) {
        try (EnginePool engines = engines(threads, models, request)) {
          ProgressMeter meter = new ProgressMeter(ledger, ids(request), engines::stats);
          outcome = runOnServer(request, engines, models, meter, progress);
        }
      }
      remarks = models.remarks();
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    } finally {
      untilCheckpointsAreWritten.close();
    }
  }

  private CampaignRow row(long campaignId) {
    return ledger.campaign(campaignId).orElseThrow();
  }

  private static List<Long> ids(RunRequest request) {
    return request.jobs().stream().map(RunRequest.Job::campaignId).toList();
  }

  private EnginePool engines(FixedThreadWorkers threads, LoadedModels models, RunRequest request) {
    return new EnginePool(
        ledger,
        request.workspace(),
        threads,
        models.devices(),
        models::of,
        c -> Blueprint.of(c).engine(threads.threads()),
        request.host(),
        listener);
  }

  /**
   * Runs on one server until the campaign ends; the answer is null where another server is to go
   * on: this one is worn, or there is work again.
   */
  private @org.jspecify.annotations.Nullable Outcome runOnServer(
      RunRequest request,
      EnginePool engines,
      LoadedModels models,
      ProgressMeter meter,
      Consumer<ProgressSnapshot> progress)
      throws IOException {
    List<CampaignRow> campaigns = ids(request).stream().map(this::row).toList();
    int lanes = campaigns.stream().mapToInt(CampaignRow::lanes).sum();
    SlicePolicy policy = new SlicePolicy(serverBudgetBytes);
    int sliceSeconds = policy.sliceSeconds(lanes);
    IntentRequests requests = new IntentRequests(request.workspace());
    long start = System.nanoTime();
    servers.incrementAndGet();
    try (EmbeddedTemporal temporal = EmbeddedTemporal.start(request.temporalPort())) {
      LehrWorkers.register(
          temporal.workers(), ledger, engines, models, request.workspace(), lanes + 4);
      temporal.workers().start();
      Map<Long, CompletableFuture<CampaignProgress>> ends = new LinkedHashMap<>();
      for (CampaignRow campaign : campaigns) {
        ends.put(campaign.id(), start(temporal.client(), campaign, sliceSeconds));
      }
      while (!ends.values().stream().allMatch(CompletableFuture::isDone)) {
        progress.accept(meter.snapshot());
        if (interrupted) {
          temporal.stopWorkers();
          engines.close();
          return Outcome.INTERRUPTED;
        }
        double alive = (System.nanoTime() - start) * 1e-9;
        if (policy.isWorn(alive, lanes, sliceSeconds)) {
          temporal.stopWorkers();
          engines.close();
          return null;
        }
        sleep();
        requests.carryOut(ledger, add);
        if (onlyPausedAreLeft(ends, engines)) {
          return Outcome.PAUSED;
        }
      }
      progress.accept(meter.snapshot());
      Outcome outcome =
          ends.values().stream().map(EmbeddedRunner::outcome).max(BY_WEIGHT).orElseThrow();
      requests.carryOut(ledger, add);
      return outcome != Outcome.INTERRUPTED
              && ends.keySet().stream().anyMatch(this::hasBeenReopened)
          ? null
          : outcome;
    }
  }

  /** Whether a request has opened tasks again that the workflow which has ended did not see. */
  private boolean hasBeenReopened(long campaignId) {
    CampaignRow campaign = row(campaignId);
    if (campaign.part().isPresent()) {
      return campaign.mode() == CampaignMode.RUNNING && !ledger.progress(campaignId, 0).phaseDone();
    }
    return campaign.mode() == CampaignMode.RUNNING
        && ledger.progress(campaignId, 0).stages().stream()
            .flatMap(stage -> stage.counts().entrySet().stream())
            .anyMatch(n -> n.getValue() > 0 && !TaskStatus.ofKey(n.getKey()).isTerminal());
  }

  private boolean onlyPausedAreLeft(
      Map<Long, CompletableFuture<CampaignProgress>> ends, EnginePool engines) {
    List<Long> left =
        ends.entrySet().stream()
            .filter(e -> !e.getValue().isDone())
            .map(Map.Entry::getKey)
            .toList();
    return !left.isEmpty()
        && engines.stats().inFlight() == 0
        && engines.stats().waiting() == 0
        && left.stream().allMatch(id -> row(id).mode() == CampaignMode.PAUSED);
  }

  private static CompletableFuture<CampaignProgress> start(
      WorkflowClient client, CampaignRow campaign, int sliceSeconds) {
    WorkflowStub stub = CampaignStart.on(client, campaign, sliceSeconds);
    return stub.getResultAsync(CampaignProgress.class);
  }

  private static Outcome outcome(CompletableFuture<CampaignProgress> end) {
    try {
      CampaignProgress last = end.get();
      return last.mode() == CampaignMode.CANCELLED ? Outcome.CANCELLED : Outcome.COMPLETED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.INTERRUPTED;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      while (cause != null && cause.getCause() != null) {
        cause = cause.getCause();
      }
      String why = cause == null ? e.getMessage() : cause.getMessage();
      throw e.getCause() instanceof WorkflowException
          ? new IllegalStateException("the campaign's workflow failed: " + why, e)
          : new IllegalStateException("the embedded server failed: " + why, e);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.lehr.worker.observe;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.activities.run.EngineReading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a worker process from around its parts: the ledger, the engines, the slices, and the
 * connection to Temporal. None of these knows of it.
 */
public final class Observation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Observation.class);
  private static final int LOOK_SECONDS = 5;
  private static final int COUNT_SECONDS = 15;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final MeterRegistry registry;
  private final LedgerMeters ledgerMeters;
  private final Health health;

  /** One thread for each thing that may not answer. */
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          3,
          work -> {
            Thread thread = new Thread(work, "lehr-observe");
            thread.setDaemon(true);
            return thread;
          });

  private record Round(int seconds, Runnable work) {}

  private final List<Round> rounds = new ArrayList<>();
  private volatile Runnable sampling = () -> {};

  /** Nothing is watched yet; meters go to a registry of the caller's. */
  public Observation(MeterRegistry registry) {
    this.registry = registry;
    this.ledgerMeters = new LedgerMeters(registry);
    this.health = new Health(PATIENCE, System::nanoTime, ledgerMeters::isUp);
  }

  /** The state of the process. */
  public Health health() {
    return health;
  }

  /** A ledger that does the same and is watched; it is asked a short question now and then. */
  public Ledger ledger(Ledger ledger) {
    Ledger observed = ObservedLedger.around(ledger, ledgerMeters);
    every(LOOK_SECONDS, () -> ask(observed));
    return observed;
  }

  /** The meters know by the call itself whether there was an answer. */
  private static void ask(Ledger ledger) {
    ledger.campaign(0);
  }

  /**
   * Counts campaigns of a ledger that is watched already.
   *
   * @param stalls why campaigns stall that this process waits for, by the ledger's key
   */
  public void campaigns(Ledger observed, Supplier<Map<Long, String>> stalls) {
    every(COUNT_SECONDS, new CampaignMeters(registry, observed, stalls)::refresh);
  }

  /**
   * Watches engines.
   *
   * @param engines what they do now
   * @param slices how many slices run now
   */
  public void engines(Supplier<List<EngineReading>> engines, IntSupplier slices) {
    EngineMeters meters = new EngineMeters(registry, engines);
    Gauge.builder("lehr.slices.running", slices::getAsInt)
        .description("Slices that run in this process")
        .register(registry);
    sampling = meters::sample;
    every(
        LOOK_SECONDS,
        () -> {
          meters.sample();
          health.look(engines.get());
        });
  }

  /**
   * Asks Temporal a short question now and then.
   *
   * @param question throws where there is no answer
   */
  public void temporal(Runnable question) {
    every(
        LOOK_SECONDS,
        () -> {
          try {
            question.run();
            health.temporalAnswers(true);
          } catch (RuntimeException e) {
            health.temporalAnswers(false);
          }
        });
  }

  /** Takes the engines' figures now rather than at the next round: before meters are read. */
  public void refresh() {
    sampling.run();
  }

  private synchronized void every(int seconds, Runnable work) {
    rounds.add(new Round(seconds, work));
  }

  /** Begins to look, again and again, at what has been named. */
  @SuppressWarnings("FutureReturnValueIgnored")
  public synchronized void start() {
    for (Round round : rounds) {
      clock.scheduleWithFixedDelay(
          () -> quietly(round.work()), 0, round.seconds(), TimeUnit.SECONDS);
    }
    rounds.clear();
  }

  /** What is thrown would end the rounds; it is in the meters already, or nobody's concern. */
  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (LedgerException e) {
      LOG.debug("the ledger does not answer", e);
    } catch (RuntimeException e) {
      LOG.warn("a look at the worker failed: {}", String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}

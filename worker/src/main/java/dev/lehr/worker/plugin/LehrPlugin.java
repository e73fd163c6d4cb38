package dev.lehr.worker.plugin;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.encryption.PayloadEncryption;
import dev.lehr.worker.observe.Observation;
import dev.lehr.worker.run.RemoteWorker;
import dev.lehr.workflows.run.Contracts;
import dev.lehr.workflows.run.PayloadLimit;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.SimplePlugin;
import io.temporal.worker.WorkerFactory;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes Lehr into a user's own worker process: its workflows, its questions to the ledger and its
 * engines, on task queues of their own beside the user's.
 *
 * <pre>{@code
 * LehrPlugin lehr = new LehrPlugin(ledger, settings);
 * WorkflowClient client = WorkflowClient.newInstance(stubs,
 *     WorkflowClientOptions.newBuilder().setPlugins(lehr).build());
 * WorkerFactory factory = WorkerFactory.newInstance(client);
 * }</pre>
 *
 * <p>A user's workflow runs a campaign as a child: {@link CampaignChild}.
 *
 * <p>What the user's client and factory have stays in force, as with any plugin of the SDK:
 * interceptors are around Lehr's workflows and activities too, and a data converter and its codec
 * are used for all payloads but those that Lehr's workflows and activities say to each other, which
 * are JSON of Lehr's own, within the codec.
 */
public final class LehrPlugin extends SimplePlugin {

  private final Ledger ledger;
  private final RemoteWorker.Settings settings;
  private final PayloadEncryption encryption;
  private final Optional<MeterRegistry> meters;
  private @Nullable RemoteWorker worker;

  /**
   * A plugin.
   *
   * @param ledger of the campaigns; closed by its owner, after the worker factory has been shut
   *     down
   * @param settings how the engines work, and what the process does of all that there is to do: see
   *     {@link RemoteWorker.Settings#in} and {@link RemoteWorker.Settings#role}
   */
  public LehrPlugin(Ledger ledger, RemoteWorker.Settings settings) {
    this(ledger, settings, PayloadEncryption.NONE, Optional.empty());
  }

  /**
   * The same with encryption of what the server stores.
   *
   * @param key of all payloads of the client, the user's own too, outside whatever codec the client
   *     has
   */
  public LehrPlugin encrypting(PayloadEncryption key) {
    return new LehrPlugin(ledger, settings, key, meters);
  }

  /**
   * The same with meters.
   *
   * @param registry where they go, {@code lehr.*}: the user's own
   */
  public LehrPlugin metered(MeterRegistry registry) {
    return new LehrPlugin(ledger, settings, encryption, Optional.of(registry));
  }

  private LehrPlugin(
      Ledger ledger,
      RemoteWorker.Settings settings,
      PayloadEncryption encryption,
      Optional<MeterRegistry> meters) {
    super("dev.lehr");
    this.ledger = ledger;
    this.settings = settings;
    this.encryption = encryption;
    this.meters = meters;
  }

  /** Payloads are encrypted, and those that are too large are refused in a sentence. */
  @Override
  public void configureWorkflowClient(WorkflowClientOptions.Builder builder) {
    super.configureWorkflowClient(builder);
    var converter = builder.build().getDataConverter();
    builder.setDataConverter(
        PayloadLimit.around(
            encryption.around(
                converter == null ? Contracts.tolerant() : ContractConverter.around(converter))));
  }

  @Override
  public void startWorkerFactory(WorkerFactory factory, Consumer<WorkerFactory> next) {
    Optional<Observation> observation = meters.map(Observation::new);
    worker =
        observation
            .map(watching -> RemoteWorker.in(factory, ledger, settings, watching))
            .orElseGet(() -> RemoteWorker.in(factory, ledger, settings));
    observation.ifPresent(Observation::start);
    super.startWorkerFactory(factory, next);
  }

  @Override
  public void shutdownWorkerFactory(WorkerFactory factory, Consumer<WorkerFactory> next) {
    RemoteWorker running = worker;
    worker = null;
    if (running != null) {
      running.drain();
    }
    super.shutdownWorkerFactory(factory, next);
    if (running != null) {
      running.closeEngines();
    }
  }
}

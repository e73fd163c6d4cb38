package dev.lehr.worker.remote;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.encryption.PayloadEncryption;
import dev.lehr.workflows.run.Contracts;
import dev.lehr.workflows.run.PayloadLimit;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Where Temporal is, and as whom to speak to it: Temporal's environment configuration ({@code
 * TEMPORAL_ADDRESS}, {@code TEMPORAL_NAMESPACE}, {@code TEMPORAL_API_KEY}, {@code TEMPORAL_TLS_*},
 * profiles in {@code temporal.toml}), and above it what a user typed.
 *
 * @param address host and port; empty: as configured, else 127.0.0.1:7233
 * @param namespace empty: as configured, else {@code default}
 * @param profile of the configuration file; empty: {@code TEMPORAL_PROFILE}, else {@code default}
 * @param encryption of what the server stores
 */
public record TemporalAddress(
    Optional<String> address,
    Optional<String> namespace,
    Optional<String> profile,
    PayloadEncryption encryption) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** An address of a server that may read what it stores. */
  public TemporalAddress(
      Optional<String> address, Optional<String> namespace, Optional<String> profile) {
    this(address, namespace, profile, PayloadEncryption.NONE);
  }

  /** A connection; the caller closes it by {@link WorkflowServiceStubs#shutdown}. */
  public record Connection(WorkflowServiceStubs stubs, WorkflowClient client, String where) {

    private static final int ANSWER_SECONDS = 5;

    /**
     * Asks the server a short question.
     *
     * @throws RuntimeException where there is no answer
     */
    public void ask() {
      // The answer is that there is one.
      var unused =
          stubs
              .blockingStub()
              .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
              .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
    }
  }

  /**
   * Connects.
   *
   * @throws BadInputException where the configuration cannot be read or nobody answers there
   */
  public Connection connect() {
    return connect(new NoopScope());
  }

  /**
   * The same.
   *
   * @param metrics where the client and its workers count what they do
   */
  public Connection connect(Scope metrics) {
    return connect(metrics, why -> false);
  }

  /**
   * The same, with patience.
   *
   * @param again whether to try again where nobody answers, given what is wrong; it may wait before
   *     it says so
   */
  public Connection connect(Scope metrics, Predicate<String> again) {
    return connect(System.getenv(), metrics, again);
  }

  /** The same, in an environment of the caller's. */
  Connection connect(Map<String, String> environment) {
    return connect(environment, new NoopScope(), why -> false);
  }

  private Connection connect(
      Map<String, String> environment, Scope metrics, Predicate<String> again) {
    ClientConfigProfile configured = configured(environment);
    WorkflowServiceStubsOptions options = stubs(configured, metrics);
    WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(options);
    reach(service, options.getTarget(), again);
    WorkflowClientOptions.Builder client =
        WorkflowClientOptions.newBuilder(configured.toWorkflowClientOptions())
            .setDataConverter(PayloadLimit.around(encryption.around(Contracts.tolerant())));
    Instruments.into(client);
    namespace.ifPresent(client::setNamespace);
    WorkflowClientOptions clientOptions = client.build();
    return new Connection(
        service,
        WorkflowClient.newInstance(service, clientOptions),
        options.getTarget() + ", namespace " + named(clientOptions));
  }

  private static void reach(WorkflowServiceStubs service, String target, Predicate<String> again) {
    while (true) {
      try {
        service.connect(PATIENCE);
        return;
      } catch (RuntimeException e) {
        ConnectionTrouble trouble = ConnectionTrouble.of(e, PATIENCE.toSeconds());
        String why = target + ": " + trouble.sentence();
        if (!trouble.isAbsence() || !again.test("no Temporal server at " + why)) {
          service.shutdownNow();
          throw new BadInputException("no Temporal server", List.of(why));
        }
      }
    }
  }

  private WorkflowServiceStubsOptions stubs(ClientConfigProfile configured, Scope metrics) {
    try {
      WorkflowServiceStubsOptions.Builder stubs =
          WorkflowServiceStubsOptions.newBuilder(configured.toWorkflowServiceStubsOptions())
              .setMetricsScope(metrics);
      address.ifPresent(stubs::setTarget);
      return stubs.build();
    } catch (RuntimeException e) {
      throw unusable(e);
    }
  }

  private static String named(WorkflowClientOptions options) {
    String namespace = options.getNamespace();
    return namespace == null ? "default" : namespace;
  }

  private ClientConfigProfile configured(Map<String, String> environment) {
    LoadClientConfigProfileOptions.Builder options =
        LoadClientConfigProfileOptions.newBuilder().setEnvOverrides(environment);
    profile.ifPresent(options::setConfigFileProfile);
    try {
      return ClientConfigProfile.load(options.build());
    } catch (IOException | RuntimeException e) {
      throw unusable(e);
    }
  }

  /** A file that cannot be read is named by what lies below. */
  private static BadInputException unusable(Throwable e) {
    StringBuilder said = new StringBuilder(String.valueOf(e.getMessage()));
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && said.indexOf(cause.getMessage()) < 0) {
        said.append(": ").append(cause.getMessage());
      }
    }
    return new BadInputException(
        "Temporal's configuration cannot be used", List.of(said.toString()));
  }
}

package dev.lehr.worker.remote;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.encryption.PayloadEncryption;
import dev.lehr.workflows.run.PayloadLimit;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.GlobalDataConverter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  public record Connection(WorkflowServiceStubs stubs, WorkflowClient client, String where) {}

  /**
   * Connects.
   *
   * @throws BadInputException where the configuration cannot be read or nobody answers there
   */
  public Connection connect() {
    return connect(System.getenv());
  }

  /** The same, in an environment of the caller's. */
  Connection connect(Map<String, String> environment) {
    ClientConfigProfile configured = configured(environment);
    WorkflowServiceStubsOptions options = stubs(configured);
    WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(options);
    try {
      service.connect(PATIENCE);
    } catch (RuntimeException e) {
      service.shutdownNow();
      throw new BadInputException(
          "no Temporal server",
          List.of(options.getTarget() + ": " + ConnectionTrouble.of(e, PATIENCE.toSeconds())));
    }
    WorkflowClientOptions.Builder client =
        WorkflowClientOptions.newBuilder(configured.toWorkflowClientOptions())
            .setDataConverter(PayloadLimit.around(encryption.around(GlobalDataConverter.get())));
    namespace.ifPresent(client::setNamespace);
    WorkflowClientOptions clientOptions = client.build();
    return new Connection(
        service,
        WorkflowClient.newInstance(service, clientOptions),
        options.getTarget() + ", namespace " + named(clientOptions));
  }

  private WorkflowServiceStubsOptions stubs(ClientConfigProfile configured) {
    try {
      WorkflowServiceStubsOptions.Builder stubs =
          WorkflowServiceStubsOptions.newBuilder(configured.toWorkflowServiceStubsOptions());
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

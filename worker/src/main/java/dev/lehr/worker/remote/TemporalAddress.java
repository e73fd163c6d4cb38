package dev.lehr.worker.remote;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.workflows.run.Contracts;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where Temporal is, and as whom to speak to it: Temporal's environment configuration ({@code
 * TEMPORAL_ADDRESS}, {@code TEMPORAL_NAMESPACE}, {@code TEMPORAL_API_KEY}, {@code TEMPORAL_TLS_*},
 * profiles in {@code temporal.toml}), and above it what a user typed.
 *
 * @param address host and port; empty: as configured, else 127.0.0.1:7233
 * @param namespace empty: as configured, else {@code default}
 * @param profile of the configuration file; empty: {@code TEMPORAL_PROFILE}, else {@code default}
 */
public record TemporalAddress(
    Optional<String> address, Optional<String> namespace, Optional<String> profile) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    ClientConfigProfile configured = configured();
    WorkflowServiceStubsOptions.Builder stubs =
        WorkflowServiceStubsOptions.newBuilder(configured.toWorkflowServiceStubsOptions())
            .setMetricsScope(metrics);
    address.ifPresent(stubs::setTarget);
    WorkflowServiceStubsOptions options = stubs.build();
    WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(options);
    try {
      service.connect(PATIENCE);
    } catch (RuntimeException e) {
      service.shutdownNow();
      throw new BadInputException(
          "no Temporal server",
          List.of(
              options.getTarget()
                  + ": nobody answered within "
                  + PATIENCE.toSeconds()
                  + " s; see --address, or TEMPORAL_ADDRESS"));
    }
    WorkflowClientOptions.Builder client =
        WorkflowClientOptions.newBuilder(configured.toWorkflowClientOptions())
            .setDataConverter(Contracts.converter());
    namespace.ifPresent(client::setNamespace);
    WorkflowClientOptions clientOptions = client.build();
    return new Connection(
        service,
        WorkflowClient.newInstance(service, clientOptions),
        options.getTarget() + ", namespace " + named(clientOptions));
  }

  private static String named(WorkflowClientOptions options) {
    String namespace = options.getNamespace();
    return namespace == null ? "default" : namespace;
  }

  private ClientConfigProfile configured() {
    LoadClientConfigProfileOptions.Builder options = LoadClientConfigProfileOptions.newBuilder();
    profile.ifPresent(options::setConfigFileProfile);
    try {
      return ClientConfigProfile.load(options.build());
    } catch (IOException | RuntimeException e) {
      throw new BadInputException(
          "Temporal's configuration cannot be used", List.of(String.valueOf(e.getMessage())));
    }
  }
}

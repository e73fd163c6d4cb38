package dev.lehr.worker.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.google.protobuf.ByteString;
import dev.lehr.activities.campaign.Campaign;
import dev.lehr.activities.campaign.Stage;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.embedded.EmbeddedTemporal;
import dev.lehr.worker.run.Campaigns;
import dev.lehr.worker.run.ProcessBackend;
import dev.lehr.worker.run.RemoteWorker;
import dev.lehr.worker.run.Role;
import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.run.LehrWorkflows;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lehr in a worker process of a user's; docs/temporal.md shows the example from here. */
@Timeout(180)
class LehrPluginTest {

  private static final Path SELF =
      Path.of("src/test/java/dev/lehr/worker/plugin/LehrPluginTest.java");
  private static final Path GUIDE = Path.of("../docs/temporal.md");

  @TempDir Path workspace;
  private EmbeddedTemporal server;
  private Ledger ledger;

  /** What the user's workflow is asked for. */
  public record Wish(long campaignKey, String campaignName) {}

  /** A user's own workflow. */
  @WorkflowInterface
  public interface Mine {
    /** Answers how many structures went through the campaign. */
    @WorkflowMethod
    long run(Wish wish);
  }

  /** See {@link Mine}. */
  public static final class MyWorkflow implements Mine {
    @Override
    public long run(Wish wish) {
      CampaignInput campaign = new CampaignInput(wish.campaignKey(), wish.campaignName(), 10, 0);
      CampaignProgress end = CampaignChild.run(campaign);
      return end.stages().get(0).counts().getOrDefault("converged", 0L);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = EmbeddedTemporal.start(OptionalInt.empty());
    ledger = new ProcessBackend().own(workspace);
  }

  @AfterEach
  void end() {
    server.close();
    ledger.close();
  }

  private Wish wish() {
    CampaignInput taken =
        Campaigns.take(
            ledger,
            Campaign.named("metals")
                .prototypes(List.of("A1", "A2"), List.of("Cu", "Ni"))
                .model("eam-zhou2004", Map.of("elements", List.of("Cu", "Ni")))
                .stage(Stage.relax("relax").fmax(0.01)),
            workspace);
    return new Wish(taken.campaignId(), taken.name());
  }

  private static long run(WorkflowClient client, Wish wish) {
    return client
        .newWorkflowStub(Mine.class, WorkflowOptions.newBuilder().setTaskQueue("mine").build())
        .run(wish);
  }

  private static void end(WorkerFactory factory) {
    factory.shutdown();
    factory.awaitTermination(20, TimeUnit.SECONDS);
  }

  @Test
  void aUsersWorkflowHasACampaignDoneByTheWorkersOfItsOwnProcess() {
    WorkflowServiceStubs stubs = server.client().getWorkflowServiceStubs();
    // example: plugin
    LehrPlugin lehr = new LehrPlugin(ledger, RemoteWorker.Settings.in(workspace));
    WorkflowClient client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setPlugins(lehr).build());
    WorkerFactory factory = WorkerFactory.newInstance(client);
    factory.newWorker("mine").registerWorkflowImplementationTypes(MyWorkflow.class);
    factory.start();
    // end
    try {
      assertThat(run(client, wish())).isEqualTo(4);
      assertThat(Campaigns.results(ledger, "metals", "relax")).hasSize(4);
    } finally {
      end(factory);
    }
  }

  @Test
  void processesMayShareTheRoles() {
    WorkflowServiceStubs stubs = server.client().getWorkflowServiceStubs();
    RemoteWorker.Settings all = RemoteWorker.Settings.in(workspace);
    WorkflowClient workflows = client(stubs, new LehrPlugin(ledger, all.role(Role.WORKFLOWS)));
    WorkflowClient engine = client(stubs, new LehrPlugin(ledger, all.role(Role.ENGINE)));
    WorkerFactory first = WorkerFactory.newInstance(workflows);
    first.newWorker("mine").registerWorkflowImplementationTypes(MyWorkflow.class);
    first.start();
    WorkerFactory second = WorkerFactory.newInstance(engine);
    second.start();
    try {
      assertThat(first.tryGetWorker("lehr-workflows")).isNotNull();
      assertThat(first.tryGetWorker("lehr-engine")).isNull();
      assertThat(second.tryGetWorker("lehr-workflows")).isNull();
      assertThat(second.tryGetWorker("lehr-engine")).isNotNull();
      assertThat(run(workflows, wish())).isEqualTo(4);
    } finally {
      end(second);
      end(first);
    }
  }

  private static WorkflowClient client(WorkflowServiceStubs stubs, LehrPlugin plugin) {
    return WorkflowClient.newInstance(
        stubs, WorkflowClientOptions.newBuilder().setPlugins(plugin).build());
  }

  /** A codec that only signs. */
  private static final class Signing implements PayloadCodec {
    @Override
    public List<Payload> encode(List<Payload> payloads) {
      return payloads.stream()
          .map(p -> p.toBuilder().putMetadata("signed", ByteString.copyFromUtf8("users")).build())
          .toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
      assertThat(payloads).allMatch(Signing::isSigned);
      return payloads.stream().map(p -> p.toBuilder().removeMetadata("signed").build()).toList();
    }

    static boolean isSigned(Payload payload) {
      return payload.getMetadataMap().containsKey("signed");
    }
  }

  /** Sees what workers do. */
  private static final class Seeing extends WorkerInterceptorBase {
    final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
      seen.add("workflow " + io.temporal.workflow.Workflow.getInfo().getWorkflowType());
      return next;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
      return new io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase(next) {
        @Override
        public void init(ActivityExecutionContext context) {
          seen.add("activity " + context.getInfo().getActivityType());
          super.init(context);
        }
      };
    }
  }

  /** Sees what a client does. */
  private static final class Counting extends WorkflowClientInterceptorBase {
    final Set<String> started = ConcurrentHashMap.newKeySet();

    @Override
    public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
        WorkflowClientCallsInterceptor next) {
      return new io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase(next) {
        @Override
        public WorkflowStartOutput start(WorkflowStartInput input) {
          started.add(input.getWorkflowType());
          return super.start(input);
        }
      };
    }
  }

  private static DataConverter users() {
    return new CodecDataConverter(
        DefaultDataConverter.newDefaultInstance()
            .withPayloadConverterOverrides(
                new JacksonJsonPayloadConverter(
                    JacksonJsonPayloadConverter.newDefaultObjectMapper()
                        .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))),
        List.of(new Signing()));
  }

  private WorkflowExecutionStartedEventAttributes started(String workflow) {
    return server
        .client()
        .getWorkflowServiceStubs()
        .blockingStub()
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace("default")
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                .build())
        .getHistory()
        .getEvents(0)
        .getWorkflowExecutionStartedEventAttributes();
  }

  @Test
  void interceptorsAndConvertersOfTheUserStayInForceAndLehrsOwnWordsStayLehrs() throws Exception {
    Seeing workers = new Seeing();
    Counting clients = new Counting();
    WorkflowClient client =
        WorkflowClient.newInstance(
            server.client().getWorkflowServiceStubs(),
            WorkflowClientOptions.newBuilder()
                .setDataConverter(users())
                .setInterceptors(clients)
                .setPlugins(new LehrPlugin(ledger, RemoteWorker.Settings.in(workspace)))
                .build());
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setWorkerInterceptors(workers).build());
    factory.newWorker("mine").registerWorkflowImplementationTypes(MyWorkflow.class);
    factory.start();
    try {
      Mine mine =
          client.newWorkflowStub(
              Mine.class,
              WorkflowOptions.newBuilder().setTaskQueue("mine").setWorkflowId("m").build());
      assertThat(mine.run(wish())).isEqualTo(4);
    } finally {
      end(factory);
    }
    assertThat(clients.started).containsExactly("Mine");
    assertThat(workers.seen)
        .contains("workflow Mine", "workflow LehrCampaign", "workflow LehrShard");
    assertThat(workers.seen).anyMatch(s -> s.startsWith("activity ") && s.contains("lice"));
    Payload wish = started("m").getInput().getPayloads(0);
    assertThat(wish.getData().toStringUtf8()).contains("campaign_key");
    assertThat(wish).matches(Signing::isSigned);
    Payload campaign = started(LehrWorkflows.campaignId("metals")).getInput().getPayloads(0);
    assertThat(campaign.getData().toStringUtf8()).contains("sliceSeconds");
    assertThat(campaign).matches(Signing::isSigned);
  }

  @Test
  void theGuideShowsTheExample() throws IOException {
    Matcher m =
        Pattern.compile("// example: plugin\\n(.*?) *// end", Pattern.DOTALL)
            .matcher(Files.readString(SELF));
    assertThat(m.find()).isTrue();
    assertThat(Files.readString(GUIDE)).contains(m.group(1).stripTrailing().stripIndent().strip());
  }
}

package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.ledger.StageGraph.Node;
import dev.lehr.activities.ledger.StageGraph.OnFailure;
import dev.lehr.activities.ledger.StageGraph.Shape;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Graphs, outcomes and accidents are drawn; what comes of them is worked out beforehand. */
class LedgerGraphPropertyTest {

  private static Path directory = Path.of(".");
  private static Ledger ledger;
  private static int campaigns;

  @BeforeContainer
  static void open() throws IOException {
    directory = Files.createTempDirectory("lehr-graphs");
    ledger = SqlLedger.open(directory);
  }

  @AfterContainer
  static void close() throws IOException {
    ledger.close();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  @Property(tries = 150)
  void everyTaskEndsAsTheRulesSayWhateverHappensOnTheWay(@ForAll long seed) {
    Random random = new Random(seed);
    StageGraph graph = graph(random);
    long[] salts = random.longs(graph.size()).toArray();
    List<StructureRow> own = new ArrayList<>();
    IntStream.range(0, 1 + random.nextInt(6)).forEach(i -> own.add(structure(i, random)));
    CampaignRow campaign = create(graph, own, 1 + random.nextInt(4));
    GraphDriver driver = new GraphDriver(ledger, campaign.id(), salts, random);
    StringBuilder story = new StringBuilder();
    graph.nodes().forEach(node -> story.append(node).append('\n'));
    try {
      for (int act = random.nextInt(8); act > 0; act--) {
        int steps = random.nextInt(12);
        driver.run(steps);
        checkCounts(campaign.id(), graph);
        story.append(steps).append(" steps, ");
        story.append(intervene(campaign, graph, salts, own, random)).append('\n');
        checkCounts(campaign.id(), graph);
      }
      assertThat(driver.run(5_000)).as("it comes to an end").isTrue();
      checkCounts(campaign.id(), graph);
      checkEnds(campaign.id(), graph, new GraphModel(graph, salts, own));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + story, e);
    }
  }

  private static StructureRow structure(int i, Random random) {
    Optional<StructureRow.Rejection> rejection =
        random.nextInt(8) == 0
            ? Optional.of(new StructureRow.Rejection("not_finite", "line 3"))
            : Optional.empty();
    return new StructureRow(
        "s" + i, "digest" + i, "file#" + i, 2, "Cu2", new byte[] {(byte) i}, rejection);
  }

  private static CampaignRow create(StageGraph graph, List<StructureRow> own, int shardSize) {
    return ledger.createCampaign(
        new NewCampaign(
            "graph" + campaigns++,
            "{}",
            "d",
            "m",
            IntStream.range(0, graph.size()).mapToObj(i -> "stage" + i).toList(),
            graph,
            shardSize,
            2,
            false),
        own.iterator());
  }

  private static StageGraph graph(Random random) {
    List<Node> nodes = new ArrayList<>();
    int size = 1 + random.nextInt(7);
    for (int i = 0; i < size; i++) {
      nodes.add(node(nodes, random));
    }
    return new StageGraph(nodes);
  }

  private static Node node(List<Node> before, Random random) {
    Shape shape = Shape.EACH;
    int kind = random.nextInt(10);
    if (kind >= 8) {
      shape = Shape.EXPANSION;
    } else if (kind >= 6) {
      shape = Shape.COMPARISON;
    }
    OnFailure onFailure =
        random.nextInt(3) == 0 && shape == Shape.EACH ? OnFailure.CONTINUE : OnFailure.SKIP;
    Map<String, Integer> retries = new HashMap<>();
    if (shape == Shape.EACH && random.nextInt(3) == 0) {
      retries.put("max_iterations", 1 + random.nextInt(2));
      retries.put(random.nextBoolean() ? "failed" : "lost", 1);
    }
    return new Node(
        after(before, random),
        shape,
        shape == Shape.EACH && random.nextInt(3) > 0,
        onFailure,
        random.nextBoolean(),
        retries,
        Node.DEFAULT_DEADLINE_SECONDS);
  }

  /** Stages whose structures are the same. */
  private static List<Integer> after(List<Node> before, Random random) {
    if (before.isEmpty() || random.nextInt(8) == 0) {
      return List.of();
    }
    StageGraph graph = new StageGraph(before);
    List<Integer> after = new ArrayList<>();
    int first = random.nextInt(before.size());
    after.add(first);
    for (int i = 0; i < before.size(); i++) {
      if (i != first && random.nextInt(3) == 0 && leaves(graph, i) == leaves(graph, first)) {
        after.add(i);
      }
    }
    return after;
  }

  private static int leaves(StageGraph graph, int stage) {
    return graph.node(stage).shape() == Shape.EXPANSION ? stage : graph.origin(stage);
  }

  private static String intervene(
      CampaignRow campaign, StageGraph graph, long[] salts, List<StructureRow> own, Random random) {
    String request = "q" + random.nextLong();
    int what = random.nextInt(5);
    if (what == 0) {
      StructureRow more = structure(own.size(), random);
      own.add(more);
      ledger.addStructures(campaign.id(), List.of(more).iterator());
      return "a structure more";
    }
    if (what == 1) {
      ledger.recordIntent(new Intent(campaign.id(), request, Intent.Kind.CANCEL));
      checkCounts(campaign.id(), graph);
      ledger.recordIntent(new Intent(campaign.id(), request + "r", Intent.Kind.RESUME));
      return "cancelled and resumed";
    }
    if (what == 2) {
      ledger.recordIntent(new Intent(campaign.id(), request, Intent.Kind.RETRY));
      return "tried again";
    }
    String from = "";
    if (what == 3) {
      // The world has changed, and the user says from where on.
      int stage = random.nextInt(graph.size());
      salts[stage] = random.nextLong();
      from = "stage" + stage;
    }
    ledger.recordIntent(new Intent(campaign.id(), request, Intent.Kind.RESTART, from));
    return "restarted " + from;
  }

  /** Counts are kept in step with what they count. */
  private static void checkCounts(long campaign, StageGraph graph) {
    CampaignRow row = ledger.campaign(campaign).orElseThrow();
    CampaignProgress progress = ledger.progress(campaign, 0);
    List<Map<Long, TaskStatus>> stages = new ArrayList<>();
    for (int stage = 0; stage < graph.size(); stage++) {
      Map<Long, TaskStatus> tasks = new TreeMap<>();
      ledger.forEachResult(
          campaign, stage, Set.of(), false, r -> tasks.put(r.structure(), r.status()));
      stages.add(tasks);
      Map<String, Long> counts = new TreeMap<>();
      tasks.values().forEach(s -> counts.merge(s.key(), 1L, Long::sum));
      assertThat(new TreeMap<>(progress.stages().get(stage).counts()))
          .as("the tally of stage %d", stage)
          .isEqualTo(counts);
    }
    for (int phase = 0; phase < row.phases().size(); phase++) {
      for (int shard = 0; (long) shard * row.shardSize() < row.structures(); shard++) {
        assertThat(ledger.isShardDone(new ShardKey(campaign, phase, shard)))
            .as("phase %d, shard %d is done", phase, shard)
            .isEqualTo(isDone(row, stages, phase, shard));
      }
    }
  }

  private static boolean isDone(
      CampaignRow row, List<Map<Long, TaskStatus>> stages, int phase, int shard) {
    return row.phases().get(phase).stream()
        .flatMap(stage -> stages.get(stage).entrySet().stream())
        .filter(e -> e.getKey() / row.shardSize() == shard)
        .allMatch(e -> e.getValue().isTerminal());
  }

  private static void checkEnds(long campaign, StageGraph graph, GraphModel model) {
    for (int stage = 0; stage < graph.size(); stage++) {
      Map<String, GraphModel.Found> expected = new TreeMap<>(model.stage(stage));
      int s = stage;
      ledger.forEachResult(
          campaign,
          stage,
          Set.of(),
          false,
          r -> {
            GraphModel.Found found = expected.remove(r.id());
            if (found == null) {
              assertThat(r.status())
                  .as("stage %d of %s, which is no longer made", s, r.id())
                  .isEqualTo(TaskStatus.SKIPPED);
            } else {
              assertThat(r.status()).as("stage %d of %s", s, r.id()).isEqualTo(found.status());
              assertThat(r.properties())
                  .as("what stage %d finds of %s", s, r.id())
                  .isEqualTo(found.properties());
            }
          });
      assertThat(expected).as("structures that stage %d has not seen", stage).isEmpty();
    }
  }
}

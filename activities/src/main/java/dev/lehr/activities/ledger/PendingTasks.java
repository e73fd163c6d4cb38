package dev.lehr.activities.ledger;

import dev.lehr.activities.ledger.StageGraph.Node;
import dev.lehr.activities.ledger.StageGraph.OnFailure;
import dev.lehr.workflows.status.TaskStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads tasks that may start or go on; the connection is in a transaction. */
final class PendingTasks {

  private final Connection c;
  private final CampaignRow campaign;
  private final StageGraph graph;

  PendingTasks(Connection c, CampaignRow campaign) {
    this.c = c;
    this.campaign = campaign;
    this.graph = campaign.graph();
  }

  /** Those of a stage and a range of structures that are not among some. */
  List<PendingTask> of(int stage, long first, long end, Set<TaskKey> without) throws SQLException {
    return select(stage, "t.structure >= " + first + " AND t.structure < " + end, without);
  }

  /** Those of a stage and some structures. */
  List<PendingTask> of(int stage, Collection<Long> structures) throws SQLException {
    return structures.isEmpty()
        ? List.of()
        : select(stage, "t.structure IN (" + Sql.numbers(structures) + ")", Set.of());
  }

  private List<PendingTask> select(int stage, String which, Set<TaskKey> without)
      throws SQLException {
    Node node = graph.node(stage);
    int source = graph.source(stage);
    List<PendingTask> tasks = new ArrayList<>();
    Sql.each(
        c,
        "SELECT t.structure, t.generation, t.deaths, t.deaths_alone, t.again, s.id, s.payload,"
            + " r.state AS input, e.state AS reached, k.state AS checkpoint,"
            + " k.iterations AS k_iterations, k.swap_attempts AS k_attempts"
            + " FROM task t JOIN structure s ON s.campaign_id = t.campaign_id AND s.idx = t.structure"
            + " LEFT JOIN result r ON r.campaign_id = t.campaign_id AND r.stage = ?"
            + " AND r.structure = t.structure AND r.current = 1"
            + " LEFT JOIN result e ON t.attempts > 0 AND e.campaign_id = t.campaign_id"
            + " AND e.stage = t.stage AND e.structure = t.structure"
            + " AND e.generation = t.generation - 1 AND e.status = 'm'"
            + " LEFT JOIN checkpoint k ON k.campaign_id = t.campaign_id AND k.stage = t.stage"
            + " AND k.structure = t.structure"
            + " WHERE t.campaign_id = ? AND t.stage = ? AND "
            + which
            + " AND t.status IN ('p', 'r')"
            + before(node, stage)
            + " ORDER BY t.structure",
        r -> {
          TaskKey key = new TaskKey(campaign.id(), stage, r.getLong("structure"));
          if (!without.contains(key)) {
            tasks.add(task(key, r));
          }
        },
        source,
        campaign.id(),
        stage);
    List<PendingTask> complete = new ArrayList<>();
    for (PendingTask task : tasks) {
      complete.add(withContext(task, node));
    }
    return complete;
  }

  /**
   * What has to be done before. A structure that a stage made has not been there itself, but the
   * one that it was made of, and as long as that is done again it may yet be another one.
   */
  private String before(Node node, int stage) {
    int origin = graph.origin(stage);
    return node.after().stream()
        .map(
            a ->
                " AND EXISTS (SELECT 1 FROM task b WHERE b.campaign_id = t.campaign_id AND b.stage = "
                    + a
                    + " AND b.structure = "
                    + (a == origin ? "s.parent" : "t.structure")
                    + " AND b.status IN ("
                    + (graph.node(a).onFailure() == OnFailure.CONTINUE ? "'c', 'm', 'f'" : "'c'")
                    + "))")
        .collect(Collectors.joining());
  }

  private static PendingTask task(TaskKey key, ResultSet r) throws SQLException {
    byte @Nullable [] checkpoint = r.getBytes("checkpoint");
    byte @Nullable [] reached = r.getBytes("reached");
    byte @Nullable [] input = r.getBytes("input");
    byte @Nullable [] from = reached == null || reached.length == 0 ? input : reached;
    return new PendingTask(
        key,
        r.getString("id"),
        r.getInt("generation"),
        r.getBytes("payload"),
        Optional.ofNullable(from).filter(state -> state.length > 0),
        checkpoint == null
            ? Optional.empty()
            : Optional.of(
                new Checkpoint(checkpoint, r.getInt("k_iterations"), r.getInt("k_attempts"))),
        r.getInt("deaths"),
        r.getInt("deaths_alone"),
        new TaskContext(r.getInt("again") == 1, Map.of(), List.of()));
  }

  private PendingTask withContext(PendingTask task, Node node) throws SQLException {
    if (!node.readsFound()) {
      return task;
    }
    List<PendingJob> jobs = JobTable.read(c, task.key(), task.generation());
    Map<String, String> found = found(task.key().stage(), task.key().structure());
    return new PendingTask(
        task.key(),
        task.id(),
        task.generation(),
        task.structure(),
        task.input(),
        task.checkpoint(),
        task.uncleanDeaths(),
        task.evidence(),
        new TaskContext(task.context().again(), found, jobs));
  }

  /** What the stages before one have found of a structure, and of those that it was made of. */
  Map<String, String> found(int stage, long structure) throws SQLException {
    Map<String, String> found = new LinkedHashMap<>();
    List<Integer> ancestors = graph.ancestors(stage);
    long of = structure;
    int origin = graph.origin(stage);
    while (true) {
      int at = origin;
      readFound(ancestors.stream().filter(a -> graph.origin(a) == at).toList(), of, found);
      if (origin == StageGraph.INPUT) {
        return found;
      }
      of = parent(of);
      origin = graph.origin(origin);
    }
  }

  private void readFound(List<Integer> stages, long structure, Map<String, String> found)
      throws SQLException {
    if (stages.isEmpty()) {
      return;
    }
    String in = stages.stream().map(String::valueOf).collect(Collectors.joining(", "));
    Sql.each(
        c,
        "SELECT stage, properties FROM result WHERE current = 1 AND campaign_id = ? AND structure = ?"
            + " AND stage IN ("
            + in
            + ") ORDER BY stage",
        r -> found.put(campaign.stages().get(r.getInt(1)), r.getString(2)),
        campaign.id(),
        structure);
  }

  private long parent(long structure) throws SQLException {
    return Sql.one(
            c,
            "SELECT parent FROM structure WHERE campaign_id = ? AND idx = ?",
            r -> r.getLong(1),
            campaign.id(),
            structure)
        .orElseThrow();
  }

  /**
   * Tasks of a phase that may start because others have ended; what waited for two is there once.
   */
  List<PendingTask> readyAfter(List<TaskKey> ended, List<Integer> phase) throws SQLException {
    Map<Integer, Set<Long>> waiting = new TreeMap<>();
    for (TaskKey key : ended) {
      for (int next : graph.successors(key.stage())) {
        if (phase.contains(next)) {
          waiting.computeIfAbsent(next, stage -> new TreeSet<>()).add(key.structure());
        }
      }
    }
    List<PendingTask> ready = new ArrayList<>();
    for (Map.Entry<Integer, Set<Long>> entry : waiting.entrySet()) {
      ready.addAll(of(entry.getKey(), entry.getValue()));
    }
    return ready;
  }

  /** Whether a structure's task of a stage can still get to it, as its other stages stand. */
  boolean isLetIn(int stage, Map<Integer, TaskStatus> statuses) {
    int origin = graph.origin(stage);
    for (int a : graph.node(stage).after()) {
      TaskStatus before = statuses.get(a);
      if (a != origin && before != null && before.isTerminal() && !graph.node(a).lets(before)) {
        return false;
      }
    }
    return true;
  }
}

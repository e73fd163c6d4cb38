package dev.lehr.activities.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lehr.workflows.status.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the stages of a campaign hang together. A stage's number is its place in the list, and a
 * stage comes after those that it follows.
 *
 * @param nodes one for each stage
 */
public record StageGraph(List<Node> nodes) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** No stage: what comes is the structure as it was taken in. */
  public static final int INPUT = -1;

  /** How a stage looks at structures. */
  public enum Shape {
    /** Each by itself; it may go on as soon as it is done. */
    EACH,
    /** All together. */
    COMPARISON,
    /** Each by itself, and it may make several of one. */
    EXPANSION
  }

  /** What becomes of a structure, or of the campaign, where a stage fails. */
  public enum OnFailure {
    /** The structure's later stages are skipped. */
    SKIP,
    /** The structure goes on: as far as it came, or as it was. */
    CONTINUE,
    /** The campaign ends. */
    FAIL
  }

  /**
   * A stage.
   *
   * @param after the stages that have to be done before; the first one's structure is taken
   * @param shape how it looks at structures
   * @param carries whether structures leave it with a geometry of its own
   * @param onFailure what a failure means
   * @param readsFound whether it must be told what the stages before have found
   * @param retries how often an end is not the last word, by reason or status
   * @param deadlineSeconds how long workers may die of a task without a step forward
   */
  public record Node(
      List<Integer> after,
      Shape shape,
      boolean carries,
      OnFailure onFailure,
      boolean readsFound,
      Map<String, Integer> retries,
      long deadlineSeconds) {

    /** What a stage has that says nothing. */
    public static final long DEFAULT_DEADLINE_SECONDS = 24 * 3600;

    /** Copies. */
    public Node {
      after = List.copyOf(after);
      retries = Map.copyOf(retries);
    }

    /** A stage of the simplest kind. */
    public static Node simple(List<Integer> after) {
      return new Node(
          after, Shape.EACH, true, OnFailure.SKIP, false, Map.of(), DEFAULT_DEADLINE_SECONDS);
    }

    /** Whether later stages wait until all structures have been here. */
    public boolean isBarrier() {
      return shape != Shape.EACH;
    }

    /** Whether a structure goes on that ended here with a status. */
    public boolean lets(TaskStatus status) {
      return status.isSuccess()
          || (onFailure == OnFailure.CONTINUE
              && (status == TaskStatus.MAX_ITERATIONS || status == TaskStatus.FAILED));
    }

    /** How often a task that ended so may be tried again. */
    int retriesFor(TaskStatus status, String reason) {
      if (status != TaskStatus.FAILED && status != TaskStatus.MAX_ITERATIONS) {
        return 0;
      }
      return retries.getOrDefault(reason, retries.getOrDefault(status.key(), 0));
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException where a stage follows itself or a later one
   */
  public StageGraph {
    nodes = List.copyOf(nodes);
    for (int i = 0; i < nodes.size(); i++) {
      for (int a : nodes.get(i).after()) {
        if (a < 0 || a >= i) {
          throw new IllegalArgumentException("stage " + i + " follows stage " + a);
        }
      }
    }
  }

  /** Stages one after another. */
  public static StageGraph chain(int stages) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < stages; i++) {
      nodes.add(Node.simple(i == 0 ? List.of() : List.of(i - 1)));
    }
    return new StageGraph(nodes);
  }

  /** Number of stages. */
  public int size() {
    return nodes.size();
  }

  /** A stage. */
  public Node node(int stage) {
    return nodes.get(stage);
  }

  /** The stages that follow one directly. */
  public List<Integer> successors(int stage) {
    List<Integer> next = new ArrayList<>();
    for (int i = stage + 1; i < size(); i++) {
      if (nodes.get(i).after().contains(stage)) {
        next.add(i);
      }
    }
    return next;
  }

  /** All stages that come later on a way from one, in order. */
  public List<Integer> descendants(int stage) {
    Set<Integer> all = new TreeSet<>();
    for (int i = stage + 1; i < size(); i++) {
      for (int a : nodes.get(i).after()) {
        if (a == stage || all.contains(a)) {
          all.add(i);
        }
      }
    }
    return List.copyOf(all);
  }

  /** All stages on ways to one, in order. */
  public List<Integer> ancestors(int stage) {
    Set<Integer> all = new TreeSet<>(nodes.get(stage).after());
    for (int i = stage - 1; i >= 0; i--) {
      if (all.contains(i)) {
        all.addAll(nodes.get(i).after());
      }
    }
    return List.copyOf(all);
  }

  /** The stage whose structures come to one: one that makes structures, or {@link #INPUT}. */
  public int origin(int stage) {
    List<Integer> after = nodes.get(stage).after();
    if (after.isEmpty()) {
      return INPUT;
    }
    int before = after.get(0);
    return nodes.get(before).shape() == Shape.EXPANSION ? before : origin(before);
  }

  /** The stages whose structures are those that a stage makes, or the campaign's own. */
  public List<Integer> stagesOf(int origin) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      if (origin(i) == origin) {
        all.add(i);
      }
    }
    return all;
  }

  /**
   * The stage whose final states a stage starts from; {@link #INPUT} where it starts from the
   * structure's record.
   */
  public int source(int stage) {
    List<Integer> after = nodes.get(stage).after();
    if (after.isEmpty()) {
      return INPUT;
    }
    int before = after.get(0);
    if (nodes.get(before).shape() == Shape.EXPANSION) {
      return INPUT;
    }
    return nodes.get(before).carries() ? before : source(before);
  }

  /** The stage that has the state in which structures leave one. */
  public int stateOf(int stage) {
    return nodes.get(stage).carries() ? stage : source(stage);
  }

  /** The phase in which a stage is. */
  public int phaseOf(int stage) {
    return phasesByStage()[stage];
  }

  private int[] phasesByStage() {
    int[] phases = new int[size()];
    for (int i = 0; i < size(); i++) {
      for (int a : nodes.get(i).after()) {
        phases[i] = Math.max(phases[i], phases[a] + (nodes.get(a).isBarrier() ? 1 : 0));
      }
    }
    return phases;
  }

  /** The stages of each phase through which structures go one by one. */
  public List<List<Integer>> phases() {
    return byPhase(false);
  }

  /** The stages at the end of each phase, for which all structures have to be there. */
  public List<List<Integer>> barriers() {
    return byPhase(true);
  }

  private List<List<Integer>> byPhase(boolean barriers) {
    int[] phaseOf = phasesByStage();
    List<List<Integer>> phases = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      while (phases.size() <= phaseOf[i]) {
        phases.add(new ArrayList<>());
      }
      if (nodes.get(i).isBarrier() == barriers) {
        phases.get(phaseOf[i]).add(i);
      }
    }
    return phases;
  }

  /** As text for the database. */
  String written() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What was {@link #written}.
   *
   * @throws LedgerException where the text is damaged
   */
  static StageGraph read(String text) {
    try {
      @Nullable StageGraph graph = JSON.readValue(text, StageGraph.class);
      if (graph == null || graph.size() == 0) {
        throw damaged("it has no stages", null);
      }
      return graph;
    } catch (JsonProcessingException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private static LedgerException damaged(String how, @Nullable Exception cause) {
    return new LedgerException("the ledger's graph of stages is damaged: " + how, cause, false);
  }
}

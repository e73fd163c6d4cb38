package dev.lehr.activities.ledger;

import dev.lehr.activities.ledger.StageGraph.Node;
import dev.lehr.activities.ledger.StageGraph.OnFailure;
import dev.lehr.activities.ledger.StageGraph.Shape;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What becomes of structures in a graph of stages, worked out in one go and in order: what a ledger
 * must come to, whatever happens on the way. What a task finds is a digest of all that it gets to
 * see, so that a stale result anywhere changes what comes after.
 */
final class GraphModel {

  /** What a task or an attempt at it comes to. */
  record Found(TaskStatus status, String reason, long value, byte[] state) {
    String properties() {
      return status == TaskStatus.CONVERGED || status == TaskStatus.MAX_ITERATIONS
          ? "{\"v\":" + value + "}"
          : "{}";
    }

    TaskResult result() {
      return new TaskResult(status, reason, "", Double.NaN, 1, 1, properties(), state);
    }
  }

  /** A structure: one of the campaign's own, or made of another one. */
  private record Member(String id, byte[] payload, boolean rejected, Optional<Member> parent) {}

  private final StageGraph graph;
  private final long[] salts;
  private final List<Map<String, Found>> found = new ArrayList<>();
  private final Map<Integer, List<Member>> members = new TreeMap<>();

  GraphModel(StageGraph graph, long[] salts, List<StructureRow> own) {
    this.graph = graph;
    this.salts = salts;
    for (int stage = 0; stage < graph.size(); stage++) {
      found.add(new TreeMap<>());
      members.put(stage, new ArrayList<>());
    }
    members.put(
        StageGraph.INPUT,
        own.stream()
            .map(s -> new Member(s.id(), s.payload(), s.rejection().isPresent(), Optional.empty()))
            .toList());
    for (int stage = 0; stage < graph.size(); stage++) {
      if (graph.node(stage).shape() == Shape.COMPARISON) {
        compare(stage);
      } else {
        for (Member m : members.get(graph.origin(stage))) {
          work(stage, m);
        }
      }
    }
  }

  /** What is found in a stage, by structure. */
  Map<String, Found> stage(int stage) {
    return found.get(stage);
  }

  private Optional<Found> closed(int stage, Member m) {
    int origin = graph.origin(stage);
    if (m.rejected()) {
      boolean first = graph.stagesOf(origin).get(0) == stage;
      return Optional.of(
          new Found(first ? TaskStatus.REJECTED : TaskStatus.SKIPPED, "", 0, new byte[0]));
    }
    for (int a : graph.node(stage).after()) {
      if (a != origin && !graph.node(a).lets(found.get(a).get(m.id()).status())) {
        return Optional.of(new Found(TaskStatus.SKIPPED, "", 0, new byte[0]));
      }
    }
    return Optional.empty();
  }

  private void work(int stage, Member m) {
    Optional<Found> closed = closed(stage, m);
    if (closed.isPresent()) {
      found.get(stage).put(m.id(), closed.get());
      return;
    }
    Node node = graph.node(stage);
    byte[] input = input(stage, m);
    Map<String, String> seen = node.readsFound() || node.isBarrier() ? seen(stage, m) : Map.of();
    Found end = attempt(graph, stage, salts[stage], 0, m.id(), m.payload(), input, seen);
    for (int k = 1; !node.isBarrier() && k <= node.retriesFor(end.status(), end.reason()); k++) {
      boolean reached = end.status() == TaskStatus.MAX_ITERATIONS && end.state().length > 0;
      byte[] from = reached ? end.state() : input;
      end = attempt(graph, stage, salts[stage], k, m.id(), m.payload(), from, seen);
    }
    found.get(stage).put(m.id(), end);
    if (node.shape() == Shape.EXPANSION && end.status().isSuccess()) {
      for (StructureRow child : children(stage, m.id(), end.value())) {
        members.get(stage).add(new Member(child.id(), child.payload(), false, Optional.of(m)));
      }
    }
  }

  private void compare(int stage) {
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (Member m : members.get(graph.origin(stage))) {
      Optional<Found> closed = closed(stage, m);
      if (closed.isPresent()) {
        found.get(stage).put(m.id(), closed.get());
      } else {
        all.put(m.id(), seen(stage, m));
      }
    }
    found.get(stage).putAll(compared(stage, salts[stage], all));
  }

  private byte[] input(int stage, Member m) {
    int source = graph.source(stage);
    return source == StageGraph.INPUT ? new byte[0] : found.get(source).get(m.id()).state();
  }

  private Map<String, String> seen(int stage, Member m) {
    Map<String, String> seen = new TreeMap<>();
    Optional<Member> of = Optional.of(m);
    int origin = graph.origin(stage);
    while (of.isPresent()) {
      for (int a : graph.ancestors(stage)) {
        if (graph.origin(a) == origin) {
          seen.put("stage" + a, found.get(a).get(of.get().id()).properties());
        }
      }
      origin = origin == StageGraph.INPUT ? origin : graph.origin(origin);
      of = of.get().parent();
    }
    return seen;
  }

  // The rules by which tasks end; drivers of a ledger use them too.

  /** What an attempt at a task comes to, from what it sees. */
  static Found attempt(
      StageGraph graph,
      int stage,
      long salt,
      int attempt,
      String id,
      byte[] payload,
      byte[] input,
      Map<String, String> seen) {
    Node node = graph.node(stage);
    long value =
        digest(
            stage
                + "/"
                + salt
                + "/"
                + id
                + "/"
                + Arrays.toString(payload)
                + "/"
                + Arrays.toString(input)
                + "/"
                + new TreeMap<>(seen)
                + "/"
                + attempt);
    int luck = Math.floorMod(value, 100);
    TaskStatus status =
        luck < 70
            ? TaskStatus.CONVERGED
            : luck < 80
                ? TaskStatus.FAILED
                : luck < 90 && !node.isBarrier() ? TaskStatus.MAX_ITERATIONS : TaskStatus.FILTERED;
    String reason = status == TaskStatus.FAILED ? (luck % 2 == 0 ? "exploded" : "lost") : "";
    return new Found(status, reason, value, state(node, status, value, input, payload));
  }

  private static byte[] state(
      Node node, TaskStatus status, long value, byte[] input, byte[] payload) {
    if (node.isBarrier() || !node.carries()) {
      return new byte[0];
    }
    if (status == TaskStatus.FAILED && node.onFailure() == OnFailure.CONTINUE) {
      return input.length == 0 ? payload : input;
    }
    return status == TaskStatus.CONVERGED || status == TaskStatus.MAX_ITERATIONS
        ? bytes(value)
        : new byte[0];
  }

  /** What a comparison says of all that have come to it. */
  static Map<String, Found> compared(
      int stage, long salt, Map<String, Map<String, String>> candidates) {
    StringBuilder all = new StringBuilder();
    candidates.forEach((id, seen) -> all.append(id).append(new TreeMap<>(seen)).append(';'));
    long together = digest(stage + "/" + salt + "/" + all);
    Map<String, Found> found = new TreeMap<>();
    for (String id : candidates.keySet()) {
      long value = digest(together + "/" + id);
      int luck = Math.floorMod(value, 100);
      TaskStatus status =
          luck < 70 ? TaskStatus.CONVERGED : luck < 90 ? TaskStatus.FILTERED : TaskStatus.FAILED;
      found.put(id, new Found(status, "", value, new byte[0]));
    }
    return found;
  }

  /** What a stage makes of a structure. */
  static List<StructureRow> children(int stage, String parent, long value) {
    List<StructureRow> children = new ArrayList<>();
    for (int k = 0; k < Math.floorMod(value / 100, 4); k++) {
      long content = digest(value + "/" + k);
      children.add(
          new StructureRow(
              parent + "-" + stage + "-" + k,
              "digest" + content,
              "made of " + parent,
              1,
              "Cu",
              bytes(content),
              Optional.empty()));
    }
    return children;
  }

  static long digest(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b) * 0x100000001b3L;
    }
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    hash *= 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}

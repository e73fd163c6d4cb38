package dev.lehr.activities.reports.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What there is to say of all structures together, gathered in one pass. */
public final class Overview {

  /** Examples of each reason, and of each warning. */
  public static final int EXAMPLES = 5;

  /** Different reasons and warnings that are told apart; details may hold numbers. */
  private static final int KINDS = 200;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final Set<String> NOT_COLUMNS = Set.of("reason", "detail", "finished_at", "note");
  private static final Set<String> QUIET = Set.of("converged", "pending", "running", "skipped");

  private final List<StageInfo> stages;
  private final List<Map<String, Long>> counts = new ArrayList<>();
  private final Set<Column> columns = new LinkedHashSet<>();
  private final Map<String, Failure> failures = new LinkedHashMap<>();
  private final Map<String, Failure> warnings = new LinkedHashMap<>();
  private final Map<Integer, Set<String>> namesOf = new TreeMap<>();
  private final Set<Integer> stepped = new HashSet<>();
  private long structures;
  private Optional<Instant> last = Optional.empty();

  /** Of no structures yet. */
  public Overview(List<StageInfo> stages) {
    this.stages = List.copyOf(stages);
    stages.forEach(stage -> counts.add(new LinkedHashMap<>()));
  }

  /** Takes a structure into account. */
  public void add(StructureResults structure) {
    structures++;
    structure.stages().forEach((stage, fields) -> add(structure.id(), stage, fields));
  }

  private void add(String id, int stage, ObjectNode fields) {
    String status = fields.path("status").asText();
    counts.get(stage).merge(status, 1L, Long::sum);
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      namesOf.computeIfAbsent(stage, s -> new LinkedHashSet<>()).add(field.getKey());
      if (isScalar(field.getValue()) && !NOT_COLUMNS.contains(field.getKey())) {
        String name = field.getKey();
        columns.add(new Column(stage, name, stages.get(stage).id() + "." + name));
      }
    }
    if (fields.path("iterations").asLong() > 0) {
      stepped.add(stage);
    }
    if (!QUIET.contains(status)) {
      group(failures, stage, status, fields.path("reason").asText(""), id, detail(fields));
    }
    for (String name : List.of("note", "warnings")) {
      JsonNode said = fields.path(name);
      if (said.isTextual()) {
        group(warnings, stage, "warning", said.asText(), id, "");
      }
      said.forEach(text -> group(warnings, stage, "warning", text.asText(), id, ""));
    }
    if (fields.path("finished_at").isTextual()) {
      Instant at = Instant.parse(fields.path("finished_at").asText());
      last = last.filter(l -> l.isAfter(at)).or(() -> Optional.of(at));
    }
  }

  private static String detail(ObjectNode fields) {
    return fields.path("detail").isTextual() ? fields.path("detail").asText() : "";
  }

  private void group(
      Map<String, Failure> groups, int stage, String status, String why, String id, String detail) {
    String reason = why.equals("null") ? "" : why;
    // Sentences that differ by their numbers alone say the same; the first one stands for all.
    boolean isSentence = reason.indexOf(' ') >= 0;
    String kind = isSentence ? NUMBER.matcher(reason).replaceAll("#") : reason;
    String key = stage + "\n" + status + "\n" + kind;
    if (!groups.containsKey(key) && groups.size() >= KINDS) {
      reason = "others, of more than " + KINDS + " kinds";
      key = stage + "\n" + status + "\n";
    }
    Failure before =
        groups.getOrDefault(key, new Failure(stages.get(stage).id(), status, reason, 0, List.of()));
    List<Failure.Example> examples = new ArrayList<>(before.examples());
    if (examples.size() < EXAMPLES) {
      examples.add(new Failure.Example(id, detail));
    }
    groups.put(
        key,
        new Failure(
            before.stage(), status, before.reason(), before.count() + 1, List.copyOf(examples)));
  }

  private static boolean isScalar(JsonNode value) {
    return value.isNumber() || value.isBoolean() || value.isTextual();
  }

  /** The stages. */
  public List<StageInfo> stages() {
    return stages;
  }

  /** How many structures there are. */
  public long structures() {
    return structures;
  }

  /** How many structures have a status in a stage; statuses without any are absent. */
  public Map<String, Long> counts(int stage) {
    return Map.copyOf(counts.get(stage));
  }

  /** The scalar values that any structure has, by stage, in the order of their first sight. */
  public List<Column> columns() {
    return columns.stream()
        .sorted(Comparator.comparingInt(Column::stage))
        .collect(Collectors.toList());
  }

  /** Whether any structure has a value of this name in any stage. */
  public boolean has(String name) {
    return namesOf.values().stream().anyMatch(names -> names.contains(name));
  }

  /** Whether any structure has made a step in a stage. */
  public boolean hasSteps(int stage) {
    return stepped.contains(stage);
  }

  /** What did not come through, most frequent first. */
  public List<Failure> failures() {
    return byCount(failures);
  }

  /** What stages warn of, most frequent first. */
  public List<Failure> warnings() {
    return byCount(warnings);
  }

  private static List<Failure> byCount(Map<String, Failure> groups) {
    return groups.values().stream()
        .sorted(Comparator.comparingLong((Failure f) -> -f.count()))
        .toList();
  }

  /** When the last result was found. */
  public Optional<Instant> last() {
    return last;
  }
}

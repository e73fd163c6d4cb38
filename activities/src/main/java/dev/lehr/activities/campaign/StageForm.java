package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.commands.CommandStage;
import dev.lehr.activities.commands.Pools;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.document.Guess;
import dev.lehr.activities.expressions.Expression;
import dev.lehr.activities.expressions.ExpressionException;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StageGraph.OnFailure;
import dev.lehr.activities.plugins.Plugins;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.activities.stages.StageKinds;
import dev.lehr.activities.stages.StageSite;
import dev.lehr.activities.stages.StandardValues;
import dev.lehr.simulation.units.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;

/** The stages of a campaign file, and what of them is the same for every kind. */
final class StageForm {

  private static final int MOST_RETRIES = 100;
  private static final Set<String> CLASSES = Set.of("max_iterations", "failed");

  private final long seed;
  private final Path folder;
  private final List<StageSpec> stages = new ArrayList<>();
  private final List<StageRules> rules = new ArrayList<>();
  private final Map<String, Trajectory> trajectories = new LinkedHashMap<>();

  StageForm(long seed, Path folder) {
    this.seed = seed;
    this.folder = folder;
  }

  /** The stages, each after those that it follows. */
  List<StageSpec> stages() {
    return List.copyOf(stages);
  }

  /** What each says besides. */
  List<StageRules> rules() {
    return List.copyOf(rules);
  }

  /** Which frames are kept, by stage. */
  Map<String, Trajectory> trajectories() {
    return trajectories;
  }

  void read(List<Fields> objects) {
    for (StageOrder.Entry entry : StageOrder.of(objects)) {
      read(entry);
    }
  }

  private void read(StageOrder.Entry entry) {
    Fields f = entry.fields();
    String kind = kind(f);
    Vocabulary vocabulary = vocabulary(entry.after());
    StageRules rule = rules(f, entry.after(), vocabulary);
    Optional<StageSpec> spec = spec(f, entry, kind, vocabulary);
    checkOrigins(f, entry.after());
    if (spec.isPresent()) {
      f.end();
      stages.add(spec.get());
    } else {
      stages.add(new StageSpec.Static(entry.id()));
    }
    rules.add(rule);
  }

  private static String kind(Fields f) {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("relax", "relax");
    kinds.put("static", "static");
    kinds.put("md", "md");
    StageKinds.all().forEach((name, kind) -> kinds.put(name, name));
    if (!f.has("kind")) {
      f.problem("kind", "is missing, expected one of " + String.join(", ", kinds.keySet()));
    }
    String word = f.optionalText("kind").orElse("");
    if (!word.isEmpty()
        && !kinds.containsKey(word)
        && Guess.closest(word, kinds.keySet()).isEmpty()) {
      f.problem(
          "kind",
          "found '"
              + word
              + "', expected one of "
              + String.join(", ", kinds.keySet())
              + "; "
              + Plugins.HINT);
      return "";
    }
    return f.choice("kind", kinds, "");
  }

  private Optional<StageSpec> spec(
      Fields f, StageOrder.Entry entry, String kind, Vocabulary vocabulary) {
    String id = entry.id();
    boolean advances = kind.equals("relax") || kind.equals("static") || kind.equals("md");
    if (advances) {
      trajectory(f, id, kind.equals("md"));
    }
    return switch (kind) {
      case "relax" -> Optional.of(RelaxForm.read(f, id));
      case "md" -> Optional.of(MdForm.read(f, id, source(entry.after())));
      case "static" -> Optional.of(new StageSpec.Static(id));
      default ->
          StageKinds.find(kind)
              .map(k -> new StageSpec.Kind(id, k.name(), k.version(), read(k, f, id, vocabulary)));
    };
  }

  private ConfiguredStage read(StageKind kind, Fields f, String id, Vocabulary vocabulary) {
    ConfiguredStage stage = StageKinds.read(kind, f, new StageSite(id, seed, vocabulary, folder));
    if (stage instanceof CommandStage command) {
      CommandStage.Loaded loaded = command.withTemplates(folder);
      loaded.problems().forEach(problem -> f.problem("input", problem));
      return loaded.stage();
    }
    return stage;
  }

  /** The stage from which structures come, past those that change none. */
  private Optional<StageSpec> source(List<String> after) {
    if (after.isEmpty()) {
      return Optional.empty();
    }
    int i = index(after.get(0));
    if (i < 0) {
      return Optional.empty();
    }
    return stages.get(i) instanceof StageSpec.Kind kind && !Graphs.carries(kind)
        ? source(rules.get(i).after())
        : Optional.of(stages.get(i));
  }

  private int index(String id) {
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  /** What expressions of a stage may name. */
  static Vocabulary vocabularyOf(CampaignDefinition definition, int index) {
    StageForm form = new StageForm(definition.seed(), Path.of(""));
    form.stages.addAll(definition.stages());
    form.rules.addAll(definition.rules());
    return form.vocabulary(definition.rules().get(index).after());
  }

  /** What all stages find. */
  Vocabulary vocabularyOfAll() {
    return vocabulary(ids());
  }

  List<String> ids() {
    return stages.stream().map(StageSpec::id).toList();
  }

  /** What the stages before one find. */
  private Vocabulary vocabulary(List<String> after) {
    Set<String> before = ancestors(after);
    Vocabulary.Builder names = Vocabulary.ofStructures();
    for (int i = 0; i < stages.size(); i++) {
      StageSpec stage = stages.get(i);
      if (before.contains(stage.id())) {
        names.stage(stage.id(), ancestors(rules.get(i).after()), values(stage));
      }
    }
    return names.build();
  }

  private Set<String> ancestors(List<String> after) {
    Set<String> all = new LinkedHashSet<>(after);
    for (int i = stages.size() - 1; i >= 0; i--) {
      if (all.contains(stages.get(i).id())) {
        all.addAll(rules.get(i).after());
      }
    }
    return all;
  }

  private static Map<String, ValueType> values(StageSpec stage) {
    if (stage instanceof StageSpec.Kind kind) {
      return kind.stage().values();
    }
    return stage instanceof StageSpec.Relax
        ? StandardValues.OF_RELAXATIONS
        : StandardValues.OF_EVALUATIONS;
  }

  private StageRules rules(Fields f, List<String> after, Vocabulary vocabulary) {
    Map<String, OnFailure> words = new LinkedHashMap<>();
    for (OnFailure word : OnFailure.values()) {
      words.put(word.name().toLowerCase(Locale.ROOT), word);
    }
    return new StageRules(
        after,
        when(f, vocabulary),
        f.choice("on_failure", words, OnFailure.SKIP),
        retries(f),
        (long)
            f.quantity(
                "deadline",
                Dimension.WALL_TIME,
                StageGraph.Node.DEFAULT_DEADLINE_SECONDS,
                1,
                false),
        (int) f.integer("priority", 0, -1000, 1000),
        pool(f),
        f.choice("cache", Map.of("true", true, "false", false), true));
  }

  private static String pool(Fields f) {
    String pool = f.optionalText("pool").orElse(f.is("kind", "command") ? Pools.DEFAULT : "");
    if (f.has("pool") && !pool.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      f.problem(
          "pool", "found '" + pool + "', expected letters, digits, dots, dashes, underscores");
    }
    return pool;
  }

  private static String when(Fields f, Vocabulary vocabulary) {
    String source = f.optionalText("when").orElse("");
    if (f.has("when")) {
      try {
        return Expression.compile(source, vocabulary, ValueType.TRUTH).source();
      } catch (ExpressionException e) {
        e.problems().forEach(p -> f.problem("when", p.toString()));
      }
    }
    return "";
  }

  private static Map<String, Integer> retries(Fields f) {
    Map<String, Integer> retries = new TreeMap<>();
    if (f.node("retries") instanceof MappingNode) {
      Fields by = f.object("retries");
      for (String reason : by.keys()) {
        if (!reason.matches("[a-z][a-z0-9_]*")) {
          by.problem(reason, "found '" + reason + "', expected a status or a reason of a failure");
        }
        retries.put(reason, (int) by.integer(reason, 0, 0, MOST_RETRIES));
      }
    } else if (f.has("retries")) {
      int all = (int) f.integer("retries", 0, 0, MOST_RETRIES);
      CLASSES.forEach(c -> retries.put(c, all));
    }
    retries.values().removeIf(n -> n == 0);
    return retries;
  }

  private void trajectory(Fields f, String stage, boolean hasMomenta) {
    if (f.node("trajectory") instanceof MappingNode) {
      trajectories.put(stage, Trajectory.read(f.object("trajectory"), hasMomenta));
      return;
    }
    String word = f.optionalText("trajectory").orElse("none").strip();
    Trajectory.parse(word)
        .ifPresentOrElse(
            t -> t.ifPresent(some -> trajectories.put(stage, some)),
            () -> f.problem("trajectory", "found '" + word + "', expected " + Trajectory.EXPECTED));
  }

  /** What a stage follows has to speak of the same structures. */
  private void checkOrigins(Fields f, List<String> after) {
    Map<String, String> origins = new LinkedHashMap<>();
    for (String id : after) {
      origins.putIfAbsent(origin(id), id);
    }
    if (origins.size() > 1) {
      List<String> ids = List.copyOf(origins.values());
      f.problem(
          "after",
          "'"
              + ids.get(0)
              + "' and '"
              + ids.get(1)
              + "' have different structures: a stage between them makes several of one");
    }
  }

  /** The stage that made the structures which leave a stage; empty: the campaign's own. */
  private String origin(String id) {
    int i = index(id);
    if (i < 0) {
      return "";
    }
    if (stages.get(i) instanceof StageSpec.Kind kind && Graphs.isExpansion(kind.stage())) {
      return id;
    }
    List<String> after = rules.get(i).after();
    return after.isEmpty() ? "" : origin(after.get(0));
  }

  /**
   * Writes what is not the default.
   *
   * @param above id of the stage above; empty: it is the first
   */
  static void write(StageRules rules, String above, ObjectNode node) {
    List<String> usual = above.isEmpty() ? List.of() : List.of(above);
    if (rules.after().equals(usual)) {
      usual.forEach(id -> node.put("after", id));
    } else {
      rules.after().forEach(node.putArray("after")::add);
    }
    if (!rules.when().isEmpty()) {
      node.put("when", rules.when());
    }
    if (rules.onFailure() != OnFailure.SKIP) {
      node.put("on_failure", rules.onFailure().name().toLowerCase(Locale.ROOT));
    }
    if (!rules.retries().isEmpty()) {
      new TreeMap<>(rules.retries()).forEach(node.putObject("retries")::put);
    }
    if (rules.deadlineSeconds() != StageGraph.Node.DEFAULT_DEADLINE_SECONDS) {
      node.put("deadline", rules.deadlineSeconds());
    }
    if (rules.priority() != 0) {
      node.put("priority", rules.priority());
    }
    boolean isUsual =
        rules.pool().isEmpty()
            || (rules.pool().equals(Pools.DEFAULT) && node.path("kind").asText().equals("command"));
    if (!isUsual) {
      node.put("pool", rules.pool());
    }
    if (!rules.cache()) {
      node.put("cache", false);
    }
  }

  /** Writes the settings of a stage of a kind. */
  static void write(ConfiguredStage stage, ObjectNode node) {
    node.setAll(stage.settings());
  }

  /** The kinds there are besides those that advance structures, for messages. */
  static List<StageKind> kinds() {
    return List.copyOf(StageKinds.all().values());
  }
}

package dev.lehr.activities.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.engine.FoundValues;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.activities.stages.RecipeStage;
import dev.lehr.activities.stages.StageKind;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.recipe.Job;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Step;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a kind of stage against what campaigns rely on, and says all that is wrong with it: that
 * its settings can be read back, that problems of a file are all found, and, where structures and a
 * model are given, that its recipe answers the same whenever it is asked and finds what it says it
 * finds. Immutable.
 */
public final class StageKindCheck {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StageKind kind;
  private final ObjectNode settings;
  private final Vocabulary vocabulary;
  private final Map<String, Map<String, Object>> found;

  private StageKindCheck(
      StageKind kind,
      ObjectNode settings,
      Vocabulary vocabulary,
      Map<String, Map<String, Object>> found) {
    this.kind = kind;
    this.settings = settings;
    this.vocabulary = vocabulary;
    this.found = found;
  }

  /** A check of a kind with its defaults. */
  public static StageKindCheck of(StageKind kind) {
    return new StageKindCheck(
        kind, JsonNodeFactory.instance.objectNode(), Vocabulary.ofStructures().build(), Map.of());
  }

  /** The same with a setting. */
  public StageKindCheck with(String key, Object value) {
    ObjectNode more = settings.deepCopy();
    more.set(key, JSON.valueToTree(value));
    return new StageKindCheck(kind, more, vocabulary, found);
  }

  /**
   * The same after a stage that found something.
   *
   * @param stage its id
   * @param types of what it finds
   * @param values what it found of the structures that are tried
   */
  public StageKindCheck after(
      String stage, Map<String, ValueType> types, Map<String, Object> values) {
    Map<String, Map<String, Object>> more = new LinkedHashMap<>(found);
    more.put(stage, values);
    return new StageKindCheck(
        kind, settings, Vocabulary.ofStructures().stage(stage, Set.of(), types).build(), more);
  }

  /**
   * The stage with these settings.
   *
   * @throws IllegalArgumentException where they are not sound; the message says all that is wrong
   */
  public ConfiguredStage stage() {
    Readings read = Readings.of(kind, settings, vocabulary);
    if (!read.problems().isEmpty()) {
      throw new IllegalArgumentException(kind.name() + ": " + String.join("; ", read.problems()));
    }
    return read.stage();
  }

  /** What is noted about the settings, in the order of a file; none: they are sound. */
  public List<String> problemsOfSettings() {
    return Readings.of(kind, settings, vocabulary).problems();
  }

  /** What is wrong with the kind as far as its settings tell, one sentence each; none: nothing. */
  public List<String> flaws() {
    List<String> flaws = new ArrayList<>();
    if (!kind.name().matches("[a-z][a-z0-9-]*")) {
      flaws.add("name: found '" + kind.name() + "', expected small letters, digits and dashes");
    }
    if (kind.version().isEmpty() || kind.summary().isEmpty()) {
      flaws.add("version or summary is empty");
    }
    Readings read = Readings.of(kind, settings, vocabulary);
    read.problems().forEach(p -> flaws.add("the settings are not sound: " + p));
    if (!flaws.isEmpty()) {
      return flaws;
    }
    readsBack(read.stage(), flaws);
    unknownKeys(flaws);
    read.stage()
        .values()
        .keySet()
        .forEach(
            name -> {
              if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
                flaws.add("values: expressions cannot name '" + name + "'");
              }
            });
    return flaws;
  }

  private void readsBack(ConfiguredStage stage, List<String> flaws) {
    ObjectNode written = stage.settings();
    Readings again = Readings.of(kind, written, vocabulary);
    again
        .problems()
        .forEach(p -> flaws.add("settings() cannot be read back: " + p + " in " + written));
    if (again.problems().isEmpty() && !again.stage().settings().equals(written)) {
      flaws.add(
          "settings() read back give others: " + written + ", then " + again.stage().settings());
    }
    if (!stage.settings().equals(written)) {
      flaws.add("settings() answers something else the second time");
    }
    if (again.problems().isEmpty() && !again.stage().values().equals(stage.values())) {
      flaws.add("the same settings find other values");
    }
  }

  /**
   * Two keys that cannot be known: both have to be noted, with something that works all the same.
   */
  private void unknownKeys(List<String> flaws) {
    ObjectNode more = settings.deepCopy();
    more.put("no_such_key", 1).put("nor_this_one", 2);
    List<String> problems = Readings.of(kind, more, vocabulary).problems();
    for (String key : List.of("no_such_key", "nor_this_one")) {
      if (problems.stream().noneMatch(p -> p.contains(key))) {
        flaws.add("the unknown key '" + key + "' is not noted: a kind asks only for keys it has");
      }
    }
  }

  /**
   * What is wrong with the kind, its recipe tried with a model.
   *
   * @param structures to try it with, one after another
   * @throws IllegalArgumentException where the stage has no recipe
   */
  public List<String> flaws(Model model, List<Structure> structures) {
    List<String> flaws = new ArrayList<>(flaws());
    if (flaws.isEmpty()) {
      if (!(stage() instanceof RecipeStage stage)) {
        throw new IllegalArgumentException(kind.name() + " has no recipe");
      }
      for (Structure structure : structures) {
        tryOut(stage, RecipeBench.of(model).run(stage, structure, found), flaws);
      }
    }
    return flaws;
  }

  private void tryOut(RecipeStage stage, RecipeBench.Tried run, List<String> flaws) {
    String id = run.subject().structure().id() + ": ";
    Set<String> names = new HashSet<>();
    run.jobs()
        .forEach(
            round ->
                round.forEach(
                    job -> {
                      if (!names.add(job)) {
                        flaws.add(
                            id + "two jobs are called '" + job + "', expected names of their own");
                      }
                    }));
    repeats(stage, run, id, flaws);
    if (run.end() instanceof Step.Done done) {
      values(stage, done.values(), id, flaws);
      if (done.structure().isPresent() && !stage.changesStructures() && !stage.makesStructures()) {
        flaws.add(id + "another structure goes on, and changesStructures() says none does");
      }
      if (!done.children().isEmpty() && !stage.makesStructures()) {
        flaws.add(id + "structures are made, and makesStructures() says none are");
      }
    }
    if (stage.makesStructures() && !run.rounds().isEmpty()) {
      flaws.add(id + "a stage that makes structures asked for evaluations");
    }
  }

  /**
   * A campaign that goes on after a crash asks a new recipe with what the ledger has: at any round,
   * in any order.
   */
  private void repeats(RecipeStage stage, RecipeBench.Tried run, String id, List<String> flaws) {
    ConfiguredStage other = Readings.of(kind, stage.settings(), vocabulary).stage();
    Recipe fresh = other instanceof RecipeStage r ? r.recipe() : stage.recipe();
    Recipe used = stage.recipe();
    for (int n = run.rounds().size(); n >= 0; n--) {
      List<List<Outcome>> rounds = run.rounds().subList(0, n);
      String first = written(used.next(run.subject(), rounds));
      String again = written(used.next(run.subject(), rounds));
      String resumed = written(fresh.next(run.subject(), rounds));
      if (first.equals(again) && !first.equals(resumed)) {
        flaws.add(id + "read back from settings() it answers something else after round " + n);
      }
      if (!first.equals(again)) {
        flaws.add(
            id
                + "asked after round "
                + n
                + " it does not answer the same twice: it has state or chance of its own");
      }
    }
  }

  private static String written(Step step) {
    if (step instanceof Step.Evaluate evaluate) {
      StringBuilder text = new StringBuilder("evaluate");
      for (Job job : evaluate.jobs()) {
        text.append('\n').append(job.name()).append(' ').append(job.structure().contentDigest());
        text.append(' ').append(job.verb().getClass().getName());
      }
      return text.toString();
    }
    if (step instanceof Step.Done done) {
      StringBuilder text = new StringBuilder("done ").append(FoundValues.json(done.values()));
      done.structure().ifPresent(s -> text.append('\n').append(s.contentDigest()));
      done.children().forEach(c -> text.append('\n').append(c.structure().contentDigest()));
      return text.toString();
    }
    return step.toString();
  }

  private static void values(
      RecipeStage stage, Map<String, ?> values, String id, List<String> flaws) {
    JsonNode json;
    try {
      json = JSON.readTree(FoundValues.json(values));
    } catch (IllegalArgumentException | com.fasterxml.jackson.core.JsonProcessingException e) {
      flaws.add(id + "values are no JSON: " + e.getMessage());
      return;
    }
    json.properties()
        .forEach(
            value -> {
              ValueType type = stage.values().get(value.getKey());
              if (type == null) {
                flaws.add(id + "found '" + value.getKey() + "', which values() does not have");
              } else if (!fits(value.getValue(), type)) {
                flaws.add(
                    id
                        + value.getKey()
                        + ": found "
                        + value.getValue()
                        + ", values() says "
                        + type);
              }
            });
  }

  private static boolean fits(JsonNode value, ValueType type) {
    if (value.isNull()) {
      return true;
    }
    return switch (type) {
      case NUMBER, COUNT -> value.isNumber();
      case TEXT -> value.isTextual();
      case TRUTH -> value.isBoolean();
      case NUMBERS -> value.isArray() && all(value, JsonNode::isNumber);
      case TEXTS -> value.isArray() && all(value, JsonNode::isTextual);
      case ANYTHING -> true;
    };
  }

  private static boolean all(JsonNode list, java.util.function.Predicate<JsonNode> what) {
    for (JsonNode each : list) {
      if (!each.isNull() && !what.test(each)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Throws where something is wrong.
   *
   * @throws AssertionError naming all of it
   */
  public static void requireNone(List<String> flaws) {
    if (!flaws.isEmpty()) {
      throw new AssertionError(String.join("\n", flaws));
    }
  }
}

package dev.lehr.activities.commands;

import dev.lehr.activities.commands.CommandSpec.EnergyValue;
import dev.lehr.activities.commands.CommandSpec.Output;
import dev.lehr.activities.commands.CommandSpec.Search;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.activities.files.StructureFiles;
import dev.lehr.simulation.units.Dimension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads what a command stage does from a campaign file. */
final class CommandFields {

  static final Duration TIMEOUT = Duration.ofHours(1);

  private static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_]*";
  private static final String VALUE = "[A-Za-z_][A-Za-z0-9_]*";
  private static final double MAX_SECONDS = 86400.0 * 365;

  /** After these a program takes code in a language of its own. */
  private static final Pattern CODE =
      Pattern.compile("-[aefhilmnuvx]{0,4}c|-[pnl]?[pnla]?[eE]|--?(eval|command|exec|execute)");

  private final Fields fields;
  private final Vocabulary vocabulary;

  CommandFields(Fields fields, Vocabulary vocabulary) {
    this.fields = fields;
    this.vocabulary = vocabulary;
  }

  CommandSpec read() {
    Program run = run();
    Map<String, InputFile> input = input();
    Map<String, String> environment = environment();
    List<String> pass = fields.texts("pass_environment", "the name of a variable");
    pass.forEach(this::checkLent);
    double seconds =
        fields.quantity("timeout", Dimension.WALL_TIME, (double) TIMEOUT.toSeconds(), 0, true);
    if (seconds > MAX_SECONDS) {
      fields.problem("timeout", "found more than a year, expected at most 365 d");
    }
    Map<String, ValueType> values = values();
    Output output = output(values);
    List<Integer> codes = fields.integers("success_exit_codes", 0, 255);
    Keep keep = fields.choice("keep", Keep.words(), Keep.OUTPUT);
    return new CommandSpec(
        run,
        input,
        environment,
        pass,
        Duration.ofMillis(Math.round(1000 * Math.min(seconds, MAX_SECONDS))),
        output,
        values,
        codes.isEmpty() ? Set.of(0) : new LinkedHashSet<>(codes),
        keep);
  }

  private Program run() {
    String expected = "a list such as [pw.x, -in, pw.in], or a line for /bin/sh";
    Node node = fields.node("run");
    if (node instanceof ScalarNode) {
      String line = fields.text("run", expected);
      if (line.isBlank()) {
        fields.problem("run", "is empty, expected " + expected);
      }
      if (line.contains(Templates.OPEN)) {
        fields.problem(
            "run",
            "found a placeholder in a line for the shell, where a value could become a command;"
                + " expected a list of arguments, a variable such as \"$LEHR_ID\", or an input file");
      }
      return new Program.Shell(line);
    }
    List<String> words = new ArrayList<>();
    if (node == null) {
      fields.problem("run", "is missing, expected " + expected);
    } else {
      words.addAll(fields.texts("run", "an argument"));
    }
    if (words.isEmpty()) {
      if (node != null) {
        fields.problem("run", "is empty, expected " + expected);
      }
      words.add("false");
    }
    checkArguments(words);
    return new Program.Arguments(words);
  }

  private void checkArguments(List<String> words) {
    if (words.get(0).isBlank() || words.get(0).contains(Templates.OPEN)) {
      fields.problem("run", "found '" + words.get(0) + "', expected the name of a program first");
    }
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      checkTemplate("run", word);
      if (word.contains(Templates.OPEN) && CODE.matcher(words.get(i - 1)).matches()) {
        fields.problem(
            "run",
            "found a placeholder in code after '"
                + words.get(i - 1)
                + "', where a value could become a command; expected it as an argument after the"
                + " code, or in an input file");
      }
    }
  }

  private void checkTemplate(String key, String text) {
    Templates.problem(text, vocabulary).ifPresent(p -> fields.problem(key, p));
  }

  private Map<String, InputFile> input() {
    Map<String, InputFile> files = new LinkedHashMap<>();
    Fields all = fields.object("input");
    for (String name : keys(fields, "input")) {
      checkName(all, name, name);
      Fields f = all.object(name);
      file(all, name, f).ifPresent(file -> files.put(name, file));
      f.end();
    }
    return files;
  }

  private Optional<InputFile> file(Fields all, String name, Fields f) {
    List<String> ways = List.of("text", "template", "structure").stream().filter(f::has).toList();
    if (ways.size() != 1) {
      all.problem(
          name,
          "found "
              + (ways.isEmpty() ? "nothing to write" : String.join(" and ", ways))
              + ", expected one of text, template, structure");
    }
    Optional<String> text = f.optionalText("text");
    Optional<String> template = f.optionalText("template");
    StructureText format = f.choice("structure", StructureText.words(), StructureText.POSCAR);
    text.flatMap(t -> Templates.problem(t, vocabulary)).ifPresent(p -> f.problem("text", p));
    if (text.isPresent()) {
      return Optional.of(new InputFile.Text(text.get()));
    }
    return template.isPresent()
        ? template.map(InputFile.Template::new)
        : Optional.of(new InputFile.Geometry(format));
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    Fields f = fields.object("environment");
    for (String name : keys(fields, "environment")) {
      checkVariable("environment", name);
      f.optionalText(name).ifPresent(value -> variables.put(name, value));
    }
    return variables;
  }

  /** The worker's own keys are not a campaign's to lend. */
  private void checkLent(String name) {
    checkVariable("pass_environment", name);
    if (name.startsWith("TEMPORAL_") || name.startsWith("PGPASS")) {
      fields.problem(
          "pass_environment",
          "found '" + name + "', by which the worker is let in elsewhere, expected another one");
    }
  }

  private void checkVariable(String key, String name) {
    if (!name.matches(VARIABLE) || name.startsWith("LEHR_")) {
      fields.problem(
          key,
          "found '"
              + name
              + "', expected letters, digits and underscores, and not LEHR_, which is ours");
    }
  }

  private Map<String, ValueType> values() {
    Map<String, ValueType> types = new LinkedHashMap<>();
    types.put("number", ValueType.NUMBER);
    types.put("text", ValueType.TEXT);
    types.put("truth", ValueType.TRUTH);
    Map<String, ValueType> values = new LinkedHashMap<>();
    Fields f = fields.object("values");
    for (String name : keys(fields, "values")) {
      if (!name.matches(VALUE)) {
        f.problem(name, "found '" + name + "', expected a name such as band_gap");
      }
      values.put(name, f.choice(name, types, ValueType.NUMBER));
    }
    return values;
  }

  private Output output(Map<String, ValueType> values) {
    Fields f = fields.object("output");
    Optional<String> json = f.optionalText("json");
    json.ifPresent(name -> checkName(f, "json", name));
    Optional<String> structure = f.optionalText("structure");
    structure.ifPresent(name -> checkStructure(f, name));
    Map<String, Search> searches = searches(f);
    for (String name : searches.keySet()) {
      if (!values.containsKey(name)) {
        f.problem("regex", "finds '" + name + "', expected its type in values");
      }
    }
    if (json.isEmpty()) {
      List<String> lost = values.keySet().stream().filter(n -> !searches.containsKey(n)).toList();
      if (!lost.isEmpty()) {
        fields.problem(
            "values", "nothing finds '" + lost.get(0) + "', expected output.json or output.regex");
      }
    }
    Optional<EnergyValue> energy = energy(f, values);
    f.end();
    return new Output(json, searches, structure, energy);
  }

  private Map<String, Search> searches(Fields output) {
    Map<String, Search> searches = new LinkedHashMap<>();
    Fields all = output.object("regex");
    for (String name : keys(output, "regex")) {
      if (all.node(name) instanceof MappingNode) {
        Fields f = all.object(name);
        String pattern = f.text("pattern", "a pattern with one group, such as 'E = (\\S+)'");
        String file = f.optionalText("file").orElse(RunDirectory.STDOUT);
        checkPattern(f, "pattern", pattern);
        checkOutputName(f, "file", file);
        f.end();
        searches.put(name, new Search(pattern, file));
      } else {
        String pattern = all.text(name, "a pattern with one group, such as 'E = (\\S+)'");
        checkPattern(all, name, pattern);
        searches.put(name, new Search(pattern, RunDirectory.STDOUT));
      }
    }
    return searches;
  }

  private static void checkPattern(Fields f, String key, String pattern) {
    try {
      Matcher matcher = Pattern.compile(pattern).matcher("");
      if (matcher.groupCount() != 1) {
        f.problem(
            key,
            "found "
                + matcher.groupCount()
                + " groups in '"
                + pattern
                + "', expected one, such as 'E = (\\S+)'");
      }
    } catch (PatternSyntaxException e) {
      f.problem(key, "'" + pattern + "' is not a regular expression: " + e.getDescription());
    }
  }

  private static Optional<EnergyValue> energy(Fields output, Map<String, ValueType> values) {
    if (!output.has("energy")) {
      return Optional.empty();
    }
    EnergyValue energy;
    if (output.node("energy") instanceof MappingNode) {
      Fields f = output.object("energy");
      String value = f.text("value", "the name of a value");
      Map<String, String> units = new LinkedHashMap<>();
      Dimension.ENERGY.units().keySet().forEach(u -> units.put(u, u));
      energy = new EnergyValue(value, f.choice("unit", units, "eV"));
      f.end();
    } else {
      energy = new EnergyValue(output.text("energy", "the name of a value"), "eV");
    }
    if (values.get(energy.value()) != ValueType.NUMBER) {
      output.problem("energy", "found '" + energy.value() + "', expected a number of values");
    }
    if (values.containsKey("energy") && !energy.value().equals("energy")) {
      output.problem(
          "energy",
          "found '"
              + energy.value()
              + "' beside a value named energy, expected that one, or another name for it");
    }
    return Optional.of(energy);
  }

  private static void checkStructure(Fields f, String name) {
    checkName(f, "structure", name);
    if (!StructureFiles.isKnown(name.substring(name.lastIndexOf('/') + 1))) {
      f.problem(
          "structure",
          "found '"
              + name
              + "', expected a name that says the format, such as out.extxyz, CONTCAR");
    }
  }

  private static void checkOutputName(Fields f, String key, String name) {
    if (!name.equals(RunDirectory.STDOUT) && !name.equals(RunDirectory.STDERR)) {
      checkName(f, key, name);
    }
  }

  private static void checkName(Fields f, String key, String name) {
    if (!RunDirectory.isInside(name)) {
      f.problem(
          key,
          "found '"
              + name
              + "', expected a file's name within the directory of the run, and not stdout, stderr"
              + " or one that begins with .lehr");
    }
  }

  private static List<String> keys(Fields fields, String key) {
    List<String> names = new ArrayList<>();
    if (fields.node(key) instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode name) {
          names.add(name.getValue());
        }
      }
    }
    return names;
  }
}

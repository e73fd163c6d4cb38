package dev.lehr.activities.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.expressions.ValueType;
import java.util.Locale;

/** Writes what a command stage does, as {@link CommandFields} reads it. */
final class CommandForm {

  private CommandForm() {}

  static ObjectNode write(CommandSpec spec) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (spec.run() instanceof Program.Arguments a) {
      ArrayNode words = node.putArray("run");
      a.words().forEach(words::add);
    } else if (spec.run() instanceof Program.Shell s) {
      node.put("run", s.line());
    }
    ObjectNode input = node.putObject("input");
    spec.input().forEach((name, file) -> file(input.putObject(name), file));
    ObjectNode environment = node.putObject("environment");
    spec.environment().forEach(environment::put);
    ArrayNode pass = node.putArray("pass_environment");
    spec.pass().forEach(pass::add);
    node.put("timeout", spec.timeout().toMillis() / 1000.0);
    output(node.putObject("output"), spec.output());
    ObjectNode values = node.putObject("values");
    spec.values().forEach((name, type) -> values.put(name, word(type)));
    ArrayNode codes = node.putArray("success_exit_codes");
    spec.successExitCodes().forEach(codes::add);
    node.put("keep", spec.keep().word());
    return node;
  }

  static String word(ValueType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static void file(ObjectNode node, InputFile file) {
    if (file instanceof InputFile.Text text) {
      node.put("text", text.text());
    } else if (file instanceof InputFile.Template template) {
      node.put("template", template.path());
    } else if (file instanceof InputFile.Geometry geometry) {
      node.put("structure", geometry.format().word());
    }
  }

  private static void output(ObjectNode node, CommandSpec.Output output) {
    output.json().ifPresent(name -> node.put("json", name));
    ObjectNode regex = node.putObject("regex");
    output
        .regex()
        .forEach(
            (name, search) ->
                regex.putObject(name).put("pattern", search.pattern()).put("file", search.file()));
    output.structure().ifPresent(name -> node.put("structure", name));
    output
        .energy()
        .ifPresent(e -> node.putObject("energy").put("value", e.value()).put("unit", e.unit()));
  }
}

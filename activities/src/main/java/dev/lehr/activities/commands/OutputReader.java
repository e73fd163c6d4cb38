package dev.lehr.activities.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lehr.activities.commands.CommandSpec.EnergyValue;
import dev.lehr.activities.commands.CommandSpec.Search;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Dimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads from the directory of a run what was declared to be there. */
final class OutputReader {

  private static final long MAX_JSON = 16L << 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final CommandSpec spec;
  private final Path directory;

  OutputReader(CommandSpec spec, Path directory) {
    this.spec = spec;
    this.directory = directory;
  }

  CommandOutcome.Finished read(Structure input, double seconds)
      throws IOException, BadOutputException {
    Map<String, Object> values = new LinkedHashMap<>();
    Optional<JsonNode> json =
        spec.output().json().isPresent() ? Optional.of(json()) : Optional.empty();
    for (Map.Entry<String, ValueType> value : spec.values().entrySet()) {
      Search search = spec.output().regex().get(value.getKey());
      values.put(
          value.getKey(),
          search != null
              ? searched(value.getKey(), search, value.getValue())
              : ofJson(json, value.getKey(), value.getValue()));
    }
    OptionalDouble energy = OptionalDouble.empty();
    if (spec.output().energy().isPresent()) {
      energy = OptionalDouble.of(energy(spec.output().energy().get(), values));
      values.put("energy", energy.getAsDouble());
    }
    return new CommandOutcome.Finished(values, structure(input), energy, seconds);
  }

  private static double energy(EnergyValue energy, Map<String, Object> values) {
    double unit = Dimension.ENERGY.units().getOrDefault(energy.unit(), 1.0);
    return values.get(energy.value()) instanceof Double number ? number * unit : Double.NaN;
  }

  private Path file(String name, String expected) throws BadOutputException {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new BadOutputException(
          name, Files.exists(file) ? "no regular file" : "no such file", expected);
    }
    return file;
  }

  private JsonNode json() throws IOException, BadOutputException {
    String name = spec.output().json().orElseThrow();
    String expected = "a JSON object of names and values";
    Path file = file(name, expected);
    if (Files.size(file) > MAX_JSON) {
      throw new BadOutputException(name, Files.size(file) + " bytes", "at most " + MAX_JSON);
    }
    try {
      JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
      if (node == null || !node.isObject()) {
        throw new BadOutputException(name, node == null ? "nothing" : shown(node), expected);
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new BadOutputException(
          name, "text that is no JSON (" + e.getOriginalMessage() + ")", expected);
    }
  }

  private Object ofJson(Optional<JsonNode> json, String name, ValueType type)
      throws BadOutputException {
    String file = spec.output().json().orElse("output");
    JsonNode node = json.map(j -> j.path(name)).filter(n -> !n.isMissingNode()).orElse(null);
    String expected = "'" + name + "', a " + CommandForm.word(type);
    if (node == null) {
      throw new BadOutputException(file, "no '" + name + "'", expected);
    }
    String found = "'" + name + "': " + shown(node);
    if (type == ValueType.TRUTH && node.isBoolean()) {
      return node.booleanValue();
    }
    if (type == ValueType.TEXT && node.isTextual()) {
      return node.textValue();
    }
    if (type == ValueType.NUMBER && node.isNumber()) {
      return finite(file, found, node.doubleValue());
    }
    throw new BadOutputException(file, found, expected);
  }

  private static Double finite(String file, String found, double value) throws BadOutputException {
    if (!Double.isFinite(value)) {
      throw new BadOutputException(file, found, "a finite number");
    }
    return value;
  }

  private static String shown(JsonNode node) {
    return shortened(node.toString());
  }

  private static String shortened(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "..." : text;
  }

  private Object searched(String name, Search search, ValueType type)
      throws IOException, BadOutputException {
    String expected = "'" + name + "', a " + CommandForm.word(type);
    Path file = file(search.file(), "a text with " + expected);
    String text =
        LineSearch.last(file, search.file(), search.pattern())
            .orElseThrow(
                () ->
                    new BadOutputException(
                        search.file(), "no line with '" + search.pattern() + "'", expected))
            .strip();
    String found = "'" + name + "': '" + shortened(text) + "'";
    if (type == ValueType.TEXT) {
      return text;
    }
    if (type == ValueType.TRUTH && text.matches("(?i)true|false|\\.true\\.|\\.false\\.|t|f")) {
      return text.matches("(?i)\\.?t.*");
    }
    // Fortran writes 1.5D-3 and, where a number is too long for its column, asterisks.
    if (type == ValueType.NUMBER && text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eEdD][+-]?\\d+)?")) {
      double value = Double.parseDouble(text.replace('d', 'e').replace('D', 'e'));
      return finite(search.file(), found, value);
    }
    throw new BadOutputException(search.file(), found, expected);
  }

  private Optional<Structure> structure(Structure input) throws BadOutputException {
    if (spec.output().structure().isEmpty()) {
      return Optional.empty();
    }
    String name = spec.output().structure().get();
    return Optional.of(ReturnedStructure.read(file(name, "a structure"), name, input));
  }
}

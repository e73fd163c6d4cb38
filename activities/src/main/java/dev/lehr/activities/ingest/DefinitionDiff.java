package dev.lehr.activities.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What differs between two canonical definitions, a line for each place. Where structures come from
 * and how a report is made does not count: structures are compared by their content, and a report
 * changes no result.
 */
final class DefinitionDiff {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> NOT_COMPARED = Set.of("structures", "report");

  private DefinitionDiff() {}

  static List<String> between(String before, String now) {
    List<String> lines = new ArrayList<>();
    compare("", comparable(before), comparable(now), lines);
    return lines;
  }

  private static JsonNode comparable(String definition) {
    try {
      JsonNode node = MAPPER.readTree(definition);
      if (node instanceof ObjectNode object) {
        object.remove(NOT_COMPARED);
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a definition that is not JSON: " + e.getMessage(), e);
    }
  }

  private static void compare(String path, JsonNode before, JsonNode now, List<String> lines) {
    if (before.equals(now)) {
      return;
    }
    if (before.isObject() && now.isObject()) {
      Set<String> names = new LinkedHashSet<>();
      before.properties().forEach(p -> names.add(p.getKey()));
      now.properties().forEach(p -> names.add(p.getKey()));
      for (String name : names) {
        String inner = path.isEmpty() ? name : path + "." + name;
        compare(inner, before.path(name), now.path(name), lines);
      }
    } else if (before.isArray() && now.isArray()) {
      for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
        compare(path + "[" + i + "]", before.path(i), now.path(i), lines);
      }
    } else {
      lines.add(path + ": was " + shown(before) + ", is " + shown(now));
    }
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "not there" : node.toString();
  }
}

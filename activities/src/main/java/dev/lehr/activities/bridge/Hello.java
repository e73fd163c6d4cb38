package dev.lehr.activities.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.autobatch.MemoryMetric;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a model's process says of its model.
 *
 * @param versions what the numbers come from: packages, or digests of files
 * @param cutoff angstrom; infinite where the model does not say
 * @param elements atomic numbers; empty where the model does not say
 * @param precision such as float32; may be empty
 * @param memory what memory grows with
 */
record Hello(
    Map<String, String> versions,
    double cutoff,
    Set<Integer> elements,
    String precision,
    MemoryMetric memory) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Hello read(String json) throws ProcessLostException {
    try {
      JsonNode root = JSON.readTree(json);
      Map<String, String> versions = new TreeMap<>();
      root.path("versions")
          .properties()
          .forEach(e -> versions.put(e.getKey(), e.getValue().asText()));
      Set<Integer> elements = new TreeSet<>();
      root.path("elements").forEach(z -> elements.add(z.asInt()));
      return new Hello(
          versions,
          root.path("cutoff").asDouble(Double.POSITIVE_INFINITY),
          elements,
          root.path("precision").asText(""),
          MemoryMetric.of(root.path("memory_scales_with").asText("n_atoms")));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new ProcessLostException("its greeting cannot be read: " + e.getMessage(), e);
    }
  }
}

package dev.lehr.activities.djl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.structure.Elements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Reads {@code meta.json}. Errors name the key, what was found and what was expected. */
final class MetaReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_ELEMENT = 118;
  private static final int WIDEST_OUTPUT = 9;
  private static final int MOST_LAYERS = 100;

  private final JsonNode root;

  private MetaReader(JsonNode root) {
    this.root = root;
  }

  /**
   * Reads it.
   *
   * @param fallbackName the model's name where it does not say one
   * @throws UnusableModelException where it is not as it must be
   */
  static ModelMeta read(String json, String fallbackName) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UnusableModelException("meta.json is not JSON: " + e.getOriginalMessage(), e);
    }
    if (root == null || !root.isObject()) {
      throw new UnusableModelException("meta.json: expected an object");
    }
    return new MetaReader(root).meta(fallbackName);
  }

  private ModelMeta meta(String fallbackName) {
    String contract = root.path("contract").asText("");
    if (!contract.equals(ModelMeta.CONTRACT)) {
      throw wrong("contract", root.get("contract"), "'" + ModelMeta.CONTRACT + "'");
    }
    String name = text("name", text("model", fallbackName));
    return new ModelMeta(
        name,
        cutoff(),
        elements(),
        precision(),
        metric(),
        inputs(),
        outputs(),
        versions(),
        text("licence", text("license", "")),
        text("citation", ""),
        text("functional", ""),
        text("corrections", ""),
        notes(),
        interactionLayers());
  }

  private OptionalInt interactionLayers() {
    JsonNode node = root.path("interaction_layers");
    if (node.isMissingNode() || node.isNull()) {
      return OptionalInt.empty();
    }
    if (!node.isInt() || node.asInt() < 1 || node.asInt() > MOST_LAYERS) {
      throw wrong("interaction_layers", node, "a whole number from 1 to " + MOST_LAYERS);
    }
    return OptionalInt.of(node.asInt());
  }

  private static UnusableModelException wrong(
      String key, @org.jspecify.annotations.Nullable JsonNode found, String expected) {
    String what = found == null || found.isMissingNode() ? "nothing" : found.toString();
    String shown = what.length() > 80 ? what.substring(0, 80) + "..." : what;
    return new UnusableModelException(
        "meta.json: " + key + ": found " + shown + ", expected " + expected);
  }

  private String text(String key, String fallback) {
    JsonNode node = root.path(key);
    return node.isTextual() && !node.asText().isBlank() ? node.asText() : fallback;
  }

  private List<String> notes() {
    List<String> all = new ArrayList<>();
    root.path("notes").forEach(node -> all.add(node.asText()));
    String one = text("note", "");
    if (!one.isEmpty()) {
      all.add(one);
    }
    return all;
  }

  private double cutoff() {
    double cutoff = root.path("cutoff").asDouble(Double.NaN);
    if (!(cutoff > 0 && cutoff < Double.POSITIVE_INFINITY)) {
      throw wrong("cutoff", root.get("cutoff"), "a length above 0, angstrom");
    }
    return cutoff;
  }

  private List<Integer> elements() {
    String expected = "a list of atomic numbers or symbols";
    JsonNode node = root.path("elements");
    if (!node.isArray() || node.isEmpty()) {
      throw wrong("elements", root.get("elements"), expected);
    }
    TreeSet<Integer> all = new TreeSet<>();
    for (JsonNode element : node) {
      int z = element.isTextual() ? symbol(element, expected) : element.asInt(0);
      if (z < 1 || z > LARGEST_ELEMENT) {
        throw wrong("elements", element, expected);
      }
      all.add(z);
    }
    return List.copyOf(all);
  }

  private static int symbol(JsonNode element, String expected) {
    try {
      return Elements.require(element.asText());
    } catch (IllegalArgumentException e) {
      throw wrong("elements", element, expected);
    }
  }

  private Precision precision() {
    String key = root.hasNonNull("precision") ? "precision" : "core_dtype";
    return Precision.of(root.path(key).asText(""))
        .orElseThrow(() -> wrong("precision", root.get(key), "'float32' or 'float64'"));
  }

  private MemoryMetric metric() {
    String key = text("memory_scales_with", MemoryMetric.N_ATOMS_X_DENSITY.key());
    try {
      return MemoryMetric.of(key);
    } catch (IllegalArgumentException e) {
      throw wrong(
          "memory_scales_with",
          root.get("memory_scales_with"),
          "n_atoms, n_atoms_x_density or n_edges");
    }
  }

  private List<SystemInput> inputs() {
    List<SystemInput> all = new ArrayList<>();
    for (JsonNode node : root.path("inputs")) {
      String name = node.path("name").asText("");
      if (!SystemInput.NAMES.contains(name)) {
        throw wrong("inputs", node, "a name out of " + String.join(", ", SystemInput.NAMES));
      }
      String dtype = node.path("dtype").asText("float64");
      if (!dtype.equals("float64") && !dtype.equals("int64")) {
        throw wrong("inputs." + name + ".dtype", node.get("dtype"), "'float64' or 'int64'");
      }
      List<String> words = new ArrayList<>();
      node.path("values").forEach(word -> words.add(word.asText()));
      SystemInput open =
          new SystemInput(name, dtype.equals("int64"), OptionalDouble.empty(), words);
      all.add(new SystemInput(name, dtype.equals("int64"), fallback(node, open), words));
    }
    return all;
  }

  private static OptionalDouble fallback(JsonNode node, SystemInput input) {
    JsonNode fallback = node.path("default");
    if (fallback.isMissingNode() || fallback.isNull()) {
      return OptionalDouble.empty();
    }
    OptionalDouble number =
        input.number(fallback.isNumber() ? fallback.numberValue() : fallback.asText());
    if (number.isEmpty()) {
      throw wrong("inputs." + input.name() + ".default", fallback, input.expected());
    }
    return number;
  }

  private List<ExtraOutput> outputs() {
    List<ExtraOutput> all = new ArrayList<>();
    for (JsonNode node : root.path("outputs")) {
      String name = node.isTextual() ? node.asText() : node.path("name").asText("");
      String scope = node.path("scope").asText("atom");
      int width = node.path("width").asInt(1);
      boolean known = scope.equals("atom") || scope.equals("system");
      if (!name.matches("[a-z][a-z0-9_]*") || !known || width < 1 || width > WIDEST_OUTPUT) {
        throw wrong(
            "outputs",
            node,
            "an object with a name such as magmoms, scope atom or system, and width 1 to "
                + WIDEST_OUTPUT);
      }
      all.add(new ExtraOutput(name, scope.equals("atom") ? Scope.ATOM : Scope.SYSTEM, width));
    }
    return all;
  }

  private Map<String, String> versions() {
    Map<String, String> all = new LinkedHashMap<>();
    root.path("versions").properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
    return all;
  }
}

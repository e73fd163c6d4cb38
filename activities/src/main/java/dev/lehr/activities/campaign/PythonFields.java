package dev.lehr.activities.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.bridge.ModelProcessException;
import dev.lehr.activities.bridge.PythonModels;
import dev.lehr.activities.bridge.PythonSource;
import dev.lehr.activities.campaign.CampaignDefinition.ModelSpec;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.simulation.model.Model;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** The models of campaign files that run in Python: read, written, started. */
final class PythonFields {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final String FACTORY = "[A-Za-z_][\\w.]*:[A-Za-z_][\\w.]*";
  private static final String DEFAULT = "python3";

  private PythonFields() {}

  static ModelSpec read(Fields f) {
    String python = f.text("python", "module:factory, such as chgnet.model:CHGNetCalculator");
    if (!python.isEmpty() && !python.matches(FACTORY)) {
      f.problem(
          "python",
          "found '" + python + "', expected module:factory, such as chgnet.model:CHGNetCalculator");
    }
    Map<String, String> kinds = new LinkedHashMap<>();
    for (PythonSource.Kind kind : PythonSource.Kind.values()) {
      kinds.put(kind.key(), kind.key());
    }
    String kind = f.choice("kind", kinds, PythonSource.Kind.ASE.key());
    String environment = f.optionalText("environment").orElse(DEFAULT);
    return new ModelSpec.Python(python, kind, settings(f), environment);
  }

  private static String settings(Fields f) {
    Node node = f.node("settings");
    if (node == null) {
      return "{}";
    }
    if (!(node instanceof MappingNode)) {
      f.problem("settings", "found " + Fields.kind(node) + ", expected an object (key: value)");
      return "{}";
    }
    try {
      return JSON.writeValueAsString(new Values().of(node));
    } catch (JsonProcessingException | RuntimeException e) {
      f.problem("settings", "cannot be written as JSON: " + e.getMessage());
      return "{}";
    }
  }

  /** Plain values of YAML: texts, numbers, lists, maps. */
  private static final class Values extends SafeConstructor {
    Values() {
      super(new LoaderOptions());
    }

    Object of(Node node) {
      return sorted(constructDocument(node));
    }

    private static Object sorted(Object value) {
      if (value instanceof Map<?, ?> map) {
        Map<String, Object> inOrder = new TreeMap<>();
        map.forEach(
            (k, v) -> inOrder.put(String.valueOf(k), v == null ? JSON.nullNode() : sorted(v)));
        return inOrder;
      }
      return value;
    }
  }

  static ObjectNode write(ModelSpec.Python spec, ObjectNode node) {
    node.put("python", spec.python()).put("kind", spec.kind());
    node.set("settings", json(spec.settings()));
    return node.put("environment", spec.environment());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The model, its process started.
   *
   * @param base directory of the campaign file, which modules are also looked for in
   * @throws BadInputException where it cannot be loaded
   */
  static Model build(ModelSpec.Python spec, Path base) {
    Path here = base.toAbsolutePath().normalize();
    String environment =
        spec.environment().contains("/")
            ? here.resolve(spec.environment()).toString()
            : spec.environment();
    PythonSource source =
        new PythonSource(
            spec.python(),
            PythonSource.Kind.of(spec.kind()),
            spec.settings(),
            environment,
            List.of(here));
    try {
      return PythonModels.shared().get(source);
    } catch (ModelProcessException e) {
      throw new BadInputException(
          "the model cannot be used", List.of("model.python: " + e.getMessage()));
    }
  }
}

package dev.lehr.activities.citations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keys of the publications of models, by what a canonical definition says of its model. */
final class ModelKeys {

  /** By the start of the name; the first that fits. */
  private static final Map<String, List<String>> STARTS = new LinkedHashMap<>();

  static {
    STARTS.put("eam-zhou2004", List.of("zhou2004"));
    STARTS.put("eam-setfl", List.of("daw1984"));
    STARTS.put("lennard-jones", List.of("jones1924"));
    STARTS.put("morse", List.of("morse1929"));
    STARTS.put("soft-sphere", List.of("ohern2003"));
    STARTS.put("sevennet-mf", List.of("park2024", "kim2025"));
    STARTS.put("sevennet", List.of("park2024"));
    STARTS.put("chgnet", List.of("deng2023"));
    STARTS.put("mace", List.of("batatia2022"));
    STARTS.put("nequip", List.of("batzner2022"));
    STARTS.put("allegro", List.of("musaelian2023"));
  }

  private ModelKeys() {}

  /** Keys for a model; none where it is the user's own. */
  static List<String> of(JsonNode model) {
    List<String> keys = new ArrayList<>();
    model.path("sum").forEach(term -> keys.addAll(of(term)));
    String name = model.path("name").asText().toLowerCase(Locale.ROOT);
    STARTS.entrySet().stream()
        .filter(start -> name.startsWith(start.getKey()))
        .findFirst()
        .ifPresent(start -> keys.addAll(start.getValue()));
    if (model.path("kind").asText().equals("ase")) {
      keys.add("larsen2017");
    }
    return keys;
  }

  /** Whether libtorch runs it. */
  static boolean isTorch(JsonNode model) {
    for (JsonNode term : model.path("sum")) {
      if (isTorch(term)) {
        return true;
      }
    }
    return model.has("device") && !model.has("python");
  }

  /** All keys that can come out. */
  static List<String> all() {
    List<String> keys = new ArrayList<>(List.of("larsen2017"));
    STARTS.values().forEach(keys::addAll);
    return keys;
  }
}

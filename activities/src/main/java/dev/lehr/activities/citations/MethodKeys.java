package dev.lehr.activities.citations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keys of the publications of methods, by what a stage of a canonical definition says. Stages of
 * kinds that are not here say theirs themselves, see {@link
 * dev.lehr.activities.stages.ConfiguredStage#citations()}.
 */
final class MethodKeys {

  private static final Map<String, List<String>> OPTIMIZERS =
      Map.of(
          "fire", List.of("bitzek2006"),
          "vv-fire", List.of("bitzek2006"),
          "lbfgs", List.of("liu1989"),
          "bfgs", List.of("nocedal2006"),
          "gradient-descent", List.of("nocedal2006"));

  private static final Map<String, List<String>> ENSEMBLES =
      Map.of(
          "nve", List.of("verlet1967", "swope1982"),
          "nvt-langevin", List.of("leimkuhler2013"),
          "nvt-nose-hoover", List.of("martyna1996"),
          "nvt-v-rescale", List.of("bussi2007"),
          "npt-c-rescale", List.of("bernetti2020"),
          "npt-c-rescale-anisotropic", List.of("bernetti2020"));

  private static final Map<String, List<String>> FORMS =
      Map.of(
          "birch-murnaghan", List.of("birch1947"),
          "vinet", List.of("vinet1987"),
          "murnaghan", List.of("murnaghan1944"));

  private static final Map<String, List<String>> KINDS =
      Map.of(
          "elastic", List.of("hill1952", "mouhat2014", "ranganathan2008"),
          "phonons", List.of("togo2015", "setyawan2010"),
          "formation-energy", List.of("ong2008"),
          "hull", List.of("ong2008"),
          "deduplicate", List.of("ong2013"));

  private MethodKeys() {}

  /** Keys for a stage; none where its method has no publication of its own. */
  static List<String> of(JsonNode stage) {
    String kind = stage.path("kind").asText();
    return switch (kind) {
      case "relax" -> found(OPTIMIZERS, stage.path("optimizer"));
      case "md" -> found(ENSEMBLES, stage.path("ensemble"));
      case "eos" -> eos(stage);
      default -> KINDS.getOrDefault(kind, List.of());
    };
  }

  /** The forms that it names, in one field or a list; all where it names none. */
  private static List<String> eos(JsonNode stage) {
    List<String> keys = new ArrayList<>();
    for (String field : List.of("form", "forms")) {
      keys.addAll(found(FORMS, stage.path(field)));
      stage.path(field).forEach(form -> keys.addAll(found(FORMS, form)));
    }
    return keys.isEmpty() ? List.of("birch1947", "vinet1987", "murnaghan1944") : keys;
  }

  private static List<String> found(Map<String, List<String>> keys, JsonNode name) {
    return keys.getOrDefault(name.asText(), List.of());
  }

  /** All keys that can come out. */
  static List<String> all() {
    return java.util.stream.Stream.of(OPTIMIZERS, ENSEMBLES, FORMS, KINDS)
        .flatMap(map -> map.values().stream())
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .toList();
  }
}

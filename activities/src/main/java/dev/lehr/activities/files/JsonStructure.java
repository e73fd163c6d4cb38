package dev.lehr.activities.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an object of JSON says of a structure; of pymatgen's kind or ASE's. */
final class JsonStructure {

  /** The info key of the name under which an object of many structures has this one. */
  static final String KEY = "key";

  private static final List<String> WRAPPERS = List.of("structure", "molecule", "atoms", "snl");
  private static final int NAMED = 8;

  private final JsonNode node;
  private final Map<String, Object> info = new LinkedHashMap<>();

  private JsonStructure(JsonNode node) {
    this.node = node;
  }

  /** Whether an entry of an object is a structure of its own. */
  static boolean isEntry(String name, JsonNode value) {
    boolean numbered = name.matches("[0-9]{1,18}") && value.isObject();
    return numbered || (!WRAPPERS.contains(name) && isStructure(value));
  }

  private static boolean isStructure(JsonNode node) {
    return isPymatgen(node)
        || isAse(node)
        || WRAPPERS.stream().anyMatch(w -> isPymatgen(node.path(w)) || isAse(node.path(w)));
  }

  private static boolean isPymatgen(JsonNode node) {
    return node.has("sites") && (node.has("lattice") || !node.path("sites").path(0).has("abc"));
  }

  private static boolean isAse(JsonNode node) {
    return node.has("numbers") && node.has("positions");
  }

  /**
   * Finds the structure in an object, which may stand in a document about it.
   *
   * @param key the name under which another object has this one; or empty
   * @throws Malformed {@code unknown_json} where there is none
   */
  static JsonStructure of(JsonNode node, String key) throws Malformed {
    boolean wrapped = !isPymatgen(node) && !isAse(node);
    JsonNode inner = node;
    for (String wrapper : WRAPPERS) {
      JsonNode child = node.path(wrapper);
      if (wrapped && (isPymatgen(child) || isAse(child))) {
        inner = child;
      }
    }
    if (!isPymatgen(inner) && !isAse(inner)) {
      throw new Malformed(
          "unknown_json",
          key.isEmpty() ? "structure" : key,
          describe(node),
          "sites and lattice (pymatgen) or numbers and positions (ASE)");
    }
    JsonStructure s = new JsonStructure(inner);
    if (!key.isEmpty()) {
      s.info.put(KEY, key);
    }
    if (wrapped) {
      s.addScalars(node);
    }
    if (isAse(inner)) {
      AseAtoms.info(inner, s.info);
    } else {
      PymatgenSites.info(inner, s.info);
    }
    return s;
  }

  private static String describe(JsonNode node) {
    if (!node.isObject()) {
      return Malformed.quoted(node.isContainerNode() ? "a list" : node.asText());
    }
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(n -> names.add(n));
    List<String> some = names.subList(0, Math.min(NAMED, names.size()));
    return "an object of " + Malformed.quoted(String.join(", ", some));
  }

  /** Numbers, strings and booleans of the document around a structure. */
  private void addScalars(JsonNode document) {
    document
        .properties()
        .forEach(
            entry -> {
              JsonNode v = entry.getValue();
              boolean scalar = v.isNumber() || v.isTextual() || v.isBoolean();
              if (scalar && !entry.getKey().startsWith("@")) {
                InfoText.value(v).ifPresent(value -> info.putIfAbsent(entry.getKey(), value));
              }
            });
  }

  /** What is said of the structure as a whole. */
  Map<String, Object> info() {
    return info;
  }

  Structure structure(String id, String source) throws Malformed {
    Structure.Builder builder =
        isAse(node) ? AseAtoms.builder(node, id, source) : PymatgenSites.builder(node, id, source);
    info.forEach(builder::info);
    Structure s = builder.build();
    Constraints.check(s.info(), s.arrays());
    return s;
  }

  /** Whether extended XYZ can have a column of this name and kind beside those of its own. */
  static boolean isColumn(String name) {
    return name.matches("[A-Za-z0-9_.+-]{1,100}")
        && !List.of("species", "pos", "Z", Structure.MOVE_MASK).contains(name);
  }

  /**
   * A column of numbers or booleans of as many rows as there are atoms; empty for anything else.
   */
  static Optional<AtomColumn> column(NumberArray array, int atoms) {
    int rank = array.shape().length;
    if (rank < 1 || rank > 3 || array.shape()[0] != atoms || atoms == 0) {
      return Optional.empty();
    }
    int width = array.values().length / atoms;
    if (width < 1) {
      return Optional.empty();
    }
    if (array.logical()) {
      boolean[] data = new boolean[array.values().length];
      for (int i = 0; i < data.length; i++) {
        data[i] = array.values()[i] != 0;
      }
      return Optional.of(new AtomColumn.Logicals(width, data));
    }
    if (array.integral()) {
      long[] data = new long[array.values().length];
      for (int i = 0; i < data.length; i++) {
        data[i] = (long) array.values()[i];
      }
      return Optional.of(new AtomColumn.Integers(width, data));
    }
    return Optional.of(new AtomColumn.Reals(width, array.values()));
  }
}

package dev.lehr.activities.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Atoms of ASE as its {@code jsonio} and JSON databases have them (wiki.fysik.dtu.dk/ase): arrays
 * by name, constraints as {@code {"name": ..., "kwargs": ...}}.
 *
 * <p>Results of a calculator are kept as extended XYZ has them: {@code energy} and {@code stress}
 * (nine numbers) in info, {@code forces} as a column.
 */
final class AseAtoms {

  private static final Set<String> OWN =
      Set.of("numbers", "positions", "cell", "pbc", "masses", "constraints", "stress", "dipole");
  private static final List<String> INFO = List.of("energy", "free_energy", "magmom", "unique_id");
  private static final List<String> OBJECTS = List.of("info", "key_value_pairs");

  private AseAtoms() {}

  /** Adds what is said of the whole structure. */
  static void info(JsonNode node, Map<String, Object> info) throws Malformed {
    for (String key : INFO) {
      InfoText.value(node.path(key)).ifPresent(v -> info.putIfAbsent(key, v));
    }
    for (String object : OBJECTS) {
      for (Map.Entry<String, JsonNode> f : node.path(object).properties()) {
        InfoText.value(f.getValue()).ifPresent(v -> info.putIfAbsent(f.getKey(), v));
      }
    }
    if (present(node, "stress")) {
      double[] s = NumberArray.of(node.get("stress"), "stress").values();
      if (s.length == 6) {
        info.put("stress", new double[] {s[0], s[5], s[4], s[5], s[1], s[3], s[4], s[3], s[2]});
      } else if (s.length == 9) {
        info.put("stress", s);
      }
    }
    if (present(node, "dipole")) {
      info.put("dipole", NumberArray.of(node.get("dipole"), "dipole").values());
    }
  }

  private static boolean present(JsonNode node, String field) {
    return node.hasNonNull(field);
  }

  static Structure.Builder builder(JsonNode node, String id, String source) throws Malformed {
    NumberArray z = NumberArray.of(node.get("numbers"), "numbers");
    NumberArray x = NumberArray.of(node.get("positions"), "positions");
    int n = z.values().length;
    boolean rows = x.hasShape(n, 3) || (n == 0 && x.values().length == 0);
    if (z.shape().length != 1 || !z.integral() || !rows) {
      throw new Malformed(
          "bad_value",
          "positions",
          x.values().length + " numbers of " + n + " atoms",
          "numbers as a list of integers and positions as three numbers for each");
    }
    Structure.Builder builder = Structure.builder(id, source, numbers(z), x.values());
    boolean[] pbc = pbc(node);
    Optional<double[]> cell = cell(node);
    cell.filter(c -> pbc[0] || pbc[1] || pbc[2] || !isZero(c)).ifPresent(builder::cell);
    builder.pbc(pbc[0], pbc[1], pbc[2]);
    if (present(node, "masses")) {
      double[] masses = NumberArray.of(node.get("masses"), "masses").values();
      checkRows("masses", masses.length, n);
      builder.masses(masses);
    }
    columns(node, n, builder);
    AseConstraints.read(node.path("constraints"), n).apply(builder);
    return builder;
  }

  private static void checkRows(String field, int found, int atoms) throws Malformed {
    if (found != atoms) {
      throw new Malformed(
          "bad_value", field, found + " values", "one for each of " + atoms + " atoms");
    }
  }

  /** Numbers beyond any element, and ASE's dummy X, become 0, which the checks name. */
  private static int[] numbers(NumberArray z) {
    int[] numbers = new int[z.values().length];
    for (int i = 0; i < numbers.length; i++) {
      double v = z.values()[i];
      numbers[i] = v > 0 && v <= Elements.MAX ? (int) v : 0;
    }
    return numbers;
  }

  private static boolean isZero(double[] cell) {
    boolean zero = true;
    for (double v : cell) {
      zero &= v == 0;
    }
    return zero;
  }

  private static boolean[] pbc(JsonNode node) throws Malformed {
    if (!present(node, "pbc")) {
      return new boolean[3];
    }
    NumberArray a = NumberArray.of(node.get("pbc"), "pbc");
    double[] v = a.values();
    if (v.length == 1) {
      return new boolean[] {v[0] != 0, v[0] != 0, v[0] != 0};
    }
    if (v.length != 3) {
      throw new Malformed("bad_pbc", "pbc", v.length + " values", "one or three booleans");
    }
    return new boolean[] {v[0] != 0, v[1] != 0, v[2] != 0};
  }

  /** Rows, three lengths, or lengths and angles. */
  private static Optional<double[]> cell(JsonNode node) throws Malformed {
    if (!present(node, "cell")) {
      return Optional.empty();
    }
    JsonNode cell = node.get("cell");
    double[] v = NumberArray.of(cell.has("array") ? cell.get("array") : cell, "cell").values();
    return Optional.of(
        switch (v.length) {
          case 3 -> new double[] {v[0], 0, 0, 0, v[1], 0, 0, 0, v[2]};
          case 6 ->
              CellVectors.of(new double[] {v[0], v[1], v[2]}, new double[] {v[3], v[4], v[5]});
          case 9 -> v;
          default ->
              throw new Malformed("bad_cell", "cell", v.length + " numbers", "3, 6 or 9 numbers");
        });
  }

  private static void columns(JsonNode node, int atoms, Structure.Builder builder) {
    for (Map.Entry<String, JsonNode> f : node.properties()) {
      boolean array = f.getValue().isArray() || f.getValue().has("__ndarray__");
      if (array && !OWN.contains(f.getKey()) && JsonStructure.isColumn(f.getKey())) {
        try {
          JsonStructure.column(NumberArray.of(f.getValue(), f.getKey()), atoms)
              .ifPresent(c -> builder.array(f.getKey(), c));
        } catch (Malformed notNumbers) {
          // Neither a column nor anything that a relaxation needs.
        }
      }
    }
  }
}

package dev.lehr.activities.commands;

import com.samskivert.mustache.Mustache;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What placeholders stand for: the structure's own names, and what stages before have found by
 * stage and name. Ids of stages may have dots in them.
 */
final class Places implements Mustache.CustomContext {

  /** Names of the structure's own. */
  static final Set<String> OWN =
      Set.of(
          "id",
          "formula",
          "n_atoms",
          "elements",
          "n_species",
          "species",
          "atoms",
          "cell",
          "poscar",
          "extxyz",
          "cif");

  /** Names within the sections {@code atoms}, {@code species} and {@code cell}. */
  static final Set<String> INNER =
      Set.of("symbol", "number", "mass", "count", "x", "y", "z", "a", "b", "c");

  private final Structure structure;
  private final Map<String, Object> found;
  private final String prefix;

  Places(Structure structure, Map<String, Map<String, Object>> found) {
    this(structure, flat(found), "");
  }

  private Places(Structure structure, Map<String, Object> found, String prefix) {
    this.structure = structure;
    this.found = found;
    this.prefix = prefix;
  }

  private static Map<String, Object> flat(Map<String, Map<String, Object>> found) {
    Map<String, Object> flat = new LinkedHashMap<>();
    found.forEach(
        (stage, values) -> values.forEach((name, value) -> flat.put(stage + "." + name, value)));
    return flat;
  }

  /** Null, which the template engine takes for missing, where nothing has the name. */
  @Override
  public @Nullable Object get(String name) {
    String key = prefix + name;
    Object value = found.get(key);
    if (value != null) {
      return value;
    }
    if (prefix.isEmpty() && OWN.contains(name)) {
      return own(name);
    }
    boolean begins = found.keySet().stream().anyMatch(k -> k.startsWith(key + "."));
    return begins ? new Places(structure, found, key + ".") : null;
  }

  private Object own(String name) {
    return switch (name) {
      case "id" -> structure.id();
      case "formula" -> structure.formula();
      case "n_atoms" -> structure.nAtoms();
      case "elements" -> species().stream().map(s -> s.get("symbol")).toList();
      case "n_species" -> species().size();
      case "species" -> species();
      case "atoms" -> atoms();
      case "cell" -> cell();
      case "poscar" -> StructureText.POSCAR.of(structure);
      case "cif" -> StructureText.CIF.of(structure);
      default -> StructureText.EXTXYZ.of(structure);
    };
  }

  /** Elements in the order in which they first come. */
  private List<Map<String, Object>> species() {
    Map<Integer, Integer> counts = new LinkedHashMap<>();
    for (int z : structure.atomicNumbers()) {
      counts.merge(z, 1, Integer::sum);
    }
    List<Map<String, Object>> species = new ArrayList<>();
    counts.forEach(
        (z, count) ->
            species.add(
                Map.of(
                    "symbol",
                    Elements.symbol(z),
                    "number",
                    z,
                    "mass",
                    Elements.mass(z),
                    "count",
                    count)));
    return species;
  }

  /** Cartesian x, y, z, angstrom, and, of a crystal, fractional a, b, c. */
  private List<Map<String, Object>> atoms() {
    double[] x = structure.positions();
    double[] f = structure.cell().map(c -> fractional(x, c)).orElseGet(() -> new double[0]);
    List<Map<String, Object>> atoms = new ArrayList<>();
    for (int i = 0; i < structure.nAtoms(); i++) {
      int z = structure.atomicNumber(i);
      Map<String, Object> atom = new LinkedHashMap<>();
      atom.put("symbol", Elements.symbol(z));
      atom.put("number", z);
      put(atom, List.of("x", "y", "z"), x, i);
      if (f.length > 0) {
        put(atom, List.of("a", "b", "c"), f, i);
      }
      atoms.add(atom);
    }
    return atoms;
  }

  private static double[] fractional(double[] x, double[] cell) {
    double[] inverse = Matrix3.inverse(cell);
    double[] f = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int atom = 3 * (i / 3);
      int axis = i % 3;
      f[i] =
          x[atom] * inverse[axis]
              + x[atom + 1] * inverse[3 + axis]
              + x[atom + 2] * inverse[6 + axis];
    }
    return f;
  }

  private static void put(Map<String, Object> to, List<String> names, double[] values, int row) {
    for (int axis = 0; axis < 3; axis++) {
      to.put(names.get(axis), values[3 * row + axis]);
    }
  }

  /** Lattice vectors, angstrom. */
  private List<Map<String, Object>> cell() {
    double[] cell =
        structure
            .cell()
            .orElseThrow(() -> new IllegalArgumentException("found no cell, expected a crystal"));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      Map<String, Object> vector = new LinkedHashMap<>();
      put(vector, List.of("x", "y", "z"), cell, row);
      rows.add(vector);
    }
    return rows;
  }
}

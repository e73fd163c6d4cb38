package dev.lehr.activities.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Structure or Molecule of pymatgen as its {@code as_dict} has it (pymatgen.org), every site with
 * one whole element. Site properties become columns where all sites have them in one kind and
 * length; oxidation states and spins too, as {@code oxidation_state} and {@code spin}, NaN for a
 * site that has none. Positions are made of fractional coordinates where there is a lattice.
 */
final class PymatgenSites {

  private static final String SELECTIVE = "selective_dynamics";
  private static final double FULL = 1e-8;

  private final JsonNode sites;
  private final int n;
  private final Optional<double[]> cell;
  private final int[] numbers;
  private final double[] masses;
  private boolean isotopes;
  private final double[] positions;

  private PymatgenSites(JsonNode sites, Optional<double[]> cell) {
    this.sites = sites;
    this.n = sites.size();
    this.cell = cell;
    this.numbers = new int[n];
    this.masses = new double[n];
    this.positions = new double[3 * n];
  }

  /** Adds what is said of the whole structure. */
  static void info(JsonNode node, Map<String, Object> info) {
    for (String key : new String[] {"charge", "spin_multiplicity"}) {
      JsonNode v = node.path(key);
      if (v.isNumber() && (v.doubleValue() != 0 || key.startsWith("spin"))) {
        InfoText.value(v).ifPresent(value -> info.putIfAbsent(key, value));
      }
    }
    for (Map.Entry<String, JsonNode> f : node.path("properties").properties()) {
      InfoText.value(f.getValue()).ifPresent(v -> info.putIfAbsent(f.getKey(), v));
    }
  }

  static Structure.Builder builder(JsonNode node, String id, String source) throws Malformed {
    JsonNode lattice = node.path("lattice");
    Optional<double[]> cell = lattice.isObject() ? Optional.of(cell(lattice)) : Optional.empty();
    if (!node.path("sites").isArray()) {
      throw new Malformed("bad_value", "sites", "no list", "a list of sites");
    }
    PymatgenSites s = new PymatgenSites(node.get("sites"), cell);
    for (int i = 0; i < s.n; i++) {
      s.site(i);
    }
    Structure.Builder builder = Structure.builder(id, source, s.numbers, s.positions);
    if (cell.isPresent()) {
      boolean[] pbc = pbc(lattice);
      builder.cell(cell.get()).pbc(pbc[0], pbc[1], pbc[2]);
    }
    if (s.isotopes) {
      builder.masses(s.masses);
    }
    s.columns(builder);
    return builder;
  }

  private static double[] cell(JsonNode lattice) throws Malformed {
    NumberArray matrix = NumberArray.of(lattice.path("matrix"), "lattice");
    if (matrix.values().length != 9) {
      throw new Malformed(
          "bad_cell", "lattice", matrix.values().length + " numbers", "a matrix of 3 rows of 3");
    }
    return matrix.values();
  }

  /** What was written before lattices had flags is periodic. */
  private static boolean[] pbc(JsonNode lattice) throws Malformed {
    if (!lattice.hasNonNull("pbc")) {
      return new boolean[] {true, true, true};
    }
    double[] v = NumberArray.of(lattice.get("pbc"), "pbc").values();
    if (v.length != 3) {
      throw new Malformed("bad_pbc", "pbc", v.length + " values", "three booleans");
    }
    return new boolean[] {v[0] != 0, v[1] != 0, v[2] != 0};
  }

  private void site(int i) throws Malformed {
    JsonNode site = sites.get(i);
    JsonNode species = site.path("species");
    double occupancy = species.size() == 1 ? species.get(0).path("occu").asDouble(1) : 0;
    if (species.size() > 1 || (species.size() == 1 && Math.abs(occupancy - 1) > FULL)) {
      throw new Malformed(
          "partial_occupancy",
          "species",
          species.size() > 1
              ? species.size() + " species on site " + i
              : "occupancy " + occupancy + " of site " + i,
          "one whole element on each site");
    }
    String symbol =
        species.isTextual() ? species.asText() : species.path(0).path("element").asText();
    AtomType type = AtomType.ofSymbol(symbol, "site " + i);
    numbers[i] = type.number();
    masses[i] = type.mass().orElse(Elements.mass(type.number()));
    isotopes |= type.mass().isPresent();
    position(i, site);
  }

  private void position(int i, JsonNode site) throws Malformed {
    boolean fractional = cell.isPresent() && site.has("abc");
    String field = fractional ? "abc" : "xyz";
    double[] x = NumberArray.of(site.path(field), field + " of site " + i).values();
    if (x.length != 3) {
      throw new Malformed(
          "bad_value", field + " of site " + i, x.length + " numbers", "three numbers");
    }
    double[] at = fractional ? CellVectors.cartesian(x, cell.orElseThrow()) : x;
    System.arraycopy(at, 0, positions, 3 * i, 3);
  }

  private void columns(Structure.Builder builder) throws Malformed {
    selectiveDynamics(builder);
    Set<String> names = new LinkedHashSet<>();
    if (n > 0) {
      sites.get(0).path("properties").fieldNames().forEachRemaining(names::add);
    }
    for (String name : names) {
      if (JsonStructure.isColumn(name) && !name.equals(SELECTIVE)) {
        property(name).ifPresent(column -> builder.array(name, column));
      }
    }
    decoration("oxidation_state").ifPresent(c -> builder.array("oxidation_state", c));
    decoration("spin").ifPresent(c -> builder.array("spin", c));
  }

  /** The flags are those of a POSCAR; a molecule has no lattice and its axes are x, y and z. */
  private void selectiveDynamics(Structure.Builder builder) throws Malformed {
    double[] axes = cell.orElse(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    Constraints constraints = new Constraints(n);
    for (int i = 0; i < n; i++) {
      JsonNode value = sites.get(i).path("properties").path(SELECTIVE);
      if (value.isMissingNode() || value.isNull()) {
        continue;
      }
      double[] flags = NumberArray.of(value, SELECTIVE).values();
      if (flags.length != 3) {
        throw new Malformed(
            "bad_value", SELECTIVE, flags.length + " values of site " + i, "three booleans");
      }
      constraints.alongLattice(
          i, new boolean[] {flags[0] != 0, flags[1] != 0, flags[2] != 0}, axes);
    }
    constraints.apply(builder);
  }

  private Optional<AtomColumn> property(String name) {
    JsonNode first = sites.get(0).path("properties").path(name);
    if (first.isTextual()) {
      return words(name);
    }
    ArrayNode rows = JsonNodeFactory.instance.arrayNode(n);
    for (JsonNode site : sites) {
      rows.add(site.path("properties").path(name));
    }
    try {
      return JsonStructure.column(NumberArray.of(rows, name), n);
    } catch (Malformed notNumbers) {
      return Optional.empty();
    }
  }

  private Optional<AtomColumn> words(String name) {
    String[] words = new String[n];
    for (int i = 0; i < n; i++) {
      words[i] = sites.get(i).path("properties").path(name).asText();
      if (words[i].isEmpty() || words[i].chars().anyMatch(Character::isWhitespace)) {
        return Optional.empty();
      }
    }
    return Optional.of(new AtomColumn.Strings(1, words));
  }

  /**
   * A number that species are decorated with: at the species, or, before 2023, in its properties.
   */
  private Optional<AtomColumn> decoration(String name) {
    double[] values = new double[n];
    Arrays.fill(values, Double.NaN);
    boolean any = false;
    for (int i = 0; i < n; i++) {
      JsonNode species = sites.get(i).path("species").path(0);
      JsonNode v = species.has(name) ? species.get(name) : species.path("properties").path(name);
      if (v.isNumber()) {
        values[i] = v.doubleValue();
        any = true;
      }
    }
    return any ? Optional.of(new AtomColumn.Reals(1, values)) : Optional.empty();
  }
}

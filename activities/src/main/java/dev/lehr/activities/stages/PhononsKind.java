package dev.lehr.activities.stages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.simulation.analysis.bands.BandPath;
import dev.lehr.simulation.recipe.PhononSettings;
import dev.lehr.simulation.recipe.PhononsRecipe;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Relaxing;
import dev.lehr.simulation.units.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code kind: phonons}: harmonic vibrations. Keys: {@code relax: cell}, {@code atoms} or {@code
 * none} before; {@code fmax} (1e-4 eV/angstrom), {@code stress_limit} (0.01 GPa), {@code
 * max_iterations} (1000); {@code supercell: auto} or {@code [a, b, c]}, {@code max_atoms} (500) of
 * an automatic one; {@code displacement} (0.01 angstrom); {@code q_mesh: auto} or {@code [a, b,
 * c]}; {@code temperatures} (0 to 1000 K in steps of 100); {@code dos_points} (301), {@code
 * dos_width: auto} or THz; {@code path: auto} or a list of {@code {from: Γ, q_from: [0, 0, 0], to:
 * X, q_to: [0.5, 0, 0.5]}}; {@code band_points} of each segment (31).
 */
public final class PhononsKind implements StageKind {

  private static final String AUTO = "auto";
  private static final String SEGMENTS =
      "auto or segments such as {from: Γ, q_from: [0, 0, 0], to: X, q_to: [0.5, 0, 0.5]}";

  @Override
  public String name() {
    return "phonons";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Harmonic phonons by finite displacements: stability, bands, density of states, free energy";
  }

  @Override
  public ConfiguredStage read(Fields f, StageSite site) {
    PhononSettings usual = PhononSettings.defaults();
    double limit = RelaxingForm.stressLimit(f);
    Relaxing relaxing = RelaxingForm.read(f, limit);
    Optional<List<Integer>> supercell = three(f, "supercell", 100);
    int maxAtoms = (int) f.integer("max_atoms", usual.maxAtoms(), 1, 1_000_000);
    if (supercell.isPresent() && f.has("max_atoms")) {
      f.problem("max_atoms", "bounds an automatic supercell, and this one is given");
    }
    return new PhononStage(
        new PhononSettings(
            relaxing,
            supercell,
            maxAtoms,
            displacement(f, usual.displacement()),
            three(f, "q_mesh", 1000),
            temperatures(f, usual.temperatures()),
            (int) f.integer("dos_points", usual.dosPoints(), 2, 100_000),
            dosWidth(f),
            path(f),
            (int) f.integer("band_points", usual.bandPoints(), 2, 10_000)));
  }

  private static double displacement(Fields f, double fallback) {
    double value = f.quantity("displacement", Dimension.LENGTH, fallback, 0, true);
    if (value > 1) {
      f.problem("displacement", "found " + value + " angstrom, expected at most 1");
      return fallback;
    }
    return value;
  }

  private static Optional<List<Integer>> three(Fields f, String key, long most) {
    if (!f.has(key) || f.is(key, AUTO)) {
      f.is(key, AUTO);
      return Optional.empty();
    }
    List<Integer> three = f.integers(key, 1, most);
    if (three.size() != 3) {
      f.problem(
          key, "found " + three.size() + " numbers, expected auto or three such as [4, 4, 4]");
      return Optional.empty();
    }
    return Optional.of(three);
  }

  private static List<Double> temperatures(Fields f, List<Double> usual) {
    List<Double> kelvin = f.numbersFrom("temperatures", 0, 100_000);
    return f.has("temperatures") ? kelvin : usual;
  }

  private static OptionalDouble dosWidth(Fields f) {
    return f.is("dos_width", AUTO) || !f.has("dos_width")
        ? OptionalDouble.empty()
        : OptionalDouble.of(f.number("dos_width", 0.1, 0, 1000));
  }

  private static Optional<List<BandPath.Segment>> path(Fields f) {
    if (f.is("path", AUTO) || !f.has("path")) {
      return Optional.empty();
    }
    List<BandPath.Segment> segments = new ArrayList<>();
    for (Fields s : f.objects("path", SEGMENTS)) {
      String from = s.text("from", "a label such as Γ");
      String to = s.text("to", "a label such as X");
      segments.add(new BandPath.Segment(q(s, "q_from"), q(s, "q_to"), from, to));
      s.end();
    }
    return Optional.of(segments);
  }

  private static double[] q(Fields s, String key) {
    List<Double> q = s.numbersFrom(key, -100, 100);
    if (q.size() != 3) {
      s.problem(
          key,
          "found "
              + q.size()
              + " numbers, expected three, in reciprocal lattice vectors of the cell");
      return new double[3];
    }
    return q.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The settings. */
  private record PhononStage(PhononSettings s) implements RecipeStage {

    /** A study changes no structure. */
    @Override
    public boolean changesStructures() {
      return false;
    }

    @Override
    public ObjectNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      RelaxingForm.write(s.relaxing(), node);
      writeThree(node, "supercell", s.supercell());
      if (s.supercell().isEmpty()) {
        node.put("max_atoms", s.maxAtoms());
      }
      node.put("displacement", s.displacement());
      writeThree(node, "q_mesh", s.mesh());
      node.putArray("temperatures");
      s.temperatures().forEach(node.withArray("temperatures")::add);
      node.put("dos_points", s.dosPoints());
      s.dosWidth()
          .ifPresentOrElse(w -> node.put("dos_width", w), () -> node.put("dos_width", AUTO));
      if (s.path().isEmpty()) {
        node.put("path", AUTO);
      }
      s.path().ifPresent(path -> path.forEach(p -> write(p, node)));
      return node.put("band_points", s.bandPoints());
    }

    private static void writeThree(ObjectNode node, String key, Optional<List<Integer>> three) {
      if (three.isEmpty()) {
        node.put(key, AUTO);
      }
      three.ifPresent(list -> list.forEach(node.withArray(key)::add));
    }

    private static void write(BandPath.Segment p, ObjectNode node) {
      ObjectNode segment = node.withArray("path").addObject();
      segment.put("from", p.fromLabel()).put("to", p.toLabel());
      for (double x : p.from()) {
        segment.withArray("q_from").add(x);
      }
      for (double x : p.to()) {
        segment.withArray("q_to").add(x);
      }
    }

    @Override
    public Map<String, ValueType> values() {
      return new ValueTypes()
          .add(ValueType.TRUTH, "dynamically_stable")
          .add(
              ValueType.NUMBER,
              "min_frequency",
              "max_frequency",
              "zero_point_energy",
              "heat_capacity_300k",
              "free_energy_300k",
              "entropy_300k")
          .add(ValueType.ANYTHING, "thermal", "bands", "dos")
          .add(ValueType.NUMBERS, "supercell", "q_mesh")
          .add(ValueType.TEXT, "lattice", "lo_to")
          .add(ValueType.TEXTS, "warnings")
          .all();
    }

    @Override
    public List<String> citations() {
      return s.path().isEmpty() ? List.of("togo2015", "setyawan2010") : List.of("togo2015");
    }

    @Override
    public Recipe recipe() {
      return new PhononsRecipe(s);
    }
  }
}

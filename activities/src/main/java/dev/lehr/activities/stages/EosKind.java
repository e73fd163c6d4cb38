package dev.lehr.activities.stages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.simulation.analysis.eos.EosFitter;
import dev.lehr.simulation.analysis.eos.Form;
import dev.lehr.simulation.recipe.EosRecipe;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Relaxing;
import dev.lehr.simulation.recipe.Relaxing.Freedom;
import dev.lehr.simulation.units.Dimension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code kind: eos}: an equation of state. Keys: {@code points} (7), {@code range} of the volume as
 * a fraction of it (0.06), {@code forms} ({@code [birch-murnaghan, vinet, murnaghan]}, the first
 * one counts), {@code relax: atoms} or {@code none} at each volume, {@code fmax} (1e-3
 * eV/angstrom), {@code max_iterations} (1000).
 */
public final class EosKind implements StageKind {

  private static final double FMAX = 1e-3;
  private static final int MOST_POINTS = 1000;

  @Override
  public String name() {
    return "eos";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Equation of state: equilibrium volume and bulk modulus from energies at several volumes";
  }

  @Override
  public ConfiguredStage read(Fields f, StageSite site) {
    int points = (int) f.integer("points", 7, EosFitter.MIN_POINTS, MOST_POINTS);
    double range = f.number("range", 0.06, 0, 0.5);
    List<Form> forms = forms(f);
    Freedom freedom = f.choice("relax", Words.freedoms(Freedom.ATOMS, Freedom.NONE), Freedom.ATOMS);
    double fmax = f.quantity("fmax", Dimension.FORCE, FMAX, 0, true);
    long steps = f.integer("max_iterations", 1000, 0, 100_000_000);
    for (String key : List.of("fmax", "max_iterations")) {
      if (freedom == Freedom.NONE && f.has(key)) {
        f.problem(key, "does nothing where nothing relaxes; expected relax: atoms");
      }
    }
    return new Eos(points, range, forms, new Relaxing(freedom, fmax, 1, steps));
  }

  private static List<Form> forms(Fields f) {
    Map<String, Form> known = Words.of(List.of(Form.values()), Form::key);
    List<Form> forms = new ArrayList<>();
    for (String word : f.words("forms", known.keySet())) {
      Form form = known.get(word);
      if (form != null && forms.contains(form)) {
        f.problem("forms", "found '" + word + "' twice, expected each form once");
      } else if (form != null) {
        forms.add(form);
      }
    }
    return forms.isEmpty() ? List.of(Form.values()) : forms;
  }

  /** The settings. */
  private record Eos(int points, double range, List<Form> forms, Relaxing relaxing)
      implements RecipeStage {

    /** A study changes no structure. */
    @Override
    public boolean changesStructures() {
      return false;
    }

    @Override
    public ObjectNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("points", points).put("range", range);
      forms.forEach(form -> node.withArray("forms").add(form.key()));
      node.put("relax", relaxing.freedom().key());
      if (relaxing.freedom() != Freedom.NONE) {
        node.put("fmax", relaxing.fmax()).put("max_iterations", relaxing.maxSteps());
      }
      return node;
    }

    @Override
    public Map<String, ValueType> values() {
      Map<String, ValueType> values = new LinkedHashMap<>();
      for (String name :
          List.of(
              "equilibrium_volume",
              "equilibrium_volume_per_atom",
              "equilibrium_energy",
              "bulk_modulus",
              "bulk_modulus_derivative",
              "eos_rms")) {
        values.put(name, ValueType.NUMBER);
      }
      values.put("eos_form", ValueType.TEXT);
      values.put("eos_points", ValueType.ANYTHING);
      values.put("eos_fits", ValueType.ANYTHING);
      values.put("warnings", ValueType.TEXTS);
      return values;
    }

    @Override
    public List<String> citations() {
      Map<Form, String> keys =
          Map.of(
              Form.BIRCH_MURNAGHAN, "birch1947",
              Form.VINET, "vinet1987",
              Form.MURNAGHAN, "murnaghan1944");
      return forms.stream().map(form -> keys.getOrDefault(form, form.key())).toList();
    }

    @Override
    public Recipe recipe() {
      return EosRecipe.of(points, range, forms, relaxing);
    }
  }
}

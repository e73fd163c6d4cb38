package dev.lehr.activities.stages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.simulation.analysis.elastic.TorchSimMethod.Symmetry;
import dev.lehr.simulation.recipe.ElasticRecipe;
import dev.lehr.simulation.recipe.Recipe;
import dev.lehr.simulation.recipe.Relaxing;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code kind: elastic}: elastic constants. Keys: {@code method: central} or {@code torch-sim};
 * {@code relax: cell}, {@code atoms} or {@code none} before the crystal is strained; {@code fmax}
 * (1e-4 eV/angstrom), {@code stress_limit} (0.01 GPa), {@code max_iterations} (1000). Of {@code
 * central}: {@code strain} (0.0025, the smaller one) and {@code clamped} (false: atoms relax in
 * each strained cell). Of {@code torch-sim}: {@code symmetry: cubic} or {@code triclinic}.
 */
public final class ElasticKind implements StageKind {

  private static final double STRAIN = 0.0025;

  private enum Method {
    CENTRAL,
    TORCH_SIM;

    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public String name() {
    return "elastic";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String summary() {
    return "Elastic constants and moduli of the relaxed crystal from stresses under small strains";
  }

  @Override
  public ConfiguredStage read(Fields f, StageSite site) {
    Method method =
        f.choice("method", Words.of(List.of(Method.values()), Method::key), Method.CENTRAL);
    double limit = RelaxingForm.stressLimit(f);
    Relaxing relaxing = RelaxingForm.read(f, limit);
    double strain = f.number("strain", STRAIN, 0, 0.05);
    boolean clamped = f.truth("clamped", false);
    Symmetry symmetry =
        f.choice(
            "symmetry",
            Words.of(List.of(Symmetry.values()), s -> s.name().toLowerCase(Locale.ROOT)),
            Symmetry.TRICLINIC);
    List<String> foreign =
        method == Method.CENTRAL ? List.of("symmetry") : List.of("strain", "clamped");
    for (String key : foreign) {
      if (f.has(key)) {
        Method owner = method == Method.CENTRAL ? Method.TORCH_SIM : Method.CENTRAL;
        f.problem(key, "is of method " + owner.key() + ", and this is " + method.key());
      }
    }
    return new Elastic(method, relaxing, strain, clamped, symmetry);
  }

  /** The settings. */
  private record Elastic(
      Method method, Relaxing relaxing, double strain, boolean clamped, Symmetry symmetry)
      implements RecipeStage {

    /** A study changes no structure. */
    @Override
    public boolean changesStructures() {
      return false;
    }

    @Override
    public ObjectNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("method", method.key());
      if (method == Method.CENTRAL) {
        node.put("strain", strain).put("clamped", clamped);
      } else {
        node.put("symmetry", symmetry.name().toLowerCase(Locale.ROOT));
      }
      RelaxingForm.write(relaxing, node);
      return node;
    }

    @Override
    public Map<String, ValueType> values() {
      return new ValueTypes()
          .add(ValueType.ANYTHING, "elastic_tensor")
          .add(ValueType.TRUTH, "born_stable")
          .add(ValueType.NUMBERS, "elastic_eigenvalues")
          .add(
              ValueType.NUMBER,
              "bulk_modulus",
              "shear_modulus",
              "youngs_modulus",
              "poisson_ratio",
              "pugh_ratio",
              "universal_anisotropy",
              "bulk_modulus_voigt",
              "bulk_modulus_reuss",
              "shear_modulus_voigt",
              "shear_modulus_reuss",
              "asymmetry",
              "spread")
          .add(ValueType.TEXTS, "warnings")
          .all();
    }

    @Override
    public List<String> citations() {
      return List.of("hill1952", "mouhat2014", "ranganathan2008");
    }

    @Override
    public Recipe recipe() {
      return method == Method.CENTRAL
          ? ElasticRecipe.central(strain, 2 * relaxing.smax(), relaxing, !clamped)
          : ElasticRecipe.torchSim(symmetry, relaxing);
    }
  }
}

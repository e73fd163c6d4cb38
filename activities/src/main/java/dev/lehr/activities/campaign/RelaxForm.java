package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.document.Fields;
import dev.lehr.simulation.optimize.BfgsSettings;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.GradientDescentSettings;
import dev.lehr.simulation.optimize.LbfgsSettings;
import dev.lehr.simulation.optimize.OptimizerSettings;
import dev.lehr.simulation.optimize.VvFireSettings;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.units.Dimension;
import dev.lehr.simulation.units.Units;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A {@code relax} stage in a campaign file and in the canonical form. */
final class RelaxForm {

  private static final double DEFAULT_FMAX = 0.05;
  private static final int DEFAULT_ITERATIONS = 1000;
  private static final double MUCH = 1e6;

  /** The options of each optimizer. */
  private static final Map<String, List<String>> OPTIONS = new LinkedHashMap<>();

  static {
    List<String> fire =
        List.of("dt_start", "dt_max", "n_min", "f_inc", "f_dec", "alpha_start", "f_alpha");
    List<String> ase = new ArrayList<>(fire);
    ase.addAll(List.of("flavour", "max_step"));
    OPTIONS.put("fire", ase);
    OPTIONS.put("vv-fire", fire);
    OPTIONS.put("gradient-descent", List.of("flavour", "pos_lr", "cell_lr"));
    OPTIONS.put("lbfgs", List.of("flavour", "memory", "alpha", "damping", "max_step"));
    OPTIONS.put("bfgs", List.of("alpha", "max_step"));
  }

  private RelaxForm() {}

  static StageSpec.Relax read(Fields f, String id) {
    OptimizerSettings optimizer = optimizer(f);
    CellFilter cell = cell(f);
    if (optimizer instanceof VvFireSettings && cell.kind() != CellFilter.Kind.NONE) {
      f.problem(
          "cell",
          "vv-fire does not move the cell: velocity Verlet is defined for the atoms alone; expected"
              + " cell: none, or optimizer: fire, lbfgs or bfgs");
    }
    Convergence convergence = convergence(f, cell);
    double rattle = f.quantity("rattle", Dimension.LENGTH, 0, 0, false);
    double strain = f.has("rattle_strain") ? f.number("rattle_strain", 0, 0, 0.2) : 0;
    if (strain > 0 && cell.kind() == CellFilter.Kind.NONE) {
      f.problem("rattle_strain", "strains a cell that is fixed; expected cell: unit or frechet");
    }
    boolean fixCom = flag(f, "fix_com");
    Fields fix = f.object("fix");
    List<String> elements = fix.texts("elements", "a symbol such as Cu");
    for (String symbol : elements) {
      try {
        Elements.require(symbol);
      } catch (IllegalArgumentException e) {
        fix.problem("elements", String.valueOf(e.getMessage()));
      }
    }
    List<Integer> indices = fix.integers("indices", -1_000_000_000, 1_000_000_000);
    fix.end();
    return new StageSpec.Relax(
        id, optimizer, cell, convergence, rattle, strain, fixCom, elements, indices);
  }

  private static boolean flag(Fields f, String key) {
    Map<String, Boolean> words = new LinkedHashMap<>();
    words.put("true", true);
    words.put("false", false);
    return f.choice(key, words, false);
  }

  private static Convergence convergence(Fields f, CellFilter cell) {
    OptionalDouble tolerance = optional(f, "energy_tolerance", Dimension.ENERGY);
    OptionalDouble fmax =
        f.has("fmax") || tolerance.isEmpty()
            ? OptionalDouble.of(f.quantity("fmax", Dimension.FORCE, DEFAULT_FMAX, 0, true))
            : OptionalDouble.empty();
    OptionalDouble smax = optional(f, "smax", Dimension.PRESSURE);
    if (smax.isPresent() && cell.kind() == CellFilter.Kind.NONE) {
      f.problem(
          "smax", "bounds the stress of a cell that is fixed; expected cell: unit or frechet");
    }
    int iterations = (int) f.integer("max_iterations", DEFAULT_ITERATIONS, 0, 100_000_000);
    return new Convergence(fmax, smax, tolerance, iterations);
  }

  private static OptionalDouble optional(Fields f, String key, Dimension dimension) {
    return f.has(key)
        ? OptionalDouble.of(f.quantity(key, dimension, 1, 0, true))
        : OptionalDouble.empty();
  }

  private static OptimizerSettings optimizer(Fields f) {
    Map<String, String> names = new LinkedHashMap<>();
    OPTIONS.keySet().forEach(name -> names.put(name, name));
    String name = f.choice("optimizer", names, "fire");
    refuseForeignOptions(f, name);
    Map<String, FireSettings.Flavour> flavours = new LinkedHashMap<>();
    flavours.put("ase", FireSettings.Flavour.ASE);
    flavours.put("torchsim", FireSettings.Flavour.TORCHSIM);
    FireSettings.Flavour flavour =
        optionsOf(name).contains("flavour")
            ? f.choice("flavour", flavours, FireSettings.Flavour.ASE)
            : FireSettings.Flavour.ASE;
    return switch (name) {
      case "vv-fire" -> vvFire(f);
      case "gradient-descent" -> {
        GradientDescentSettings d = GradientDescentSettings.defaults(flavour);
        yield new GradientDescentSettings(
            flavour,
            f.number("pos_lr", d.posLr(), 0, MUCH),
            f.number("cell_lr", d.cellLr(), 0, MUCH));
      }
      case "lbfgs" -> lbfgs(f, flavour);
      case "bfgs" -> {
        BfgsSettings d = BfgsSettings.defaults();
        yield new BfgsSettings(
            f.number("alpha", d.alpha(), 0, MUCH),
            f.quantity("max_step", Dimension.LENGTH, d.maxStep(), 0, true));
      }
      default -> fire(f, flavour);
    };
  }

  private static List<String> optionsOf(String optimizer) {
    return OPTIONS.getOrDefault(optimizer, List.of());
  }

  /** An option of another optimizer would do nothing. */
  private static void refuseForeignOptions(Fields f, String name) {
    Set<String> all = new LinkedHashSet<>();
    OPTIONS.values().forEach(all::addAll);
    for (String option : all) {
      if (f.has(option) && !optionsOf(name).contains(option)) {
        List<String> owners =
            OPTIONS.keySet().stream().filter(o -> optionsOf(o).contains(option)).toList();
        f.node(option);
        f.problem(
            option, "is an option of " + String.join(", ", owners) + "; the optimizer is " + name);
      }
    }
  }

  private static OptimizerSettings fire(Fields f, FireSettings.Flavour flavour) {
    FireSettings d = FireSettings.defaults(flavour);
    return new FireSettings(
        flavour,
        f.number("dt_start", d.dtStart(), 0, MUCH),
        f.number("dt_max", d.dtMax(), 0, MUCH),
        f.quantity("max_step", Dimension.LENGTH, d.maxStep(), 0, true),
        f.integer("n_min", d.nMin(), 0, 1_000_000),
        f.number("f_inc", d.fInc(), 0, MUCH),
        f.number("f_dec", d.fDec(), 0, 1),
        f.number("alpha_start", d.alphaStart(), 0, 1),
        f.number("f_alpha", d.fAlpha(), 0, 1));
  }

  private static OptimizerSettings vvFire(Fields f) {
    VvFireSettings d = VvFireSettings.defaults();
    return new VvFireSettings(
        f.number("dt_start", d.dtStart(), 0, MUCH),
        f.number("dt_max", d.dtMax(), 0, MUCH),
        f.integer("n_min", d.nMin(), 0, 1_000_000),
        f.number("f_inc", d.fInc(), 0, MUCH),
        f.number("f_dec", d.fDec(), 0, 1),
        f.number("alpha_start", d.alphaStart(), 0, 1),
        f.number("f_alpha", d.fAlpha(), 0, 1));
  }

  private static OptimizerSettings lbfgs(Fields f, FireSettings.Flavour flavour) {
    LbfgsSettings d = LbfgsSettings.defaults(flavour);
    OptionalDouble alpha = d.alpha();
    if (f.is("alpha", "auto")) {
      alpha = OptionalDouble.empty();
    } else if (f.has("alpha")) {
      alpha = OptionalDouble.of(f.number("alpha", 70, 0, MUCH));
    }
    return new LbfgsSettings(
        flavour,
        (int) f.integer("memory", d.memory(), 1, 100_000),
        alpha,
        f.number("damping", d.damping(), 0, MUCH),
        f.quantity("max_step", Dimension.LENGTH, d.maxStep(), 0, true));
  }

  private static CellFilter cell(Fields f) {
    Map<String, CellFilter.Kind> kinds = new LinkedHashMap<>();
    kinds.put("none", CellFilter.Kind.NONE);
    kinds.put("unit", CellFilter.Kind.UNIT);
    kinds.put("frechet", CellFilter.Kind.FRECHET);
    CellFilter.Kind kind = f.choice("cell", kinds, CellFilter.Kind.NONE);
    double pressure =
        f.quantity("pressure", Dimension.PRESSURE, 0, Double.NEGATIVE_INFINITY, false);
    boolean hydrostatic = flag(f, "hydrostatic");
    boolean constantVolume = flag(f, "constant_volume");
    List<Boolean> mask = mask(f);
    if (kind == CellFilter.Kind.NONE) {
      refuseWithFixedCell(f, "pressure", pressure != 0);
      refuseWithFixedCell(f, "hydrostatic", hydrostatic);
      refuseWithFixedCell(f, "constant_volume", constantVolume);
      refuseWithFixedCell(f, "cell_mask", f.has("cell_mask"));
      return CellFilter.none();
    }
    if (hydrostatic && constantVolume) {
      f.problem(
          "constant_volume",
          "together with hydrostatic leaves the cell nothing to change, expected only one of them");
      return CellFilter.none();
    }
    if (constantVolume && pressure != 0) {
      f.problem("pressure", "does nothing at constant volume, expected only one of them");
    }
    try {
      return new CellFilter(kind, pressure, hydrostatic, constantVolume, mask);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      f.problem("cell_mask", message.replaceFirst("^cell_mask ", ""));
      return CellFilter.none();
    }
  }

  private static void refuseWithFixedCell(Fields f, String key, boolean given) {
    if (given) {
      f.problem(key, "does nothing in a fixed cell, expected cell: unit or frechet");
    }
  }

  /** Six flags of Voigt, or three rows of three; all true where the key is missing. */
  private static List<Boolean> mask(Fields f) {
    Node node = f.node("cell_mask");
    List<Boolean> flags = new ArrayList<>();
    if (node == null) {
      return Collections.nCopies(9, true);
    }
    boolean readable = node instanceof SequenceNode && collect(node, flags);
    boolean rows = node instanceof SequenceNode s && s.getValue().size() == 3;
    if (!readable || (rows ? flags.size() != 9 : flags.size() != 6)) {
      f.problem(
          "cell_mask",
          "expected six of 1 and 0 for xx, yy, zz, yz, xz, xy, such as [1, 1, 1, 0, 0, 0], or three"
              + " rows of three");
      return Collections.nCopies(9, true);
    }
    return rows ? flags : CellFilter.maskOfVoigt(flags);
  }

  private static boolean collect(Node node, List<Boolean> into) {
    if (node instanceof SequenceNode sequence) {
      boolean all = true;
      for (Node element : sequence.getValue()) {
        all &= collect(element, into);
      }
      return all;
    }
    String word = node instanceof ScalarNode s ? s.getValue() : "";
    into.add(word.equals("1") || word.equals("true"));
    return List.of("0", "1", "true", "false").contains(word);
  }

  static void write(StageSpec.Relax r, ObjectNode node) {
    Convergence c = r.convergence();
    c.fmax().ifPresent(f -> node.put("fmax", f));
    c.smax().ifPresent(s -> node.put("smax", Units.toGpa(s)));
    c.energyTolerance().ifPresent(e -> node.put("energy_tolerance", e));
    node.put("cell", r.cell().kind().name().toLowerCase(java.util.Locale.ROOT));
    node.put("pressure", Units.toGpa(r.cell().pressure()));
    if (r.cell().hydrostatic()) {
      node.put("hydrostatic", true);
    }
    if (r.cell().constantVolume()) {
      node.put("constant_volume", true);
    }
    if (r.cell().isMasked()) {
      ArrayNode mask = node.putArray("cell_mask");
      r.cell().voigtMask().forEach(flag -> mask.add(flag ? 1 : 0));
    }
    node.put("max_iterations", c.maxIterations());
    writeOptimizer(r.optimizer(), node);
    if (r.rattle() > 0) {
      node.put("rattle", r.rattle());
    }
    if (r.rattleStrain() > 0) {
      node.put("rattle_strain", r.rattleStrain());
    }
    if (r.fixCom()) {
      node.put("fix_com", true);
    }
    if (!r.fixElements().isEmpty() || !r.fixIndices().isEmpty()) {
      ObjectNode fix = node.putObject("fix");
      r.fixElements().forEach(fix.putArray("elements")::add);
      r.fixIndices().forEach(fix.putArray("indices")::add);
    }
  }

  private static void writeOptimizer(OptimizerSettings settings, ObjectNode node) {
    node.put("optimizer", settings.key());
    if (settings instanceof FireSettings s) {
      flavour(node, s.flavour());
      node.put("dt_start", s.dtStart()).put("dt_max", s.dtMax()).put("max_step", s.maxStep());
      node.put("n_min", s.nMin()).put("f_inc", s.fInc()).put("f_dec", s.fDec());
      node.put("alpha_start", s.alphaStart()).put("f_alpha", s.fAlpha());
    } else if (settings instanceof VvFireSettings s) {
      node.put("dt_start", s.dtStart()).put("dt_max", s.dtMax());
      node.put("n_min", s.nMin()).put("f_inc", s.fInc()).put("f_dec", s.fDec());
      node.put("alpha_start", s.alphaStart()).put("f_alpha", s.fAlpha());
    } else if (settings instanceof GradientDescentSettings s) {
      flavour(node, s.flavour());
      node.put("pos_lr", s.posLr()).put("cell_lr", s.cellLr());
    } else if (settings instanceof LbfgsSettings s) {
      flavour(node, s.flavour());
      node.put("memory", s.memory());
      s.alpha().ifPresentOrElse(a -> node.put("alpha", a), () -> node.put("alpha", "auto"));
      node.put("damping", s.damping()).put("max_step", s.maxStep());
    } else if (settings instanceof BfgsSettings s) {
      node.put("alpha", s.alpha()).put("max_step", s.maxStep());
    }
  }

  private static void flavour(ObjectNode node, FireSettings.Flavour flavour) {
    node.put("flavour", flavour == FireSettings.Flavour.TORCHSIM ? "torchsim" : "ase");
  }
}

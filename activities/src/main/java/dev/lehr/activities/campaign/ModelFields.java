package dev.lehr.activities.campaign;

import dev.lehr.activities.campaign.CampaignDefinition.ModelSpec;
import dev.lehr.activities.djl.Precision;
import dev.lehr.activities.djl.TorchDevice;
import dev.lehr.activities.document.Document;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.document.Guess;
import dev.lehr.activities.plugins.ModelKind;
import dev.lehr.activities.plugins.ModelKinds;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Morse;
import dev.lehr.simulation.model.SetflEam;
import dev.lehr.simulation.model.SoftSphere;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.units.Dimension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the model of a campaign file. */
final class ModelFields {

  private static final List<String> KNOWN =
      List.of(ZhouEam.NAME, SetflEam.NAME, LennardJones.NAME, Morse.NAME, SoftSphere.NAME);
  private static final String NAMES =
      String.join(", ", KNOWN)
          + ", {sum: [...]}, {file: model.pt}, {python: module:factory}, or a model that was exported";
  private static final String CACHED_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final double LARGEST = 1e6;

  private final Document document;

  ModelFields(Document document) {
    this.document = document;
  }

  /** The model of the whole file. */
  ModelSpec model(Fields root) {
    Node node = root.node("model");
    if (node == null) {
      document.problem(null, "model", "is missing, expected one of " + NAMES);
      return nothing();
    }
    return node instanceof ScalarNode
        ? named(node, "model")
        : described(new Fields(document, node, "model"), node, "model");
  }

  /** A model that is written as its name alone. */
  private ModelSpec named(Node name, String path) {
    return described(new Fields(document, null, path).named(name), name, path);
  }

  private ModelSpec described(Fields f, Node node, String path) {
    if (f.has("sum")) {
      ModelSpec sum = sum(f, path);
      f.end();
      return sum;
    }
    if (f.has("python")) {
      ModelSpec model = PythonFields.read(f);
      f.end();
      return model;
    }
    if (f.has("file") && !f.has("name")) {
      ModelSpec model = torchScript(f, "");
      f.end();
      return model;
    }
    String name = f.text("name", "a model's name, one of " + NAMES);
    if (!KNOWN.contains(name)) {
      if (name.isEmpty()) {
        return nothing();
      }
      Optional<ModelKind> plugin = ModelKinds.find(name);
      if (plugin.isPresent()) {
        ModelSpec model = new ModelSpec.Plugin(name, ModelKinds.read(plugin.get(), f));
        f.end();
        return model;
      }
      List<String> all = new ArrayList<>(KNOWN);
      all.addAll(ModelKinds.found().found().keySet());
      if (!name.matches(CACHED_NAME) || Guess.closest(name, all).isPresent()) {
        String expected = "', expected one of " + NAMES;
        String guess = Guess.suffix(name, all);
        document.problem(node, path, "unknown model '" + name + expected + guess);
        return nothing();
      }
      ModelSpec model = torchScript(f, name);
      f.end();
      return model;
    }
    ModelSpec model =
        switch (name) {
          case LennardJones.NAME -> lennardJones(f);
          case Morse.NAME -> morse(f);
          case SoftSphere.NAME -> softSphere(f);
          case SetflEam.NAME -> setfl(f);
          default -> zhou(f);
        };
    f.end();
    return model;
  }

  /** What stands for a model that could not be read. */
  private static ModelSpec nothing() {
    return new ModelSpec.ZhouEam(List.of(), "smooth");
  }

  private ModelSpec sum(Fields f, String path) {
    List<ModelSpec> terms = new ArrayList<>();
    for (Fields.Indexed term : f.elements("sum", "a list of models")) {
      String at = path + "." + term.name();
      terms.add(
          term.node() instanceof ScalarNode
              ? named(term.node(), at)
              : described(f.asObject(term), term.node(), at));
    }
    return new ModelSpec.Sum(terms);
  }

  /** A file, or, where there is a name, the file that the cache has under it. */
  private static ModelSpec torchScript(Fields f, String name) {
    String file = name.isEmpty() ? f.text("file", "a TorchScript file such as my.pt") : "";
    Map<String, String> precisions = new LinkedHashMap<>();
    for (Precision p : Precision.values()) {
      precisions.put(p.key(), p.key());
    }
    String precision = f.choice("precision", precisions, "");
    String device = f.optionalText("device").orElse(TorchDevice.AUTO);
    if (!TorchDevice.isKnown(device)) {
      f.problem("device", "found '" + device + "', expected " + TorchDevice.EXPECTED);
    }
    Map<String, String> inputs = new LinkedHashMap<>();
    for (String key : SystemInput.NAMES) {
      f.optionalText(key).ifPresent(value -> inputs.put(key, value));
    }
    return new ModelSpec.TorchScript(name, file, precision, device, inputs);
  }

  private static ModelSpec lennardJones(Fields f) {
    for (String key : List.of("sigma", "epsilon")) {
      if (!f.has(key)) {
        f.problem(key, "is missing, expected a number");
      }
    }
    double sigma = f.quantity("sigma", Dimension.LENGTH, 1, 0, true);
    double epsilon = f.quantity("epsilon", Dimension.ENERGY, 1, 0, true);
    return new ModelSpec.LennardJones(sigma, epsilon, cutoff(f, 2.5 * sigma));
  }

  private static ModelSpec morse(Fields f) {
    double sigma = f.quantity("sigma", Dimension.LENGTH, Morse.DEFAULT_SIGMA, 0, true);
    double epsilon = f.quantity("epsilon", Dimension.ENERGY, Morse.DEFAULT_EPSILON, 0, true);
    double alpha = f.number("alpha", Morse.DEFAULT_ALPHA, 0, LARGEST);
    return new ModelSpec.Morse(sigma, epsilon, alpha, cutoff(f, Morse.DEFAULT_CUTOFF * sigma));
  }

  private static double cutoff(Fields f, double fallback) {
    return f.is("cutoff", "none")
        ? Double.POSITIVE_INFINITY
        : f.quantity("cutoff", Dimension.LENGTH, fallback, 0, true);
  }

  private static ModelSpec softSphere(Fields f) {
    List<String> species = f.texts("species", "a symbol such as Na");
    OptionalDouble cutoff =
        f.has("cutoff")
            ? OptionalDouble.of(f.quantity("cutoff", Dimension.LENGTH, 1, 0, true))
            : OptionalDouble.empty();
    ModelSpec.SoftSphere soft = species.isEmpty() ? oneKind(f, cutoff) : kinds(f, species, cutoff);
    check(f, soft);
    return soft;
  }

  private static ModelSpec.SoftSphere oneKind(Fields f, OptionalDouble cutoff) {
    double sigma = f.quantity("sigma", Dimension.LENGTH, SoftSphere.DEFAULT_SIGMA, 0, true);
    double epsilon = f.quantity("epsilon", Dimension.ENERGY, SoftSphere.DEFAULT_EPSILON, 0, true);
    double alpha = f.number("alpha", SoftSphere.DEFAULT_ALPHA, 0, LARGEST);
    return new ModelSpec.SoftSphere(
        List.of(),
        List.of(List.of(sigma)),
        List.of(List.of(epsilon)),
        List.of(List.of(alpha)),
        cutoff);
  }

  private static ModelSpec.SoftSphere kinds(Fields f, List<String> species, OptionalDouble cutoff) {
    for (String key : List.of("sigma", "epsilon", "alpha")) {
      if (!f.has(key)) {
        f.problem(key, "is missing, expected " + species.size() + " rows, one for each species");
      }
    }
    return new ModelSpec.SoftSphere(
        species,
        f.matrix("sigma", 0, LARGEST),
        f.matrix("epsilon", -LARGEST, LARGEST),
        f.matrix("alpha", 0, LARGEST),
        cutoff);
  }

  /** What only the potential itself knows to be wrong; messages begin with the parameter's name. */
  private static void check(Fields f, ModelSpec.SoftSphere soft) {
    for (String symbol : soft.species()) {
      try {
        Elements.require(symbol);
      } catch (IllegalArgumentException e) {
        f.problem("species", String.valueOf(e.getMessage()));
        return;
      }
    }
    boolean complete = soft.species().isEmpty() || (f.has("sigma") && f.has("epsilon"));
    if (!complete || !(soft.species().isEmpty() || f.has("alpha"))) {
      return;
    }
    try {
      ModelBuilder.softSphere(soft, Workers.serial());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      List<String> keys = List.of("sigma", "epsilon", "alpha", "cutoff", "species");
      Optional<String> key = keys.stream().filter(message::startsWith).findFirst();
      f.problem(key.orElse("sigma"), message);
    }
  }

  private static ModelSpec setfl(Fields f) {
    String file = f.text("file", "a setfl file such as Cu_mishin1.eam.alloy");
    Map<String, String> formats = new LinkedHashMap<>();
    for (String format : List.of("detect", "alloy", "fs")) {
      formats.put(format, format);
    }
    return new ModelSpec.SetflEam(file, f.choice("format", formats, "detect"));
  }

  private static ModelSpec zhou(Fields f) {
    List<String> elements = f.texts("elements", "a symbol such as Cu");
    List<String> known = ZhouEam.supportedElements();
    for (String symbol : elements) {
      if (!known.contains(symbol)) {
        f.problem(
            "elements", "found '" + symbol + "', the model knows " + String.join(", ", known));
      }
    }
    Map<String, String> truncations = new LinkedHashMap<>();
    truncations.put("smooth", "smooth");
    truncations.put("hard", "hard");
    String truncation = f.choice("truncation", truncations, "smooth");
    return new ModelSpec.ZhouEam(elements.isEmpty() ? known : elements, truncation);
  }
}

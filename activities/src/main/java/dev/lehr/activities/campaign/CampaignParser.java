package dev.lehr.activities.campaign;

import dev.lehr.activities.campaign.CampaignDefinition.Batching;
import dev.lehr.activities.campaign.CampaignDefinition.ModelSpec;
import dev.lehr.activities.campaign.CampaignDefinition.Report;
import dev.lehr.activities.campaign.CampaignDefinition.StructuresSpec;
import dev.lehr.activities.campaign.CampaignDefinition.Urgency;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.Document;
import dev.lehr.activities.document.Fields;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.units.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads campaign files, YAML or JSON. Bare numbers are eV, angstrom, eV/angstrom, GPa, fs;
 * quantities may carry a unit. Every problem of a file is found in one pass.
 */
public final class CampaignParser {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  private final Document document;

  private CampaignParser(Document document) {
    this.document = document;
  }

  /**
   * Reads a campaign.
   *
   * @param file its name, for messages
   * @throws CampaignParseException with every problem found
   */
  public static CampaignDefinition parse(String file, String text) throws CampaignParseException {
    return parse(file, text, Path.of(""));
  }

  /**
   * Reads a campaign whose stages name files.
   *
   * @param file its name, for messages
   * @param folder what paths are relative to
   * @throws CampaignParseException with every problem found
   */
  public static CampaignDefinition parse(String file, String text, Path folder)
      throws CampaignParseException {
    Document document = new Document(file, text);
    if (!document.isReadable()) {
      document.throwIfWrong();
    }
    CampaignDefinition definition = new CampaignParser(document).campaign(folder);
    document.throwIfWrong();
    return definition;
  }

  private CampaignDefinition campaign(Path folder) {
    Fields root = document.root();
    String name = root.text("name", "a name such as alloys");
    if (!name.isEmpty() && !name.matches(NAME)) {
      root.problem(
          "name",
          "found '" + name + "', expected letters, digits, dots, dashes and underscores, 1 to 100");
    }
    String description = root.optionalText("description").orElse("");
    long seed = root.integer("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    List<StructuresSpec> structures = structures(root, seed);
    ModelSpec model = new ModelFields(document).model(root);
    StageForm stages = new StageForm(seed, folder);
    stages.read(root.objects("stages", "a list of stages, such as [{id: relax, kind: relax}]"));
    Fields batching = root.object("batching");
    Batching how = BatchingForm.read(batching);
    Urgency urgency = BatchingForm.urgency(root);
    Fields checkpoint = root.object("checkpoint");
    int every = (int) checkpoint.integer("every_steps", 100, 1, 1_000_000);
    checkpoint.end();
    Fields advanced = root.object("advanced");
    int shardSize = (int) advanced.integer("shard_size", 1000, 1, 1000);
    int lanes = (int) advanced.integer("lanes", 16, 1, 100);
    String workers = workers(advanced);
    advanced.end();
    Optional<Report> report = ReportForm.read(root, stages.vocabularyOfAll(), stages.ids());
    root.end();
    return new CampaignDefinition(
        name,
        description,
        seed,
        structures,
        model,
        stages.stages(),
        stages.rules(),
        how,
        urgency,
        every,
        shardSize,
        lanes,
        workers,
        report,
        stages.trajectories());
  }

  private static String workers(Fields advanced) {
    String workers = advanced.optionalText("workers").orElse("");
    if (!workers.isEmpty() && !workers.matches(NAME)) {
      advanced.problem(
          "workers",
          "found '"
              + workers
              + "', expected a class of workers: letters, digits, '.', '_' or '-', the first a letter or"
              + " digit, at most 100");
    }
    return workers;
  }

  private List<StructuresSpec> structures(Fields root, long seed) {
    List<StructuresSpec> all = new ArrayList<>();
    String expected = "a list of files or generators, such as [structures.extxyz]";
    for (Fields.Indexed element : root.elements("structures", expected)) {
      if (element.node() instanceof ScalarNode text) {
        if (text.getValue().isEmpty()) {
          document.problem(text, element.name(), "is empty, expected a path or glob");
        }
        all.add(new StructuresSpec.Files(text.getValue(), "id"));
      } else {
        all.add(source(root.asObject(element), seed));
      }
    }
    return all;
  }

  private static StructuresSpec source(Fields f, long seed) {
    StructuresSpec spec;
    if (f.has("prototypes")) {
      spec = prototypes(f, seed);
    } else if (f.has("clusters")) {
      spec = clusters(f, seed);
    } else {
      spec =
          new StructuresSpec.Files(
              f.text("path", "a path or glob (or prototypes, or clusters)"),
              f.optionalText("id_field").orElse("id"));
    }
    f.end();
    return spec;
  }

  private static StructuresSpec prototypes(Fields f, long seed) {
    List<String> keys = f.texts("prototypes", "a structure type such as A1");
    for (int i = 0; i < keys.size(); i++) {
      try {
        Prototype.of(keys.get(i));
      } catch (IllegalArgumentException e) {
        f.problem("prototypes", String.valueOf(e.getMessage()));
      }
    }
    List<String> elements = f.texts("elements", "a symbol such as Cu");
    if (elements.isEmpty()) {
      f.problem("elements", "is missing, expected a list of symbols such as [Cu, Au]");
    }
    checkElements(f, elements);
    List<Double> volumes = f.numbers("volumes", 0, 1e6);
    List<Integer> supercell = f.integers("supercell", 1, 1000);
    if (!supercell.isEmpty() && supercell.size() != 3) {
      f.problem("supercell", "has " + supercell.size() + " numbers, expected 3");
    }
    exclusive(f, List.of("volume", "lattice_constant", "volume_per_atom"));
    if (!f.has("lattice_constant") && !f.has("volume_per_atom")) {
      checkVolumes(f, elements);
    }
    return new StructuresSpec.Prototypes(
        keys,
        elements,
        volumes.isEmpty() ? List.of(1.0) : volumes,
        f.choice("volume", words("elements", false, "contact", true), false),
        optionalQuantity(f, "lattice_constant", Dimension.LENGTH),
        optionalNumber(f, "volume_per_atom"),
        f.quantity("rattle", Dimension.LENGTH, 0, 0, false),
        f.number("strain", 0, -1e-300, 0.49),
        f.integer("seed", seed, Long.MIN_VALUE, Long.MAX_VALUE),
        (int) f.integer("starts", 1, 1, 1_000_000),
        f.choice("cell", words("primitive", false, "conventional", true), false),
        supercell.size() == 3 ? supercell : List.of(1, 1, 1));
  }

  /** Each of these keys says the same thing in another way. */
  private static void exclusive(Fields f, List<String> keys) {
    List<String> present = keys.stream().filter(f::has).toList();
    for (String key : present.subList(Math.min(1, present.size()), present.size())) {
      f.problem(key, "excludes " + present.get(0) + ", expected only one of them");
    }
  }

  /** Two words and their values, in this order. */
  private static <T> Map<String, T> words(String first, T a, String second, T b) {
    Map<String, T> words = new LinkedHashMap<>();
    words.put(first, a);
    words.put(second, b);
    return words;
  }

  private static void checkVolumes(Fields f, List<String> elements) {
    for (String symbol : elements) {
      OptionalInt number = Elements.number(symbol);
      if (number.isPresent() && Elements.atomicVolume(number.getAsInt()).isEmpty()) {
        f.problem(
            "elements",
            "no atomic volume is known for "
                + symbol
                + ", expected volume_per_atom or lattice_constant beside it");
      }
    }
  }

  private static void checkElements(Fields f, List<String> elements) {
    for (String symbol : elements) {
      try {
        Elements.require(symbol);
      } catch (IllegalArgumentException e) {
        f.problem("elements", String.valueOf(e.getMessage()));
      }
    }
  }

  private static StructuresSpec clusters(Fields f, long seed) {
    List<Integer> sizes = f.integers("clusters", 1, 100_000);
    String element = f.text("element", "a symbol such as Ar");
    if (!element.isEmpty()) {
      checkElement(f, element);
    }
    int starts = (int) f.integer("starts", 1, 1, 10_000_000);
    if (!f.has("distance")) {
      f.problem("distance", "is missing, expected the distance of neighbours, angstrom");
    }
    double distance = f.quantity("distance", Dimension.LENGTH, 1, 0, true);
    long own = f.integer("seed", seed, Long.MIN_VALUE, Long.MAX_VALUE);
    return new StructuresSpec.Clusters(sizes, element, starts, distance, own);
  }

  private static void checkElement(Fields f, String element) {
    try {
      Elements.require(element);
    } catch (IllegalArgumentException e) {
      f.problem("element", String.valueOf(e.getMessage()));
    }
  }

  private static OptionalDouble optionalQuantity(Fields f, String key, Dimension dimension) {
    return f.has(key)
        ? OptionalDouble.of(f.quantity(key, dimension, 1, 0, true))
        : OptionalDouble.empty();
  }

  private static OptionalDouble optionalNumber(Fields f, String key) {
    return f.has(key)
        ? OptionalDouble.of(f.number(key, 1, 0, Double.MAX_VALUE))
        : OptionalDouble.empty();
  }
}

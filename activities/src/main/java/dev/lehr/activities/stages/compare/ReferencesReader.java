package dev.lehr.activities.stages.compare;

import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.CampaignProblem;
import dev.lehr.activities.document.Document;
import dev.lehr.activities.document.Fields;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.units.Dimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * Reads {@code references}: {@code structures}, an object with energies, or a file that holds one.
 */
final class ReferencesReader {

  private static final String KEY = "references";
  private static final long MOST_BYTES = 1_000_000;

  private ReferencesReader() {}

  /** What the field says; structures where it is not there or cannot be read. */
  static References read(Fields fields, Path folder) {
    if (!fields.has(KEY) || fields.is(KEY, "structures")) {
      return new References.OfStructures();
    }
    if (!(fields.node(KEY) instanceof MappingNode)) {
      fields.problem(
          KEY, "expected structures, {file: references.yaml}, or {energies: {Cu: -3.5}}");
      return new References.OfStructures();
    }
    Fields object = fields.object(KEY);
    Optional<String> file = object.optionalText("file");
    References found =
        file.isPresent() ? ofFile(object, folder.resolve(file.get())) : declared(object);
    object.end();
    return found;
  }

  private static References ofFile(Fields object, Path path) {
    try {
      if (Files.size(path) > MOST_BYTES) {
        object.problem("file", path + " is larger than 1 MB, expected energies of elements");
        return new References.OfStructures();
      }
      Document document = new Document(path.toString(), Files.readString(path));
      Fields root = document.root();
      References found = declared(root);
      root.end();
      document.throwIfWrong();
      return found;
    } catch (IOException e) {
      String why = Files.exists(path) ? "cannot be read" : "is not there";
      object.problem("file", path + " " + why + ", expected a file with energies of elements");
    } catch (CampaignParseException e) {
      for (CampaignProblem problem : e.problems()) {
        object.problem("file", problem.toString());
      }
    }
    return new References.OfStructures();
  }

  private static References declared(Fields fields) {
    String functional = fields.optionalText("functional").orElse("");
    String corrections = fields.optionalText("corrections").orElse("none");
    String model = fields.optionalText("model").orElse("");
    if (functional.isEmpty() && model.isEmpty()) {
      fields.problem(
          "functional",
          "is missing, and so is model, expected one of them: what the energies were computed with");
    }
    return new References.Declared(functional, corrections, model, energies(fields));
  }

  private static Map<String, Double> energies(Fields fields) {
    Map<String, Double> energies = new LinkedHashMap<>();
    Fields object = fields.object("energies");
    if (object.keys().isEmpty()) {
      fields.problem("energies", "are missing, expected eV/atom of elements, such as {Cu: -3.5}");
    }
    for (String symbol : object.keys()) {
      double energy =
          object.quantity(symbol, Dimension.ENERGY, Double.NaN, Double.NEGATIVE_INFINITY, true);
      if (Elements.number(symbol).isEmpty()) {
        String guess = Elements.guess(symbol).map(g -> "; did you mean " + g + "?").orElse("");
        object.problem(symbol, "is no element" + guess);
      } else if (Double.isFinite(energy)) {
        energies.put(symbol, energy);
      }
    }
    return energies;
  }
}

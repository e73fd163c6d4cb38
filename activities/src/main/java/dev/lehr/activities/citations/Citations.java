package dev.lehr.activities.citations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to cite for a campaign.
 *
 * @param cited the publications, each once: model, methods in the order of the stages, software
 * @param remarks what the bibliography cannot say, a sentence each
 */
public record Citations(List<Cited> cited, List<String> remarks) {

  /** What a publication is cited for. */
  public enum Part {
    /** The potential. */
    MODEL("Model"),
    /** What the stages do. */
    METHODS("Methods"),
    /** What computes it. */
    SOFTWARE("Software");

    private final String title;

    Part(String title) {
      this.title = title;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  /**
   * A publication and why.
   *
   * @param part what kind of reason
   * @param reason what of the campaign it is cited for, for example {@code stage relax}
   * @param reference the publication
   */
  public record Cited(Part part, String reason, Reference reference) {}

  private static final List<String> SOFTWARE = List.of("lehr", "cohen2025", "temporal");
  private static final List<String> TORCH = List.of("paszke2019", "djl");

  /**
   * For a campaign.
   *
   * @param definition its canonical JSON
   * @param modelSays what the model's file says to cite; may be empty
   * @param ofStages further keys by stage id, from stages that say theirs themselves
   */
  public static Citations of(
      JsonNode definition, String modelSays, Map<String, List<String>> ofStages) {
    Map<String, Part> parts = new LinkedHashMap<>();
    Map<String, Set<String>> reasons = new LinkedHashMap<>();
    JsonNode model = definition.path("model");
    List<String> remarks = new ArrayList<>();
    List<String> modelKeys = ModelKeys.of(model);
    modelKeys.forEach(key -> note(parts, reasons, key, Part.MODEL, nameOf(model)));
    if (modelKeys.isEmpty()) {
      remarks.add(
          modelSays.isEmpty()
              ? "Cite where the model comes from too: Lehr does not know its publication."
              : "The model says of itself: " + modelSays);
    }
    if (nameOf(model).contains("eam-setfl")) {
      remarks.add("Cite the publication that the first lines of the model's table name, too.");
    }
    for (JsonNode stage : definition.path("stages")) {
      String id = stage.path("id").asText();
      Set<String> keys = new LinkedHashSet<>(ofStages.getOrDefault(id, List.of()));
      keys.addAll(MethodKeys.of(stage));
      keys.forEach(key -> note(parts, reasons, key, Part.METHODS, "stage " + id));
    }
    SOFTWARE.forEach(key -> note(parts, reasons, key, Part.SOFTWARE, whatFor(key)));
    if (ModelKeys.isTorch(model)) {
      TORCH.forEach(key -> note(parts, reasons, key, Part.SOFTWARE, whatFor(key)));
    }
    return resolved(parts, reasons, remarks);
  }

  private static void note(
      Map<String, Part> parts, Map<String, Set<String>> why, String key, Part part, String reason) {
    parts.putIfAbsent(key, part);
    why.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(reason);
  }

  private static Citations resolved(
      Map<String, Part> parts, Map<String, Set<String>> reasons, List<String> remarks) {
    Bibliography bibliography = Bibliography.ofLehr();
    List<Cited> cited = new ArrayList<>();
    parts.forEach(
        (key, part) -> {
          String reason = String.join(", ", reasons.getOrDefault(key, Set.of()));
          Optional<Reference> found = bibliography.find(key);
          found.ifPresent(reference -> cited.add(new Cited(part, reason, reference)));
          if (found.isEmpty()) {
            remarks.add("For " + reason + " cite '" + key + "', which Lehr's bibliography lacks.");
          }
        });
    return new Citations(List.copyOf(cited), List.copyOf(remarks));
  }

  private static String nameOf(JsonNode model) {
    if (model.has("sum")) {
      List<String> terms = new ArrayList<>();
      model.path("sum").forEach(term -> terms.add(nameOf(term)));
      return "model " + String.join(" + ", terms).replace("model ", "");
    }
    for (String field : List.of("name", "file", "python")) {
      if (model.has(field)) {
        return "model " + model.path(field).asText();
      }
    }
    return "the model";
  }

  private static String whatFor(String key) {
    return switch (key) {
      case "lehr" -> "this software";
      case "cohen2025" -> "batching in flight, an idea of torch-sim's";
      case "temporal" -> "durable execution";
      case "djl" -> "libtorch in Java";
      default -> "runs the model";
    };
  }

  /** All keys that the code names, for the test that the bibliography has them. */
  static Set<String> allKeys() {
    Set<String> keys = new LinkedHashSet<>(MethodKeys.all());
    keys.addAll(ModelKeys.all());
    keys.addAll(SOFTWARE);
    keys.addAll(TORCH);
    return keys;
  }

  /** As a BibTeX file, with what each entry is cited for in a comment above it. */
  public String bibtex() {
    StringBuilder text = new StringBuilder();
    for (String remark : remarks) {
      text.append("% ").append(remark.replaceAll("\\R", " ")).append('\n');
    }
    for (Cited c : cited) {
      text.append(text.length() == 0 ? "" : "\n");
      text.append("% ").append(c.part().title()).append(": ").append(c.reason());
      text.append('\n').append(c.reference().bibtex()).append('\n');
    }
    return text.toString();
  }
}

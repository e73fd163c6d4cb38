package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.CampaignParseException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A campaign that is written in Java instead of YAML. It is the same document: {@link #document}
 * may be kept as a campaign file, and {@link #definition} reads it with the same checks, whose
 * messages name the same fields. Immutable: each method answers another campaign.
 */
public final class Campaign {

  private final ObjectNode node;

  private Campaign(ObjectNode node) {
    this.node = node;
  }

  /** A campaign of a name: letters, digits, dots, dashes, underscores. */
  public static Campaign named(String name) {
    return new Campaign(Settings.empty().put("name", name));
  }

  /** For people. */
  public Campaign description(String text) {
    return set("description", text);
  }

  /** What everything random depends on. */
  public Campaign seed(long seed) {
    return set("seed", seed);
  }

  /** Adds files, directories or globs, relative to the campaign's folder. */
  public Campaign structures(String... paths) {
    ObjectNode copy = node.deepCopy();
    for (String path : paths) {
      copy.withArray("structures").add(path);
    }
    return new Campaign(copy);
  }

  /** Adds structures. */
  public Campaign structures(Source source) {
    ObjectNode copy = node.deepCopy();
    copy.withArray("structures").add(source.node());
    return new Campaign(copy);
  }

  /** Adds crystal structure types such as {@code A1} and {@code L1_2}, in all decorations. */
  public Campaign prototypes(List<String> types, List<String> elements) {
    return structures(Source.prototypes(types, elements));
  }

  /** The model, by its name alone. */
  public Campaign model(String name) {
    return set("model", name);
  }

  /**
   * The model, also of a plugin's kind.
   *
   * @param settings as in campaign files, for example {@code elements}
   */
  public Campaign model(String name, Map<String, ?> settings) {
    ObjectNode model = Settings.empty().put("name", name);
    for (Map.Entry<String, ?> setting : settings.entrySet()) {
      model = Settings.with(model, setting.getKey(), setting.getValue());
    }
    return set("model", model);
  }

  /** Adds a stage. */
  public Campaign stage(Stage stage) {
    ObjectNode copy = node.deepCopy();
    copy.withArray("stages").add(stage.node());
    return new Campaign(copy);
  }

  /**
   * Any other key of campaign files, for example {@code batching} or {@code priority}.
   *
   * @param value a number, text, truth, or a list or map of these
   */
  public Campaign set(String key, Object value) {
    return new Campaign(Settings.with(node, key, value));
  }

  /** Its name. */
  public String name() {
    return node.path("name").asText();
  }

  /** The campaign file, JSON. */
  public String document() {
    return node.toPrettyString();
  }

  /** Its definition, as of {@link #definition(Path)}, with the working directory as its folder. */
  public CampaignDefinition definition() throws CampaignParseException {
    return definition(Path.of(""));
  }

  /**
   * Its definition, every default filled in.
   *
   * @param folder what paths are relative to
   * @throws CampaignParseException with everything that is wrong; lines are those of {@link
   *     #document}
   */
  public CampaignDefinition definition(Path folder) throws CampaignParseException {
    return CampaignParser.parse("campaign " + name(), document(), folder);
  }
}

package dev.lehr.activities.plugins;

import dev.lehr.activities.document.Fields;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.Workers;
import java.nio.file.Path;
import java.util.Optional;

/** All kinds of models of plugins that are on the class path. */
public final class ModelKinds {

  private static final Plugins<ModelKind> FOUND =
      Plugins.find(ModelKind.class, ModelKinds.class.getClassLoader(), ModelKind::name);

  private ModelKinds() {}

  /** What was found, and what is wrong with it. */
  public static Plugins<ModelKind> found() {
    return FOUND;
  }

  /**
   * The kind of a name.
   *
   * @throws PluginException where a plugin cannot be used
   */
  public static Optional<ModelKind> find(String name) {
    return Optional.ofNullable(FOUND.all().get(name));
  }

  /**
   * Reads the settings of a model.
   *
   * @throws PluginException where the kind was compiled against what is not here
   */
  public static ConfiguredModel read(ModelKind kind, Fields fields) {
    return FOUND.asked(
        kind.name(),
        () -> {
          ConfiguredModel model = kind.read(fields);
          model.settings();
          return model;
        });
  }

  /**
   * Builds a model.
   *
   * @throws PluginException as above
   */
  public static Model build(
      String kind, ConfiguredModel model, Workers workers, Path base, String device) {
    return FOUND.asked(kind, () -> model.build(workers, base, device));
  }
}

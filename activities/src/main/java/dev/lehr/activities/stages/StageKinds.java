package dev.lehr.activities.stages;

import dev.lehr.activities.document.Fields;
import dev.lehr.activities.plugins.PluginException;
import dev.lehr.activities.plugins.Plugins;
import java.util.Map;
import java.util.Optional;

/** All kinds of stages that are on the class path, by name. */
public final class StageKinds {

  private static final Plugins<StageKind> FOUND =
      Plugins.find(StageKind.class, StageKinds.class.getClassLoader(), StageKind::name);

  private StageKinds() {}

  /** What was found, and what is wrong with it. */
  public static Plugins<StageKind> found() {
    return FOUND;
  }

  /**
   * By name, in the order of names.
   *
   * @throws PluginException where a plugin cannot be used
   */
  public static Map<String, StageKind> all() {
    return FOUND.all();
  }

  /** The kind of a name. */
  public static Optional<StageKind> find(String name) {
    return Optional.ofNullable(all().get(name));
  }

  /**
   * Reads the settings of a stage.
   *
   * @throws PluginException where the kind was compiled against what is not here
   */
  public static ConfiguredStage read(StageKind kind, Fields fields, StageSite site) {
    return FOUND.asked(
        kind.name(),
        () -> {
          ConfiguredStage stage = kind.read(fields, site);
          // What a campaign asks first: better now, where the jar is known.
          stage.settings();
          stage.values();
          kind.version();
          return stage;
        });
  }
}

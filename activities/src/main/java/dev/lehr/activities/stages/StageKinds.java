package dev.lehr.activities.stages;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** All kinds of stages that are on the class path, by name. */
public final class StageKinds {

  private static final Map<String, StageKind> KINDS = load();

  private StageKinds() {}

  private static Map<String, StageKind> load() {
    Map<String, StageKind> kinds = new TreeMap<>();
    for (StageKind kind : ServiceLoader.load(StageKind.class, StageKinds.class.getClassLoader())) {
      StageKind other = kinds.putIfAbsent(kind.name(), kind);
      if (other != null) {
        throw new IllegalStateException(
            "two kinds of stages are called '"
                + kind.name()
                + "': "
                + other.getClass().getName()
                + " and "
                + kind.getClass().getName());
      }
    }
    return Collections.unmodifiableMap(kinds);
  }

  /** By name, in the order of names. */
  public static Map<String, StageKind> all() {
    return KINDS;
  }

  /** The kind of a name. */
  public static Optional<StageKind> find(String name) {
    return Optional.ofNullable(KINDS.get(name));
  }
}

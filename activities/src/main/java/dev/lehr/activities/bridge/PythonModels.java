package dev.lehr.activities.bridge;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The models of this process that run in Python, one process for each source, however often it is
 * asked for. They end with this process.
 */
public final class PythonModels {

  private static final PythonModels SHARED = new PythonModels();

  private final Map<PythonSource, PythonModel> models = new LinkedHashMap<>();

  private PythonModels() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "lehr-bridge-close"));
  }

  /** Those of this process. */
  public static PythonModels shared() {
    return SHARED;
  }

  /**
   * The model of a source, started where it is not there yet.
   *
   * @throws ModelProcessException where it cannot be loaded
   */
  public synchronized PythonModel get(PythonSource source) {
    PythonModel known = models.get(source);
    if (known == null) {
      known = new PythonModel(source, BridgeLimits.usual());
      models.put(source, known);
    }
    return known;
  }

  private synchronized void close() {
    models.values().forEach(PythonModel::close);
    models.clear();
  }
}

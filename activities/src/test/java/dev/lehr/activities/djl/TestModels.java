package dev.lehr.activities.djl;

import dev.lehr.simulation.parallel.Workers;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The models that src/test/python/lennard_jones_models.py writes. */
public final class TestModels {

  private TestModels() {}

  /** The path of one. */
  public static Path path(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(TestModels.class.getResource("/models/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One, looked at. */
  public static ModelFile file(String name) {
    return ModelFile.read(path(name));
  }

  /** One, loaded on the CPU. */
  public static TorchScriptModel open(String name) {
    return TorchScriptModel.open(file(name), "cpu", Map.of(), Workers.serial());
  }
}

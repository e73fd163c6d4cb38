package dev.lehr.activities.djl;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Sees to it that DJL takes the libtorch that is here and downloads nothing: from {@code
 * PYTORCH_LIBRARY_PATH} where that is set, otherwise from the class path.
 */
final class Libtorch {

  private static final String PATH = "PYTORCH_LIBRARY_PATH";
  private static volatile boolean started;

  private Libtorch() {}

  /** Sets what DJL reads as it starts. */
  static void prepare() {
    if (started) {
      return;
    }
    setDefault("ai.djl.offline", "true");
    setDefault("OPT_OUT_TRACKING", "true");
    // On, the first calls of each shape take two to three times as long, and later ones gain
    // nothing.
    setDefault("ai.djl.pytorch.graph_optimizer", "false");
    setDefault("ai.djl.pytorch.num_interop_threads", "1");
    Optional<String> path = setting(PATH);
    if (path.isPresent()) {
      requireLibrary(path.get());
    } else {
      requireOnClassPath();
    }
  }

  static void started() {
    started = true;
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  private static Optional<String> setting(String key) {
    String property = System.getProperty(key, "");
    String value = property.isEmpty() ? System.getenv(key) : property;
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** DJL ignores a path without libtorch in silence and goes on to download one. */
  private static void requireLibrary(String path) {
    String library = System.mapLibraryName("torch");
    for (String entry : path.split(Pattern.quote(File.pathSeparator), -1)) {
      if (Files.isRegularFile(Path.of(entry).resolve(library))) {
        return;
      }
    }
    throw new UnusableModelException(
        PATH
            + ": found '"
            + path
            + "' without "
            + library
            + "; expected torch/lib of an installed torch");
  }

  private static void requireOnClassPath() {
    try (InputStream in =
        Libtorch.class.getClassLoader().getResourceAsStream("native/lib/pytorch.properties")) {
      if (in != null) {
        Properties properties = new Properties();
        properties.load(in);
        if (!properties.getProperty("libraries", "").isEmpty()) {
          return;
        }
      }
    } catch (IOException e) {
      throw new UnusableModelException("libtorch on the class path cannot be read", e);
    }
    throw new UnusableModelException(
        "found no libtorch: none on the class path for "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", and "
            + PATH
            + " is not set; expected torch/lib of an installed torch there");
  }
}

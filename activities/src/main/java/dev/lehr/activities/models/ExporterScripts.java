package dev.lehr.activities.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Python side of exporting, packed in the jar. */
final class ExporterScripts {

  private static final String FOLDER = "/dev/lehr/exporters/";
  private static final List<String> SHARED = List.of("contract.py", "crystals.py", "exporter.py");

  private ExporterScripts() {}

  /** Writes an exporter and what it shares into a directory, and says where it is. */
  static Path unpack(String exporter, Path directory) throws IOException {
    for (String name : SHARED) {
      Files.write(directory.resolve(name), bytes(name));
    }
    String script = "export_" + exporter + ".py";
    return Files.write(directory.resolve(script), bytes(script));
  }

  /** The pinned packages of an exporter. */
  static byte[] requirements(String exporter) throws IOException {
    return bytes("requirements-" + exporter + ".txt");
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = ExporterScripts.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + FOLDER + name);
      }
      return in.readAllBytes();
    }
  }
}

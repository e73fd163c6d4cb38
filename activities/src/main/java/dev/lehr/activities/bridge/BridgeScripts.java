package dev.lehr.activities.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Python side, put into a directory of its own for as long as this process lives. */
final class BridgeScripts {

  private static final List<String> FILES = List.of("bridge.py", "adapters.py", "errors.py");
  private static final String FOLDER = "/dev/lehr/bridge/";

  private BridgeScripts() {}

  /** Writes the scripts and says where the first one is. */
  static Path unpack() {
    try {
      Path directory = Files.createTempDirectory("lehr-bridge");
      directory.toFile().deleteOnExit();
      for (String name : FILES) {
        Path file = directory.resolve(name);
        file.toFile().deleteOnExit();
        Files.write(file, bytes(name));
      }
      return directory.resolve(FILES.get(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All scripts one behind another, for digests. */
  static byte[] all() {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    FILES.forEach(name -> all.writeBytes(bytes(name)));
    return all.toByteArray();
  }

  private static byte[] bytes(String name) {
    try (InputStream in = BridgeScripts.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + FOLDER + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

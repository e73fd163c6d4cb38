package dev.lehr.activities.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.autobatch.ProbeCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers probes in a JSON file. What cannot be read or written is not remembered: then a device
 * is probed again, which costs seconds.
 */
final class FileProbeCache implements ProbeCache {

  private static final Logger LOG = LoggerFactory.getLogger(FileProbeCache.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  FileProbeCache(Path file) {
    this.file = file;
  }

  private static String text(Key key) {
    return String.join(" | ", key.device(), key.modelDigest(), key.precision(), key.metric().key());
  }

  @Override
  public synchronized Optional<Estimate> find(Key key) {
    double[] known = read().get(text(key));
    return known == null || known.length != 2 || !(known[0] > 0) || known[1] < 1
        ? Optional.empty()
        : Optional.of(new Estimate(known[0], (long) known[1]));
  }

  @Override
  public synchronized void keep(Key key, Estimate estimate) {
    Map<String, double[]> all = read();
    all.put(text(key), new double[] {estimate.cap(), estimate.budgetBytes()});
    try {
      Path next = file.resolveSibling(file.getFileName() + ".tmp");
      JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), all);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("the probe of the device is not remembered: {}", e.getMessage());
    }
  }

  private Map<String, double[]> read() {
    if (!Files.exists(file)) {
      return new TreeMap<>();
    }
    try {
      return JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, double[]>>() {});
    } catch (IOException e) {
      LOG.warn("{} is not a record of probes: {}", file, e.getMessage());
      return new TreeMap<>();
    }
  }
}

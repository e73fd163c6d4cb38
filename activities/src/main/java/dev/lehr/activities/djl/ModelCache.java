package dev.lehr.activities.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.plugins.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models of this user by name: a directory with {@code <name>.json} for each, which says the
 * file and its SHA-256, and the files themselves as {@code <sha256>.pt}. A name in two precisions
 * has a second entry, {@code <name>-float64.json}.
 *
 * @param directory where they are
 */
public record ModelCache(Path directory) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final String SUFFIX = ".json";

  /**
   * What an entry says.
   *
   * @param key the name that the entry is found by
   * @param file the model
   * @param sha256 hex digest of the file
   * @param exportedAt when it was made; may be empty
   */
  public record Entry(String key, Path file, String sha256, String exportedAt) {}

  /** That of {@code LEHR_MODELS}, or {@code ~/.cache/lehr/models}. */
  public static ModelCache ofUser() {
    String property = System.getProperty("lehr.models", "");
    String said = property.isEmpty() ? System.getenv("LEHR_MODELS") : property;
    return new ModelCache(
        said == null || said.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache", "lehr", "models")
            : Path.of(said));
  }

  /**
   * The model of a name.
   *
   * @param precision what it must compute in; empty: whatever it is in
   * @throws UnusableModelException where there is none, or its file is not what was exported
   */
  public ModelFile find(String name, Optional<Precision> precision) {
    List<String> keys = new ArrayList<>(List.of(name));
    precision.ifPresent(p -> keys.add(0, name + "-" + p.key()));
    Optional<ModelFile> other = Optional.empty();
    for (String key : keys) {
      Optional<Entry> entry = entry(key);
      if (entry.isPresent()) {
        ModelFile file = open(entry.get());
        if (precision.isEmpty() || file.meta().precision() == precision.get()) {
          return file;
        }
        other = Optional.of(file);
      }
    }
    String export = precision.map(p -> " --precision " + p.key()).orElse("");
    if (other.isPresent()) {
      throw new UnusableModelException(
          name
              + ": is in "
              + directory
              + " in "
              + other.get().meta().precision().key()
              + " only; to make it: lehr models export "
              + name
              + export);
    }
    throw new UnusableModelException(
        name
            + ": neither built in nor in "
            + directory
            + "; to make it: lehr models export "
            + name
            + export
            + "; "
            + Plugins.HINT);
  }

  private Optional<Entry> entry(String key) {
    Path index = directory.resolve(key + SUFFIX);
    if (!key.matches(NAME) || !Files.isRegularFile(index)) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(Files.readString(index));
      String sha256 = node.path("sha256").asText("");
      String file = node.path("file").asText(sha256 + ".pt");
      if (sha256.isEmpty()) {
        throw new UnusableModelException(index + ": sha256: found nothing; export the model again");
      }
      return Optional.of(
          new Entry(key, directory.resolve(file), sha256, node.path("exported_at").asText("")));
    } catch (IOException e) {
      throw new UnusableModelException(index + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The file of an entry.
   *
   * @throws UnusableModelException where it is missing, unusable, or not the one that was exported
   */
  public ModelFile open(Entry entry) {
    ModelFile file = ModelFile.read(entry.file());
    if (!file.sha256().equals(entry.sha256())) {
      throw new UnusableModelException(
          entry.file()
              + ": has changed since it was exported (SHA-256 is "
              + file.sha256()
              + ", expected "
              + entry.sha256()
              + "); export it again");
    }
    return file;
  }

  /** All entries, by name. */
  public List<Entry> entries() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(p -> String.valueOf(p.getFileName()))
          .filter(n -> n.endsWith(SUFFIX))
          .map(n -> n.substring(0, n.length() - SUFFIX.length()))
          .sorted()
          .map(this::entry)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UnusableModelException(directory + ": cannot be read: " + e.getMessage(), e);
    }
  }
}

package dev.lehr.activities.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.djl.ModelCache;
import dev.lehr.activities.djl.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Puts an exported model where the cache looks for it: first the file under its digest, then the
 * entry, each by a rename.
 *
 * @param cache where
 * @param meta what the file says of itself
 * @param model what is known of it, without file and digest
 */
record CacheEntry(ModelCache cache, JsonNode meta, ExportedModel model) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Moves a file in. */
  ExportedModel place(Path made, ExportRequest request) throws IOException {
    String sha256 = Digests.sha256(Files.readAllBytes(made));
    Path file = cache.directory().resolve(sha256 + ".pt");
    move(made, file);
    String key = key(request.as(), request.precision());
    ObjectNode entry = JSON.createObjectNode();
    entry.put("name", request.as()).put("file", sha256 + ".pt").put("sha256", sha256);
    entry.put("precision", request.precision().key());
    entry.put("licence", model.licence()).put("citation", model.citation());
    entry.put("note", model.note());
    entry.set("versions", meta.path("versions"));
    entry.put("exported_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    Path partial = made.resolveSibling("entry.json");
    Files.writeString(partial, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(entry));
    move(partial, cache.directory().resolve(key + ".json"));
    return new ExportedModel(
        key,
        file,
        sha256,
        model.licence(),
        model.citation(),
        model.note(),
        model.rows(),
        model.tolerance());
  }

  /** The name, or, where that is taken by another precision, the name with this one. */
  private String key(String name, Precision precision) throws IOException {
    Path plain = cache.directory().resolve(name + ".json");
    if (!Files.exists(plain)) {
      return name;
    }
    String there = JSON.readTree(Files.readString(plain)).path("precision").asText();
    return there.isEmpty() || there.equals(precision.key()) ? name : name + "-" + precision.key();
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

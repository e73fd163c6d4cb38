package dev.lehr.activities.reports.data;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.results.ResultFields;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The results of a campaign by structure. The ledger gives them by stage; they are laid down in
 * files, one for each stage, and read side by side, so that memory does not grow with the campaign.
 * Any number of passes see the same results, also of a campaign that goes on meanwhile. Closing
 * removes the files.
 */
public final class Rows implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COMMON =
      List.of("structure", "id", "source", "formula", "n_atoms", "stage");

  private final Path directory;
  private final int stages;

  /** Something done with each structure. */
  public interface Action {
    /** Does it. */
    void on(StructureResults structure) throws IOException;
  }

  private Rows(Path directory, int stages) {
    this.directory = directory;
    this.stages = stages;
  }

  /**
   * Reads all results.
   *
   * @param directory a directory in which a new one is made for the files
   */
  public static Rows read(Ledger ledger, CampaignRow campaign, Path directory) throws IOException {
    Rows rows = new Rows(Files.createTempDirectory(directory, ".rows-"), campaign.stages().size());
    for (int stage = 0; stage < rows.stages; stage++) {
      rows.lay(ledger, campaign.id(), stage);
    }
    return rows;
  }

  private void lay(Ledger ledger, long campaignId, int stage) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file(stage)));
        JsonGenerator json = JSON.createGenerator(out)) {
      json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
      ledger.forEachResult(
          campaignId,
          stage,
          Set.of(),
          false,
          row -> {
            ObjectNode fields = ResultFields.of(row, false);
            row.finishedAt().ifPresent(at -> fields.put("finished_at", at.toString()));
            try {
              JSON.writeTree(json, fields);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Path file(int stage) {
    return directory.resolve("stage-" + stage + ".jsonl");
  }

  /** All structures in the order of the campaign. */
  public void forEach(Action action) throws IOException {
    List<MappingIterator<ObjectNode>> readers = new ArrayList<>();
    try {
      List<Optional<ObjectNode>> heads = new ArrayList<>();
      for (int stage = 0; stage < stages; stage++) {
        MappingIterator<ObjectNode> reader =
            JSON.readerFor(ObjectNode.class).readValues(file(stage).toFile());
        readers.add(reader);
        heads.add(next(reader));
      }
      for (long at = lowest(heads); at != Long.MAX_VALUE; at = lowest(heads)) {
        action.on(take(at, heads, readers));
      }
    } finally {
      for (MappingIterator<ObjectNode> reader : readers) {
        reader.close();
      }
    }
  }

  private static Optional<ObjectNode> next(MappingIterator<ObjectNode> reader) throws IOException {
    return reader.hasNextValue() ? Optional.of(reader.nextValue()) : Optional.empty();
  }

  private static long lowest(List<Optional<ObjectNode>> heads) {
    return heads.stream()
        .flatMap(Optional::stream)
        .mapToLong(row -> row.path("structure").asLong())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static StructureResults take(
      long at, List<Optional<ObjectNode>> heads, List<MappingIterator<ObjectNode>> readers)
      throws IOException {
    TreeMap<Integer, ObjectNode> found = new TreeMap<>();
    ObjectNode any = JSON.createObjectNode();
    for (int stage = 0; stage < heads.size(); stage++) {
      Optional<ObjectNode> head = heads.get(stage);
      if (head.isPresent() && head.get().path("structure").asLong() == at) {
        any = head.get().deepCopy();
        found.put(stage, head.get().remove(COMMON));
        heads.set(stage, next(readers.get(stage)));
      }
    }
    return new StructureResults(
        at,
        any.path("id").asText(),
        any.path("source").asText(),
        any.path("formula").asText(),
        any.path("n_atoms").asInt(),
        found);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }
}

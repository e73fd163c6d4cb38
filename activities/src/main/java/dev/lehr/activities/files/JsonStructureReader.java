package dev.lehr.activities.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads structures from JSON, gzipped or not, one at a time: what pymatgen's {@code as_dict} and
 * ASE's {@code jsonio} write, ASE's JSON databases, lists of these, objects that name each (an id
 * to a structure), documents that hold one as {@code structure}, {@code molecule} or {@code atoms},
 * and several of all that one after another (JSON Lines).
 */
final class JsonStructureReader implements StructureReader {

  private final JsonInput json;
  private final Frames frames;
  private final Lookahead results = new Lookahead(this::advance);
  private State state = State.BETWEEN;

  /** Where the parser is. */
  private enum State {
    BETWEEN,
    IN_LIST,
    IN_MAP,
    ENDED
  }

  /** See {@link ExtxyzReader#ExtxyzReader}. */
  JsonStructureReader(InputStream in, String name, Optional<String> idField) throws IOException {
    json = new JsonInput(Decompression.open(in));
    frames = new Frames(name, idField);
  }

  @Override
  public boolean hasNext() {
    return results.hasNext();
  }

  @Override
  public ReadResult next() {
    return results.next();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  private Optional<ReadResult> advance() {
    try {
      while (state != State.ENDED) {
        Optional<ReadResult> result =
            switch (state) {
              case BETWEEN -> document();
              case IN_LIST -> element();
              default -> entry();
            };
        if (result.isPresent()) {
          return result;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      state = State.ENDED;
      return Optional.of(ended(e));
    }
  }

  private ReadResult ended(IOException e) {
    if (e instanceof StreamConstraintsException) {
      return frames.ended(
          json.line(),
          new Malformed("too_large", "file", firstLine(e), "JSON of sensible depth and length"));
    }
    if (e instanceof JsonProcessingException) {
      return frames.ended(
          json.line(), new Malformed("malformed_json", "file", firstLine(e), "JSON to its end"));
    }
    return frames.unreadable(json.line(), e);
  }

  private static String firstLine(IOException e) {
    String text =
        e instanceof JsonProcessingException j ? j.getOriginalMessage() : String.valueOf(e);
    String line =
        String.valueOf(text)
            .replaceAll("\\(start marker at .*", "")
            .replaceAll("[\\p{Cntrl}]", " ")
            .strip();
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }

  private Optional<ReadResult> document() throws IOException {
    json.startStructure();
    JsonToken token = json.next();
    if (token == null) {
      state = State.ENDED;
      return frames.any() ? Optional.empty() : Optional.of(noStructure());
    }
    if (token == JsonToken.START_ARRAY) {
      state = State.IN_LIST;
      return Optional.empty();
    }
    if (token != JsonToken.START_OBJECT) {
      return Optional.of(noObject(token));
    }
    return object(json.line());
  }

  /** A number, a word or a list within a list: what follows is not of structures either. */
  private ReadResult noObject(JsonToken token) {
    state = State.ENDED;
    frames.begin();
    return frames.rejected(
        json.line(),
        new Malformed(
            "unknown_json",
            "file",
            "a " + token.name().toLowerCase(Locale.ROOT).replaceAll("value_|start_", ""),
            "objects, each a structure; the rest of the file is not read"));
  }

  private ReadResult noStructure() {
    return frames.rejected(
        json.line(),
        new Malformed("no_structure", "file", "no structure", "a structure of pymatgen or ASE"));
  }

  /** An object is one structure or, as its first entry shows, names many. */
  private Optional<ReadResult> object(long line) throws IOException {
    ObjectNode whole = json.emptyObject();
    String first = json.nextName();
    if (first != null) {
      long lineOfEntry = json.line();
      JsonNode value = json.value();
      if (JsonStructure.isEntry(first, value)) {
        state = State.IN_MAP;
        return Optional.of(structure(value, first, lineOfEntry));
      }
      whole.set(first, value);
      if (first.equals("ids") || first.equals("nextid")) {
        state = State.IN_MAP;
        return Optional.empty();
      }
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        whole.set(name, json.value());
      }
    }
    return Optional.of(structure(whole, "", line));
  }

  private Optional<ReadResult> element() throws IOException {
    json.startStructure();
    JsonToken token = json.next();
    if (token == JsonToken.END_ARRAY) {
      state = State.BETWEEN;
      return Optional.empty();
    }
    if (token == null) {
      throw json.endedEarly("a list");
    }
    if (token != JsonToken.START_OBJECT) {
      return Optional.of(noObject(token));
    }
    long line = json.line();
    return Optional.of(structure(json.tree(), "", line));
  }

  private Optional<ReadResult> entry() throws IOException {
    json.startStructure();
    String name = json.nextName();
    if (name == null) {
      state = State.BETWEEN;
      return Optional.empty();
    }
    long line = json.line();
    JsonNode value = json.value();
    boolean ofDatabase = name.equals("ids") || name.equals("nextid");
    return ofDatabase ? Optional.empty() : Optional.of(structure(value, name, line));
  }

  private ReadResult structure(JsonNode node, String key, long line) {
    frames.begin();
    String id = frames.source();
    try {
      JsonStructure content = JsonStructure.of(node, key);
      id = frames.id(content.info());
      Structure s = content.structure(id, frames.source());
      return frames.checked(s, line, atom -> line, line);
    } catch (Malformed e) {
      return frames.rejected(id, line, List.of(e));
    }
  }
}

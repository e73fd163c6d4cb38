package dev.lehr.activities.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * JSON a part at a time, with bounds on depth, on the length of strings, names and numbers, and on
 * how much is held of one structure. NaN and infinities, which Python writes, are numbers here; the
 * checks of structures name them.
 */
final class JsonInput implements Closeable {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(ReadLimits.JSON_DEPTH)
                          .maxNumberLength(ReadLimits.JSON_NUMBER)
                          .maxNameLength(ReadLimits.JSON_NAME)
                          .maxStringLength(ReadLimits.CHARACTERS)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Counting parser;

  JsonInput(InputStream in) throws IOException {
    parser = new Counting(MAPPER.createParser(in));
  }

  /** Begins to count anew what one structure takes. */
  void startStructure() {
    parser.left = ReadLimits.JSON_TOKENS;
    parser.charactersLeft = 4L * ReadLimits.CHARACTERS;
  }

  long line() {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  @Nullable JsonToken next() throws IOException {
    return parser.nextToken();
  }

  /** The value that starts with the token that was read last. */
  JsonNode tree() throws IOException {
    JsonNode node = MAPPER.readTree(parser);
    return node == null ? MAPPER.nullNode() : node;
  }

  ObjectNode emptyObject() {
    return MAPPER.createObjectNode();
  }

  /** The name of an object's next entry; null at its end. */
  @Nullable String nextName() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.FIELD_NAME) {
      return parser.currentName();
    }
    if (token == null) {
      throw endedEarly("an object");
    }
    return null;
  }

  IOException endedEarly(String within) {
    return new JsonParseException(parser, "the end of the file in " + within);
  }

  /** The value of the entry whose name was read last. */
  JsonNode value() throws IOException {
    parser.nextToken();
    return tree();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** Refuses to hand out more than a structure may take. */
  private static final class Counting extends JsonParserDelegate {
    private long left = ReadLimits.JSON_TOKENS;
    private long charactersLeft = 4L * ReadLimits.CHARACTERS;

    Counting(JsonParser parser) {
      super(parser);
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
      JsonToken token = super.nextToken();
      left--;
      if (token == JsonToken.VALUE_STRING) {
        charactersLeft -= getTextLength();
      }
      if (left < 0 || charactersLeft < 0) {
        throw new TooLargeException(
            "more than " + ReadLimits.JSON_TOKENS + " values, or too much text, in a structure",
            "a smaller structure");
      }
      return token;
    }

    @Override
    public @Nullable String nextFieldName() throws IOException {
      return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
    }

    @Override
    public @Nullable String nextTextValue() throws IOException {
      return nextToken() == JsonToken.VALUE_STRING ? getText() : null;
    }
  }
}

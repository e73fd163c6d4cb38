package dev.lehr.activities.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every example of docs/expressions.md. */
class ExpressionDocumentTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(.*?)` \\| (.*) \\|$");
  private static final Map<String, ValueType> TYPES =
      Map.of(
          "eos_points", ValueType.ANYTHING,
          "warnings", ValueType.TEXTS,
          "status", ValueType.TEXT,
          "on_hull", ValueType.TRUTH,
          "born_stable", ValueType.TRUTH,
          "iterations", ValueType.COUNT);

  private final String page;
  private final Map<String, Object> own = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> found = new LinkedHashMap<>();
  private final Vocabulary vocabulary;

  ExpressionDocumentTest() throws IOException {
    page = Files.readString(Path.of("../docs/expressions.md"));
    Matcher block = Pattern.compile("(?s)```json\n(.*?)```").matcher(page);
    assertThat(block.find()).isTrue();
    JsonNode values = JSON.readTree(block.group(1));
    values.get("own").properties().forEach(e -> own.put(e.getKey(), plain(e.getValue())));
    Vocabulary.Builder builder = Vocabulary.ofStructures();
    List<String> before = new ArrayList<>();
    for (Map.Entry<String, JsonNode> stage : values.get("found").properties()) {
      Map<String, Object> all = new LinkedHashMap<>();
      Map<String, ValueType> types = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> e : stage.getValue().properties()) {
        all.put(e.getKey(), plain(e.getValue()));
        types.put(e.getKey(), TYPES.getOrDefault(e.getKey(), ValueType.NUMBER));
      }
      found.put(stage.getKey(), all);
      // The last two stages are beside each other.
      builder.stage(stage.getKey(), Set.copyOf(before), types);
      if (before.size() < 2) {
        before.add(stage.getKey());
      }
    }
    vocabulary = builder.build();
  }

  private static Object plain(JsonNode node) {
    return JSON.convertValue(node, Object.class);
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsWorthWhatThePageSays() {
    List<DynamicTest> tests = new ArrayList<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      String source = row.group(1).replace("\\|", "|");
      String expected = row.group(2);
      tests.add(DynamicTest.dynamicTest(source, () -> check(source, expected)));
    }
    assertThat(tests).hasSizeGreaterThan(25);
    return tests.stream();
  }

  private void check(String source, String expected) throws Exception {
    ThrowingCallable evaluation =
        () -> Expression.compile(source, vocabulary, ValueType.ANYTHING).evaluate(found, own);
    if (expected.startsWith("undefined: ")) {
      assertThatThrownBy(evaluation)
          .isInstanceOfSatisfying(
              UndefinedValueException.class,
              e -> assertThat(e.name()).isEqualTo(expected.substring("undefined: ".length())));
    } else if (!expected.matches("[-\\d].*|\".*|\\[.*|true|false")) {
      assertThatThrownBy(evaluation)
          .isInstanceOf(ExpressionException.class)
          .hasMessageContaining(expected);
    } else {
      Object value =
          Expression.compile(source, vocabulary, ValueType.ANYTHING).evaluate(found, own);
      Object right = plain(JSON.readTree(expected));
      if (right instanceof Number number) {
        assertThat((Double) value).isCloseTo(number.doubleValue(), within(1e-12));
      } else {
        assertThat(value).isEqualTo(right);
      }
    }
  }
}

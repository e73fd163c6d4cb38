package dev.lehr.activities.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stages find, as JSON and back. */
public final class FoundValues {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> VALUES =
      new TypeReference<>() {};

  private FoundValues() {}

  /** Values as a JSON object; a number that is none is null. */
  public static String json(Map<String, ?> values) {
    try {
      return JSON.writeValueAsString(finite(values));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a stage's values are no JSON: " + e.getMessage(), e);
    }
  }

  private static @Nullable Object finite(@Nullable Object value) {
    if (value instanceof Double d) {
      return Double.isFinite(d) ? d : null;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((k, v) -> copy.put(String.valueOf(k), finite(v)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return Arrays.asList(list.stream().map(FoundValues::finite).toArray());
    }
    if (value instanceof double[] numbers) {
      return Arrays.asList(Arrays.stream(numbers).boxed().map(FoundValues::finite).toArray());
    }
    return value;
  }

  /**
   * What stages have found, by stage and name.
   *
   * @param properties a JSON object by stage
   */
  public static Map<String, Map<String, Object>> of(Map<String, String> properties) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    properties.forEach(
        (stage, json) -> {
          try {
            found.put(stage, JSON.readValue(json, VALUES));
          } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger's values of " + stage + " are no JSON", e);
          }
        });
    return found;
  }
}

package dev.lehr.activities.expressions;

import dev.cel.runtime.CelVariableResolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of one structure, as an expression asks for them, and which of them were missing. */
final class Values implements CelVariableResolver {

  private final Map<String, String> meanings;
  private final Map<String, Map<String, Object>> found;
  private final Map<String, Object> own;
  private final List<String> missing = new ArrayList<>();

  Values(
      Map<String, String> meanings,
      Map<String, Map<String, Object>> found,
      Map<String, Object> own) {
    this.meanings = meanings;
    this.found = found;
    this.own = own;
  }

  /** The first value that was asked for and is not there. */
  Optional<String> missing() {
    return missing.stream().findFirst();
  }

  @Override
  public Optional<Object> find(String identifier) {
    if (identifier.startsWith(Doubles.HAS)) {
      String name = meanings.get(identifier.substring(Doubles.HAS.length()));
      return Optional.of(name != null && value(name).isPresent());
    }
    String name = meanings.get(identifier);
    if (name == null) {
      return Optional.empty();
    }
    Optional<Object> value = value(name);
    if (value.isEmpty()) {
      missing.add(name);
    }
    return value;
  }

  private Optional<Object> value(String name) {
    Object value = own.get(name);
    for (int dot = name.lastIndexOf('.'); value == null && dot > 0; ) {
      value = found.getOrDefault(name.substring(0, dot), Map.of()).get(name.substring(dot + 1));
      dot = name.lastIndexOf('.', dot - 1);
    }
    return Optional.ofNullable(doubles(value));
  }

  /** With doubles for all numbers. */
  private static @Nullable Object doubles(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof List<?> list) {
      List<Object> all = new ArrayList<>();
      list.forEach(v -> all.add(orNull(doubles(v))));
      return all;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> all = new LinkedHashMap<>();
      map.forEach((k, v) -> all.put(k, orNull(doubles(v))));
      return all;
    }
    return value;
  }

  private static Object orNull(@Nullable Object value) {
    return value == null ? dev.cel.common.values.NullValue.NULL_VALUE : value;
  }

  /** The result, if it is of the type that was expected. */
  static Object checked(@Nullable Object result, ValueType expected, String source)
      throws UncomputableException {
    boolean isExpected =
        switch (expected) {
          case NUMBER, COUNT -> result instanceof Double;
          case TEXT -> result instanceof String;
          case TRUTH -> result instanceof Boolean;
          case TEXTS, NUMBERS -> result instanceof List;
          case ANYTHING -> result != null;
        };
    if (result == null || !isExpected) {
      throw new UncomputableException(source, "found " + result + ", expected " + word(expected));
    }
    return result;
  }

  static String word(ValueType type) {
    return switch (type) {
      case NUMBER -> "a number";
      case COUNT -> "a whole number";
      case TEXT -> "a text";
      case TRUTH -> "a truth (true or false), such as a comparison";
      case TEXTS -> "a list of texts";
      case NUMBERS -> "a list of numbers";
      case ANYTHING -> "a value";
    };
  }
}

package dev.lehr.activities.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lehr.simulation.structure.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.function.Predicate;

/**
 * Values of a comment line as text, in ASE's dialect: integers, else reals, else booleans, else
 * {@code _JSON} followed by JSON, else a string; several separated by blanks or commas are an
 * array. Quotes make no difference. What plain text would not give back is written as {@code
 * _JSON}.
 */
final class InfoText {

  private static final String JSON = "_JSON ";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private InfoText() {}

  /** The value of a text; {@code uid} is a string whatever it looks like. */
  static Object parse(String key, String text) {
    if (key.equalsIgnoreCase("uid")) {
      return text;
    }
    List<String> parts = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(text, " \t\n\r\f\u000b,");
    while (tokens.hasMoreTokens()) {
      parts.add(tokens.nextToken());
    }
    if (!parts.isEmpty()) {
      if (all(parts, p -> Numbers.integer(p).isPresent())) {
        long[] v = parts.stream().mapToLong(p -> Numbers.integer(p).getAsLong()).toArray();
        return v.length == 1 ? (Object) v[0] : v;
      }
      if (all(parts, p -> Numbers.real(p).isPresent())) {
        double[] v = parts.stream().mapToDouble(p -> Numbers.real(p).getAsDouble()).toArray();
        return v.length == 1 ? (Object) v[0] : v;
      }
      if (all(parts, p -> Numbers.logical(p).isPresent())) {
        boolean[] v = new boolean[parts.size()];
        for (int i = 0; i < v.length; i++) {
          v[i] = Numbers.logical(parts.get(i)).orElseThrow();
        }
        return v.length == 1 ? (Object) v[0] : v;
      }
    }
    if (text.startsWith(JSON)) {
      return json(text.substring(JSON.length())).orElse(text);
    }
    return text;
  }

  private static boolean all(List<String> parts, Predicate<String> test) {
    return parts.stream().allMatch(test);
  }

  /** Text that {@link #parse} and ASE read as this value, without quotes. */
  static String format(String key, Object value) {
    Optional<String> plain = plain(value).filter(t -> isSafe(t) && same(parse(key, t), value));
    if (plain.isPresent()) {
      return plain.get();
    }
    try {
      return JSON + MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("info '" + key + "' cannot be written", e);
    }
  }

  private static boolean same(Object a, Object b) {
    return a.getClass() == b.getClass() && Values.same(a, b);
  }

  /** Empty values and line breaks are lost on ASE's reader. */
  private static boolean isSafe(String text) {
    return !text.isBlank() && text.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == 0x85);
  }

  private static Optional<String> plain(Object value) {
    if (value instanceof Boolean b) {
      return Optional.of(b ? "T" : "F");
    }
    if (value instanceof String || value instanceof Long || value instanceof Double) {
      return Optional.of(value.toString());
    }
    StringBuilder text = new StringBuilder();
    if (value instanceof long[] a) {
      for (long v : a) {
        text.append(' ').append(v);
      }
    } else if (value instanceof double[] a) {
      for (double v : a) {
        text.append(' ').append(v);
      }
    } else if (value instanceof boolean[] a) {
      for (boolean v : a) {
        text.append(v ? " T" : " F");
      }
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text.substring(1));
  }

  /** The value of JSON, where it is one that a structure may hold. */
  static Optional<Object> json(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null ? Optional.empty() : value(node);
    } catch (JsonProcessingException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The value of a node, where it is one that a structure may hold. */
  static Optional<Object> value(JsonNode node) {
    return Optional.ofNullable(valueOrNull(node));
  }

  private static @org.jspecify.annotations.Nullable Object valueOrNull(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (isLong(node)) {
      return node.longValue();
    }
    if (node.isFloatingPointNumber()) {
      return node.doubleValue();
    }
    if (!node.isArray()) {
      return null;
    }
    return node.size() > 0 && node.get(0).isArray() ? matrix(node) : vector(node);
  }

  private static boolean isLong(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong();
  }

  private static @org.jspecify.annotations.Nullable Object vector(JsonNode node) {
    int n = node.size();
    if (n > 0 && every(node, InfoText::isLong)) {
      long[] v = new long[n];
      for (int i = 0; i < n; i++) {
        v[i] = node.get(i).longValue();
      }
      return v;
    }
    if (every(node, JsonNode::isNumber)) {
      double[] v = new double[n];
      for (int i = 0; i < n; i++) {
        v[i] = node.get(i).doubleValue();
      }
      return v;
    }
    if (every(node, JsonNode::isBoolean)) {
      boolean[] v = new boolean[n];
      for (int i = 0; i < n; i++) {
        v[i] = node.get(i).booleanValue();
      }
      return v;
    }
    if (every(node, JsonNode::isTextual)) {
      String[] v = new String[n];
      for (int i = 0; i < n; i++) {
        v[i] = node.get(i).textValue();
      }
      return v;
    }
    return null;
  }

  private static boolean every(JsonNode node, Predicate<JsonNode> test) {
    for (JsonNode child : node) {
      if (!test.test(child)) {
        return false;
      }
    }
    return true;
  }

  /** Rows of one kind and length; integers beside reals become reals. */
  private static @org.jspecify.annotations.Nullable Object matrix(JsonNode node) {
    int columns = node.get(0).size();
    if (!every(node, row -> row.isArray() && row.size() == columns)) {
      return null;
    }
    boolean longs = columns > 0 && every(node, row -> every(row, InfoText::isLong));
    boolean reals = !longs && every(node, row -> every(row, JsonNode::isNumber));
    List<Object> rows = new ArrayList<>();
    for (JsonNode row : node) {
      Object v = reals ? reals(row) : vector(row);
      if (v == null || !(rows.isEmpty() || rows.get(0).getClass() == v.getClass())) {
        return null;
      }
      rows.add(v);
    }
    Object first = rows.get(0);
    if (first instanceof long[]) {
      return rows.toArray(long[][]::new);
    }
    if (first instanceof double[]) {
      return rows.toArray(double[][]::new);
    }
    return first instanceof boolean[]
        ? rows.toArray(boolean[][]::new)
        : rows.toArray(String[][]::new);
  }

  private static double[] reals(JsonNode row) {
    double[] v = new double[row.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = row.get(i).doubleValue();
    }
    return v;
  }
}

package dev.lehr.activities.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/**
 * Numbers or booleans of JSON: nested lists, ASE's {@code {"__ndarray__": [shape, type, flat]}}, or
 * monty's {@code {"@class": "array", "data": nested lists}}.
 *
 * @param shape lengths along the axes; empty for a single value
 * @param values row by row; booleans as 0 and 1
 * @param integral whether all are integers
 * @param logical whether all are booleans
 */
record NumberArray(int[] shape, double[] values, boolean integral, boolean logical) {

  private static final int MOST_AXES = 4;

  /**
   * The array of a node.
   *
   * @throws Malformed {@code bad_value} where it is none: ragged, or of other things
   */
  static NumberArray of(JsonNode node, String field) throws Malformed {
    if (node.path("@class").asText().equals("array")) {
      return nested(node.path("data"), field);
    }
    JsonNode encoded = node.path("__ndarray__");
    if (encoded.isMissingNode()) {
      return nested(node, field);
    }
    NumberArray flat = nested(encoded.path(2), field);
    NumberArray shape = nested(encoded.path(0), field);
    long size = 1;
    int[] lengths = new int[shape.values.length];
    for (int i = 0; i < lengths.length; i++) {
      double length = shape.values[i];
      lengths[i] = (int) length;
      size = length >= 0 && size <= Integer.MAX_VALUE ? size * lengths[i] : -1;
    }
    if (size != flat.values.length || lengths.length > MOST_AXES || !shape.integral) {
      throw bad(field, flat.values.length + " values of the shape " + Arrays.toString(lengths));
    }
    return new NumberArray(lengths, flat.values, flat.integral, flat.logical);
  }

  private static NumberArray nested(JsonNode node, String field) throws Malformed {
    int[] shape = new int[MOST_AXES];
    int axes = 0;
    long size = 1;
    JsonNode first = node;
    for (; first.isArray() && axes < MOST_AXES; first = first.path(0)) {
      shape[axes++] = first.size();
      size = Math.min(size * first.size(), ReadLimits.VALUES + 1L);
      if (first.isEmpty()) {
        break;
      }
    }
    if (size > ReadLimits.VALUES) {
      throw bad(field, "more than " + ReadLimits.VALUES + " values");
    }
    Filling filling = new Filling(new double[(int) size], field);
    filling.fill(node, shape, axes, 0);
    return new NumberArray(
        Arrays.copyOf(shape, axes),
        filling.values,
        !filling.reals && !filling.booleans,
        filling.booleans && !filling.reals && !filling.integers);
  }

  private static String describe(JsonNode node) {
    return node.isNull() || node.isMissingNode()
        ? "nothing"
        : node.isObject()
            ? "an object"
            : Malformed.quoted(node.isArray() ? "[...]" : node.asText());
  }

  private static Malformed bad(String field, String found) {
    return new Malformed("bad_value", field, found, "an array of numbers");
  }

  private static final class Filling {
    private final double[] values;
    private final String field;
    private int at;
    private boolean reals;
    private boolean integers;
    private boolean booleans;

    Filling(double[] values, String field) {
      this.values = values;
      this.field = field;
    }

    void fill(JsonNode node, int[] shape, int axes, int axis) throws Malformed {
      if (axis < axes) {
        if (!node.isArray() || node.size() != shape[axis]) {
          throw bad(field, "rows of different lengths");
        }
        for (JsonNode child : node) {
          fill(child, shape, axes, axis + 1);
        }
        return;
      }
      boolean number = node.isNumber();
      if (!number && !node.isBoolean()) {
        throw bad(field, describe(node));
      }
      integers |= node.isIntegralNumber();
      reals |= number && !node.isIntegralNumber();
      booleans |= !number;
      values[at++] = number ? node.doubleValue() : node.booleanValue() ? 1 : 0;
    }
  }

  boolean hasShape(int... lengths) {
    return Arrays.equals(shape, lengths);
  }
}

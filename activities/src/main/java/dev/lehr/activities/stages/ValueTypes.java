package dev.lehr.activities.stages;

import dev.lehr.activities.expressions.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects names and types of what a stage finds, in order. */
final class ValueTypes {

  private final Map<String, ValueType> types = new LinkedHashMap<>();

  ValueTypes add(ValueType type, String... names) {
    for (String name : names) {
      types.put(name, type);
    }
    return this;
  }

  Map<String, ValueType> all() {
    return Collections.unmodifiableMap(types);
  }
}

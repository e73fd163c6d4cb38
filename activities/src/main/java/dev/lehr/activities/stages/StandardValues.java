package dev.lehr.activities.stages;

import dev.lehr.activities.expressions.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the stages find that advance structures in batches. */
public final class StandardValues {

  /** Of every evaluation: a static stage, dynamics. */
  public static final Map<String, ValueType> OF_EVALUATIONS =
      numbers(
          List.of(
              "energy",
              "energy_per_atom",
              "fmax",
              "max_stress",
              "pressure_gpa",
              "volume",
              "volume_per_atom",
              "shortest_distance"),
          Map.of());

  /** Of a relaxation. */
  public static final Map<String, ValueType> OF_RELAXATIONS =
      numbers(
          List.of("cell_fmax", "smax", "enthalpy", "volume_ratio", "largest_displacement"),
          OF_EVALUATIONS);

  private StandardValues() {}

  private static Map<String, ValueType> numbers(List<String> names, Map<String, ValueType> more) {
    Map<String, ValueType> values = new LinkedHashMap<>(more);
    names.forEach(name -> values.put(name, ValueType.NUMBER));
    values.put("stress", ValueType.ANYTHING);
    values.put("iterations", ValueType.COUNT);
    return Collections.unmodifiableMap(values);
  }
}

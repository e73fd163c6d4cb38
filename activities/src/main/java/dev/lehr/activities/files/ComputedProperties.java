package dev.lehr.activities.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was computed for a structure. What is empty is not written.
 *
 * @param positions 3N Cartesian coordinates that replace the input's, angstrom
 * @param cell 9 numbers, rows, that replace the input's cell, angstrom
 * @param energy eV
 * @param forces 3N numbers, eV/angstrom
 * @param stress 9 numbers, symmetric, eV/angstrom^3
 * @param fields further values of the structure; written with the prefix {@code lehr_}
 */
public record ComputedProperties(
    Optional<double[]> positions,
    Optional<double[]> cell,
    OptionalDouble energy,
    Optional<double[]> forces,
    Optional<double[]> stress,
    Map<String, Object> fields) {

  /** Keeps the order of the fields. */
  public ComputedProperties {
    fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Nothing computed: the structure is written as it was read. */
  public static ComputedProperties none() {
    return new ComputedProperties(
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** Whether results of the input are of another model or geometry than these. */
  boolean supersedes() {
    return energy.isPresent()
        || forces.isPresent()
        || stress.isPresent()
        || positions.isPresent()
        || cell.isPresent();
  }
}

package dev.lehr.simulation.analysis.bands;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named wave vectors of a lattice and the usual way through them, in reciprocal vectors of the
 * standard primitive cell.
 *
 * @param points coordinates by label
 * @param path runs of labels; between runs the way is interrupted
 */
record SpecialPoints(Map<String, double[]> points, List<List<String>> path) {

  SpecialPoints {
    points = Collections.unmodifiableMap(new LinkedHashMap<>(points));
    path = List.copyOf(path);
  }

  static Builder along(String path) {
    return new Builder(path);
  }

  /** Collects points; the zone's centre is there from the start. */
  static final class Builder {
    private final Map<String, double[]> points = new LinkedHashMap<>();
    private final List<List<String>> path = new ArrayList<>();

    private Builder(String text) {
      for (String run : text.lines().toList()) {
        path.add(List.of(run.strip().split(" ")));
      }
      point("Γ", 0, 0, 0);
    }

    Builder point(String label, double x, double y, double z) {
      points.put(label, new double[] {x, y, z});
      return this;
    }

    SpecialPoints build() {
      return new SpecialPoints(points, path);
    }
  }
}

package dev.lehr.simulation.prototypes;

import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes random clusters: atoms one after another, uniform in a sphere, drawn again where too near
 * to one that is there. Ids read {@code Ar13-s7}. A cluster depends on the seed and its id only.
 */
public final class ClusterGenerator {

  /** After this many refusals in a row the sphere grows by a twentieth, so that it ends. */
  private static final int PATIENCE = 1000;

  private final ClusterSpec spec;
  private final String source;

  /**
   * @param spec what to make
   * @param source what the structures say they are from, for example {@code clusters}
   */
  public ClusterGenerator(ClusterSpec spec, String source) {
    this.spec = spec;
    this.source = source;
  }

  /** All clusters, in the order sizes, starts. */
  public List<Structure> structures() {
    List<Structure> all = new ArrayList<>();
    for (int n : spec.sizes()) {
      for (int start = 0; start < spec.starts(); start++) {
        all.add(cluster(n, start));
      }
    }
    return all;
  }

  private Structure cluster(int n, int start) {
    String id = spec.element() + n + "-s" + start;
    int[] z = new int[n];
    Arrays.fill(z, Elements.require(spec.element()));
    return Structure.builder(id, source + "#" + id, z, positions(n, id))
        .info("start", (long) start)
        .info("seed", spec.seed())
        .build();
  }

  private double[] positions(int n, String id) {
    KeyedNormal random = new KeyedNormal(spec.seed(), id);
    double radius = 0.5 * spec.distance() * StrictMath.cbrt(n / spec.packing());
    double[] x = new double[3 * n];
    long draw = 0;
    int refused = 0;
    int placed = 0;
    while (placed < n) {
      double r2 = 0;
      for (int c = 0; c < 3; c++) {
        double u = 2 * random.uniform(draw++) - 1;
        x[3 * placed + c] = radius * u;
        r2 += u * u;
      }
      if (r2 <= 1 && isFree(x, placed)) {
        placed++;
        refused = 0;
      } else if (++refused == PATIENCE) {
        radius *= 1.05;
        refused = 0;
      }
    }
    return x;
  }

  private boolean isFree(double[] x, int placed) {
    double least = spec.minDistance() * spec.distance();
    for (int j = 0; j < placed; j++) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        double d = x[3 * j + c] - x[3 * placed + c];
        sum += d * d;
      }
      if (sum < least * least) {
        return false;
      }
    }
    return true;
  }
}

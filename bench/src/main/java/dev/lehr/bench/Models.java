package dev.lehr.bench;

import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.Workers;
import java.util.List;

/** The models that are compared. */
final class Models {

  private Models() {}

  /** {@code lj}: argon, cut at 2.5 sigma, not shifted. {@code eam}: Zhou's copper, smooth end. */
  static Model of(String name, Workers workers) {
    return switch (name) {
      case "lj" -> new LennardJones(3.405, 0.0104, 8.5125, workers);
      case "eam" -> new ZhouEam(List.of("Cu"), Truncation.SMOOTH, workers);
      default -> throw new IllegalArgumentException("model '" + name + "', expected lj or eam");
    };
  }
}

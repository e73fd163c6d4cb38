package com.example.lehr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.plugins.ConfiguredModel;
import dev.lehr.activities.plugins.ModelKind;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.units.Dimension;
import java.nio.file.Path;

/**
 * {@code model: {name: buckingham, a: ..., rho: ..., c: ..., cutoff: ...}}. Without settings: solid
 * argon, R. A. Buckingham, Proc. R. Soc. A 168, 264 (1938), in the later use of its form, exp-6,
 * with a well of 0.0123 eV at 3.87 angstrom and alpha = 14.
 */
public final class BuckinghamKind implements ModelKind {

  private static final double WELL = 0.0123;
  private static final double DISTANCE = 3.87;
  private static final double ALPHA = 14;

  @Override
  public String name() {
    return "buckingham";
  }

  @Override
  public String summary() {
    return "a exp(-r/rho) - c/r^6, the same for all elements, shifted to zero at the cutoff";
  }

  @Override
  public ConfiguredModel read(Fields fields) {
    double a = WELL * 6 / (ALPHA - 6) * StrictMath.exp(ALPHA);
    double c = WELL * ALPHA / (ALPHA - 6) * StrictMath.pow(DISTANCE, 6);
    return new Settings(
        fields.quantity("a", Dimension.ENERGY, a, 0, true),
        fields.quantity("rho", Dimension.LENGTH, DISTANCE / ALPHA, 0, true),
        fields.number("c", c, 0, 1e9),
        fields.quantity("cutoff", Dimension.LENGTH, 10, 0, true));
  }

  /**
   * The settings.
   *
   * @param a eV
   * @param rho angstrom
   * @param c eV angstrom^6
   * @param cutoff angstrom
   */
  private record Settings(double a, double rho, double c, double cutoff)
      implements ConfiguredModel {

    @Override
    public ObjectNode settings() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      return node.put("a", a).put("rho", rho).put("c", c).put("cutoff", cutoff);
    }

    @Override
    public Model build(Workers workers, Path base, String device) {
      return new Buckingham(a, rho, c, cutoff, workers);
    }
  }
}

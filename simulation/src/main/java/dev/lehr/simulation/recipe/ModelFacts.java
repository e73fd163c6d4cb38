package dev.lehr.simulation.recipe;

import dev.lehr.simulation.model.Model;

/**
 * What a recipe may know of a model.
 *
 * @param name for people
 * @param range how far an atom's displacement changes forces, angstrom; infinite where there is no
 *     end. A potential whose energies are sums over neighbours of neighbours reaches twice its
 *     cutoff
 * @param singlePrecision whether it computes in float32
 * @param rangeKnown whether the range is known, and not only a guess
 */
public record ModelFacts(String name, double range, boolean singlePrecision, boolean rangeKnown) {

  /** Of a known range. */
  public ModelFacts(String name, double range, boolean singlePrecision) {
    this(name, range, singlePrecision, true);
  }

  /** The facts of a model. */
  public static ModelFacts of(Model model) {
    return new ModelFacts(
        model.name(), model.range(), model.isSinglePrecision(), model.isRangeKnown());
  }
}

package dev.lehr.simulation.analysis.eos;

import org.hipparchus.CalculusFieldElement;

/**
 * Forms of the energy of a solid under pressure, each with four parameters: E0, V0, B0 and B0', the
 * pressure derivative of the bulk modulus.
 */
public enum Form {
  /**
   * F. Birch, Phys. Rev. 71, 809 (1947), of third order in the Eulerian strain. ASE calls it {@code
   * birchmurnaghan} in one grouping of its terms and {@code birch} in another: one function.
   */
  BIRCH_MURNAGHAN("birch-murnaghan") {
    @Override
    <T extends CalculusFieldElement<T>> T energy(T e0, T v0, T b0, T bp, double v) {
      T strain = cbrtOf(v0, v).square().subtract(1);
      T cubic = bp.subtract(4).multiply(strain).multiply(0.5).add(1);
      return e0.add(v0.multiply(b0).multiply(9.0 / 8).multiply(strain.square()).multiply(cubic));
    }
  },
  /** P. Vinet, J. Ferrante, J. H. Rose, J. R. Smith, J. Phys.: Condens. Matter 1, 1941 (1989). */
  VINET("vinet") {
    @Override
    <T extends CalculusFieldElement<T>> T energy(T e0, T v0, T b0, T bp, double v) {
      T eta = bp.subtract(1).multiply(1.5);
      T z = eta.multiply(cbrtOf(v0, v).reciprocal().subtract(1));
      T bracket = z.add(1).multiply(z.negate().exp()).negate().add(1);
      return e0.add(v0.multiply(b0).multiply(9).multiply(bracket).divide(eta.square()));
    }
  },
  /**
   * F. D. Murnaghan, Proc. Natl. Acad. Sci. 30, 244 (1944): the bulk modulus linear in pressure.
   */
  MURNAGHAN("murnaghan") {
    @Override
    <T extends CalculusFieldElement<T>> T energy(T e0, T v0, T b0, T bp, double v) {
      T bp1 = bp.subtract(1);
      T power = v0.divide(v).log().multiply(bp).exp();
      T compression = power.divide(bp1).add(1).divide(bp).multiply(v);
      return e0.add(b0.multiply(compression.subtract(v0.divide(bp1))));
    }
  };

  private final String key;

  Form(String key) {
    this.key = key;
  }

  /** The name in a campaign file. */
  public String key() {
    return key;
  }

  /** The energy at a volume; derivatives come with a type that has them. */
  abstract <T extends CalculusFieldElement<T>> T energy(T e0, T v0, T b0, T bp, double v);

  private static <T extends CalculusFieldElement<T>> T cbrtOf(T v0, double v) {
    return v0.divide(v).cbrt();
  }
}

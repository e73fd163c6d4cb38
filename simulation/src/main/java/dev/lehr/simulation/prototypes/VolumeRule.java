package dev.lehr.simulation.prototypes;

/** Where a prototype's volume comes from before volume factors are applied. */
public sealed interface VolumeRule {

  /**
   * The sum of the atoms' volumes in their elements' solids (Zen's law). Fair for close-packed
   * crystals; open ones come out with bonds too short.
   */
  record OfElements() implements VolumeRule {}

  /**
   * Nearest neighbours touch, as spheres of the size that gives a close-packed crystal the
   * element's volume. Fair for bond lengths; open crystals come out with large volumes.
   */
  record Contact() implements VolumeRule {}

  /** The same volume for each atom, cubic angstrom. */
  record PerAtom(double volume) implements VolumeRule {
    /** Checks that it is positive. */
    public PerAtom {
      if (!(volume > 0 && volume < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "volume per atom is " + volume + ", expected a positive number (cubic angstrom)");
      }
    }
  }

  /** The lattice constant a of the conventional cell, angstrom. */
  record LatticeConstant(double a) implements VolumeRule {
    /** Checks that it is positive. */
    public LatticeConstant {
      if (!(a > 0 && a < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "lattice constant is " + a + ", expected a positive number (angstrom)");
      }
    }
  }
}

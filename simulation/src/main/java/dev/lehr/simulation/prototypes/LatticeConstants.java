package dev.lehr.simulation.prototypes;

import dev.lehr.simulation.structure.Elements;

/** Lattice constants from volume rules. */
final class LatticeConstants {

  private LatticeConstants() {}

  /** The lattice constant a of the conventional cell, angstrom. */
  static double of(VolumeRule rule, Prototype prototype, int[] numbers) {
    Prototype.Crystal unit = prototype.crystal(CellChoice.PRIMITIVE);
    if (rule instanceof VolumeRule.LatticeConstant l) {
      return l.a();
    }
    if (rule instanceof VolumeRule.PerAtom v) {
      return StrictMath.cbrt(v.volume() * unit.slots().length / volume(unit.cell()));
    }
    if (rule instanceof VolumeRule.Contact) {
      return contact(unit, numbers);
    }
    double sum = 0;
    for (int slot : unit.slots()) {
      sum += atomicVolume(numbers[slot]);
    }
    return StrictMath.cbrt(sum / volume(unit.cell()));
  }

  private static double atomicVolume(int number) {
    return Elements.atomicVolume(number)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no atomic volume is known for "
                        + Elements.symbol(number)
                        + "; give a volume per atom or a lattice constant"));
  }

  /** The smallest a at which no two spheres overlap. */
  private static double contact(Prototype.Crystal unit, int[] numbers) {
    double a = 0;
    int n = unit.slots().length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double touch = radius(numbers[unit.slots()[i]]) + radius(numbers[unit.slots()[j]]);
        a = Math.max(a, touch / nearest(unit, i, j));
      }
    }
    return a;
  }

  /** Half the neighbour distance of a close-packed crystal of the element's volume. */
  private static double radius(int number) {
    return 0.5 * StrictMath.cbrt(Math.sqrt(2) * atomicVolume(number));
  }

  private static double nearest(Prototype.Crystal unit, int i, int j) {
    double least = Double.POSITIVE_INFINITY;
    for (int image = 0; image < 125; image++) {
      int[] shift = {image / 25 - 2, image / 5 % 5 - 2, image % 5 - 2};
      double sum = 0;
      for (int x = 0; x < 3; x++) {
        double d = unit.positions()[3 * j + x] - unit.positions()[3 * i + x];
        for (int k = 0; k < 3; k++) {
          d += shift[k] * unit.cell()[3 * k + x];
        }
        sum += d * d;
      }
      if (sum > 1e-12) {
        least = Math.min(least, sum);
      }
    }
    return Math.sqrt(least);
  }

  private static double volume(double[] c) {
    return Math.abs(
        c[0] * (c[4] * c[8] - c[5] * c[7])
            - c[1] * (c[3] * c[8] - c[5] * c[6])
            + c[2] * (c[3] * c[7] - c[4] * c[6]));
  }
}

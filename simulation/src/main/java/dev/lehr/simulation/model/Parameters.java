package dev.lehr.simulation.model;

import dev.lehr.simulation.autobatch.MemoryMetric;

/** What potentials accept as parameters. */
final class Parameters {

  private Parameters() {}

  /** A length above 0, finite. */
  static double length(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected a finite length above 0, angstrom");
    }
    return value;
  }

  /** A length above 0, perhaps infinite. */
  static double cutoff(double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("cutoff is " + value + ", expected a length above 0");
    }
    return value;
  }

  /** A number that is finite. */
  static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value + ", expected a finite number");
    }
    return value;
  }

  /** A number that is finite and at least a bound. */
  static double atLeast(String name, double value, double least) {
    if (!(finite(name, value) >= least)) {
      throw new IllegalArgumentException(name + " is " + value + ", expected at least " + least);
    }
    return value;
  }

  /** Pairs are what memory grows with, unless all atoms are neighbours of each other. */
  static MemoryMetric memoryScalesWith(double cutoff) {
    return cutoff == Double.POSITIVE_INFINITY
        ? MemoryMetric.N_ATOMS
        : MemoryMetric.N_ATOMS_X_DENSITY;
  }
}

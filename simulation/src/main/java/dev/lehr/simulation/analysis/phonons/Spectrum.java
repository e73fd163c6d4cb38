package dev.lehr.simulation.analysis.phonons;

import dev.lehr.simulation.units.Units;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Frequencies on a mesh, and what follows of them. The three acoustic modes at gamma, where the
 * crystal moves as a whole, do not count.
 *
 * @param points one for each wave vector of the mesh
 */
public record Spectrum(List<Point> points) {

  /** Frequencies down to this are what is left of zero, THz. */
  public static final double STABLE_FROM = -0.1;

  /**
   * Frequencies at a wave vector.
   *
   * @param q in reciprocal lattice vectors of the cell
   * @param weight share of the mesh
   * @param frequencies ascending, THz, negative for imaginary ones
   */
  public record Point(double[] q, double weight, double[] frequencies) {

    /** Those that count: at gamma without the three that are nearest to zero. */
    double[] counted() {
      if (q[0] != 0 || q[1] != 0 || q[2] != 0) {
        return frequencies;
      }
      return Arrays.stream(frequencies)
          .boxed()
          .sorted(Comparator.comparingDouble(Math::abs))
          .skip(3)
          .mapToDouble(Double::doubleValue)
          .toArray();
    }
  }

  /** Takes a copy. */
  public Spectrum {
    points = List.copyOf(points);
  }

  /** The lowest frequency, THz; infinite where none counts. */
  public double lowest() {
    return points.stream()
        .flatMapToDouble(p -> Arrays.stream(p.counted()))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** Whether no frequency lies below {@link #STABLE_FROM}. */
  public boolean isStable() {
    return lowest() >= STABLE_FROM;
  }

  /**
   * The density of states, by THz, each mode smeared as a Gaussian; over all frequencies it adds up
   * to the number of modes of a cell.
   *
   * @param at frequencies to know it at, THz
   * @param sigma standard deviation of the Gaussian, THz
   */
  public double[] density(double[] at, double sigma) {
    double[] density = new double[at.length];
    double norm = 1 / (sigma * Math.sqrt(2 * Math.PI));
    for (Point point : points) {
      for (double f : point.frequencies()) {
        for (int k = 0; k < at.length; k++) {
          double x = (at[k] - f) / sigma;
          density[k] += point.weight() * norm * StrictMath.exp(-0.5 * x * x);
        }
      }
    }
    return density;
  }

  /**
   * What the vibrations add at a temperature, of a cell. Modes that are not above zero are left
   * out; where the crystal is not stable the numbers mean little.
   *
   * @param kelvin at least 0
   */
  public Thermal thermal(double kelvin) {
    double zero = 0;
    double free = 0;
    double entropy = 0;
    double heat = 0;
    for (Point point : points) {
      for (double thz : point.counted()) {
        if (thz > 0) {
          double quantum = Units.H * thz * Units.THZ;
          zero += point.weight() * quantum / 2;
          if (kelvin > 0) {
            double x = quantum / (Units.KB * kelvin);
            double gone = StrictMath.log(-StrictMath.expm1(-x));
            double number = 1 / StrictMath.expm1(x);
            free += point.weight() * Units.KB * kelvin * gone;
            entropy += point.weight() * Units.KB * (number == 0 ? 0 : x * number - gone);
            heat += point.weight() * Units.KB * (number == 0 ? 0 : x * x * number * (number + 1));
          }
        }
      }
    }
    return new Thermal(kelvin, zero, zero + free, entropy, heat);
  }
}

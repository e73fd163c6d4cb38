package dev.lehr.simulation.analysis.phonons;

import dev.lehr.simulation.linalg.SymmetricEigen;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frequencies of a crystal at any wave vector. Wave vectors are in units of the reciprocal lattice
 * vectors of the cell; frequencies are THz, turns and not radians, negative where the crystal is
 * not stable and they are imaginary.
 */
public final class Phonons {

  /**
   * From an atom of the cell to one of the supercell.
   *
   * @param from atom of the cell
   * @param to atom of the supercell
   * @param ways equally short ones, in lattice vectors of the cell
   */
  private record Pair(int from, int to, List<double[]> ways) {}

  private final ForceConstants constants;
  private final int atoms;
  private final List<Pair> pairs = new ArrayList<>();
  private final double[] rootMasses;

  /** Prepares for any number of wave vectors. */
  public Phonons(ForceConstants constants) {
    this.constants = constants;
    Structure cell = constants.parent();
    atoms = cell.nAtoms();
    double[] masses =
        cell.masses()
            .orElseGet(
                () -> Arrays.stream(cell.atomicNumbers()).mapToDouble(Elements::mass).toArray());
    rootMasses = Arrays.stream(masses).map(Math::sqrt).toArray();
    Images images = new Images(constants.supercell());
    double[] places = constants.supercell().positions();
    for (int i = 0; i < atoms; i++) {
      for (int j = 0; j < places.length / 3; j++) {
        double x = places[3 * j] - places[3 * i];
        double y = places[3 * j + 1] - places[3 * i + 1];
        double z = places[3 * j + 2] - places[3 * i + 2];
        pairs.add(new Pair(i, j, images.shortest(x, y, z)));
      }
    }
  }

  /** What they were computed from. */
  public ForceConstants constants() {
    return constants;
  }

  /** Number of modes at a wave vector: three for each atom of the cell. */
  public int modes() {
    return 3 * atoms;
  }

  /**
   * The dynamical matrix, Hermitian, as a real symmetric one of twice the size: {@code [re, -im;
   * im, re]}, row-major, eV/(angstrom^2 amu). Each eigenvalue stands there twice.
   */
  double[] dynamicalMatrix(double[] q) {
    int n = modes();
    double[] d = new double[4 * n * n];
    for (Pair pair : pairs) {
      double re = 0;
      double im = 0;
      for (double[] way : pair.ways()) {
        double phase = 2 * Math.PI * (q[0] * way[0] + q[1] * way[1] + q[2] * way[2]);
        re += StrictMath.cos(phase);
        im += StrictMath.sin(phase);
      }
      int j = pair.to() % atoms;
      double scale = pair.ways().size() * rootMasses[pair.from()] * rootMasses[j];
      for (int x = 0; x < 3; x++) {
        for (int y = 0; y < 3; y++) {
          double k = constants.get(pair.from(), x, pair.to(), y) / scale;
          int row = 3 * pair.from() + x;
          int column = 3 * j + y;
          d[row * 2 * n + column] += k * re;
          d[(n + row) * 2 * n + n + column] += k * re;
          d[(n + row) * 2 * n + column] += k * im;
          d[row * 2 * n + n + column] -= k * im;
        }
      }
    }
    symmetrise(d, 2 * n);
    return d;
  }

  /** Takes rounding away. */
  private static void symmetrise(double[] d, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double mean = 0.5 * (d[i * n + j] + d[j * n + i]);
        d[i * n + j] = mean;
        d[j * n + i] = mean;
      }
    }
  }

  /**
   * Frequencies at a wave vector, ascending, THz.
   *
   * @param q three numbers, in reciprocal lattice vectors of the cell
   */
  public double[] frequencies(double... q) {
    int n = modes();
    double[] values = new double[2 * n];
    SymmetricEigen.decompose(dynamicalMatrix(q), 2 * n, values, new double[2 * n]);
    Arrays.sort(values);
    double[] frequencies = new double[n];
    for (int k = 0; k < n; k++) {
      double squared = 0.5 * (values[2 * k] + values[2 * k + 1]);
      double turns = Math.sqrt(Math.abs(squared)) / (2 * Math.PI);
      frequencies[k] = Math.copySign(Units.toThz(turns), squared);
    }
    return frequencies;
  }

  /**
   * Frequencies along a line, both ends included.
   *
   * @param points at least 2
   */
  public List<double[]> line(double[] from, double[] to, int points) {
    List<double[]> bands = new ArrayList<>();
    for (int p = 0; p < points; p++) {
      double t = p / (double) (points - 1);
      double[] q = new double[3];
      for (int k = 0; k < 3; k++) {
        q[k] = from[k] + t * (to[k] - from[k]);
      }
      bands.add(frequencies(q));
    }
    return bands;
  }

  /** Frequencies on a mesh. */
  public Spectrum spectrum(Mesh mesh) {
    List<Spectrum.Point> points = new ArrayList<>();
    for (Mesh.Node node : mesh.nodes()) {
      points.add(new Spectrum.Point(node.q(), node.weight(), frequencies(node.q())));
    }
    return new Spectrum(points);
  }
}

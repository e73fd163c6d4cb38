package dev.lehr.simulation.optimize;

import dev.lehr.simulation.linalg.MatrixExponential;

/** Room for one step of one system, one for each thread, so that steps make no garbage. */
final class Scratch {

  private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

  /** Generalised forces: 3 for each atom, then 9 of the cell. */
  double[] forces = new double[0];

  /** Generalised velocities or coordinates. */
  double[] motion = new double[0];

  /** A generalised step. */
  double[] step = new double[0];

  /** Cartesian displacements of the atoms. */
  double[] displacement = new double[0];

  /** Room for matrices of an optimizer. */
  double[] matrix = new double[0];

  double[] second = new double[0];
  final double[] deformation = new double[9];
  final double[] back = new double[9];
  final double[] m1 = new double[9];
  final double[] m2 = new double[9];
  final double[] m3 = new double[9];
  final double[] vector = new double[3];
  final StrainSpace space = new StrainSpace();
  final MatrixExponential.Workspace exponential = new MatrixExponential.Workspace();

  private Scratch() {}

  /** This thread's, with room for {@code size} generalised coordinates. */
  static Scratch of(int size) {
    Scratch scratch = OWN.get();
    if (scratch.forces.length < size) {
      int room = size + size / 2;
      scratch.forces = new double[room];
      scratch.motion = new double[room];
      scratch.step = new double[room];
      scratch.displacement = new double[room];
    }
    return scratch;
  }

  /** Makes {@link #matrix} and {@link #second} large enough. */
  void needMatrices(int first, int other) {
    matrix = matrix.length < first ? new double[first] : matrix;
    second = second.length < other ? new double[other] : second;
  }
}

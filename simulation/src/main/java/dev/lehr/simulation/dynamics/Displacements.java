package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;

/**
 * The mean squared displacement of a system's atoms since averaging began, as a table against time
 * that is kept while the trajectory is made.
 *
 * <p>What an atom has travelled is the sum of its own moves: periodic images do not matter, and
 * neither does a cell that is scaled with everything in it. The way of the centre of mass is taken
 * off, but where atoms are held, and atoms that are held altogether do not count.
 *
 * <p>The table has at most {@link #MOST_ROWS} rows. When it is full, every second row goes and the
 * interval doubles, so that rows are always a constant time apart, from 0 on.
 */
public final class Displacements {

  /** The largest number of rows of the table. */
  public static final int MOST_ROWS = 128;

  /** Column of what each atom has travelled, 3 for each atom, angstrom. */
  static final String TRAVELLED = "msd_travelled";

  /** Column of the table: interval, number of rows, and in each row step and displacements. */
  static final String TABLE = "msd_table";

  private static final int HEAD = 2;

  private final int[] elements;
  private final int width;
  private final double[] table;

  private Displacements(int[] elements, double[] table) {
    this.elements = elements;
    this.width = width(elements);
    this.table = table;
  }

  /** Those of a system that a {@link Dynamics} moves or moved; a copy. */
  public static Displacements of(SimState batch, int system) {
    return new Displacements(Species.of(batch, system), batch.ragged(TABLE)[system].clone());
  }

  /** Whether a state has them. */
  public static boolean areIn(SimState state) {
    return state.hasColumn(TABLE);
  }

  /** Number of rows. */
  public int rows() {
    return (int) table[1];
  }

  /** Steps between rows. */
  public long interval() {
    return (long) table[0];
  }

  /** Steps from the beginning of averaging to a row. */
  public long step(int row) {
    return (long) table[HEAD + width * row];
  }

  /** The mean over all atoms in a row, angstrom^2. */
  public double all(int row) {
    return table[HEAD + width * row + 1];
  }

  /** Atomic numbers of the elements, ascending. A copy. */
  public int[] elements() {
    return elements.clone();
  }

  /**
   * The mean over the atoms of an element in a row, angstrom^2; not-a-number where none may move.
   *
   * @param element place in {@link #elements()}
   */
  public double of(int element, int row) {
    return table[HEAD + width * row + 2 + element];
  }

  /**
   * The diffusion coefficient by Einstein's relation in three dimensions, angstrom^2/fs: a sixth of
   * the slope of a straight line through the rows of the second half, least squares. It means
   * something where displacements grow far beyond the size of an atom. Not-a-number with fewer than
   * three such rows.
   *
   * @param timestep fs
   */
  public double diffusion(double timestep) {
    int from = rows() / 2;
    int n = rows() - from;
    if (n < 3) {
      return Double.NaN;
    }
    double meanTime = 0;
    double mean = 0;
    for (int row = from; row < rows(); row++) {
      meanTime += step(row) * timestep / n;
      mean += all(row) / n;
    }
    double both = 0;
    double squares = 0;
    for (int row = from; row < rows(); row++) {
      double t = step(row) * timestep - meanTime;
      both += t * (all(row) - mean);
      squares += t * t;
    }
    return both / squares / 6;
  }

  private static int width(int[] elements) {
    return 2 + elements.length;
  }

  static void addTo(SimState system, long interval) {
    double[] table = new double[HEAD + MOST_ROWS * width(Species.of(system, 0))];
    table[0] = interval;
    double[] travelled = new double[3 * system.nAtoms()];
    system.putColumn(TRAVELLED, new Column.Ragged(new double[][] {travelled}));
    system.putColumn(TABLE, new Column.Ragged(new double[][] {table}));
  }

  /** Begins anew: averaging starts from where the atoms are. */
  static void start(SimState batch, int system) {
    Arrays.fill(batch.ragged(TRAVELLED)[system], 0);
    batch.ragged(TABLE)[system][1] = 0;
  }

  /**
   * Adds a row where one is due.
   *
   * @param step steps since averaging began
   */
  static void sample(SimState batch, int system, long step) {
    double[] table = batch.ragged(TABLE)[system];
    if (step % (long) table[0] != 0) {
      return;
    }
    int[] elements = Species.of(batch, system);
    int width = width(elements);
    int rows = (int) table[1];
    if (rows > 0 && table[HEAD + width * (rows - 1)] >= step) {
      return;
    }
    if (rows == MOST_ROWS) {
      rows = thin(table, width);
      if (step % (long) table[0] != 0) {
        return;
      }
    }
    table[1] = rows + 1;
    int at = HEAD + width * rows;
    Arrays.fill(table, at, at + width, 0);
    table[at] = step;
    put(batch, system, elements, table, at + 1);
  }

  /** Keeps every second row, from the first on; the number of those that are kept. */
  private static int thin(double[] table, int width) {
    int kept = MOST_ROWS / 2;
    for (int row = 1; row < kept; row++) {
      System.arraycopy(table, HEAD + 2 * row * width, table, HEAD + row * width, width);
    }
    Arrays.fill(table, HEAD + kept * width, table.length, 0);
    table[0] *= 2;
    table[1] = kept;
    return kept;
  }

  /** Puts the mean over all atoms at a place and those of each element behind it. */
  private static void put(SimState batch, int system, int[] elements, double[] out, int at) {
    double[] way = batch.ragged(TRAVELLED)[system];
    int[] places = Species.places(batch, system, elements);
    double[] drift = drift(batch, system, way);
    int first = batch.firstAtom(system);
    int[] counts = new int[elements.length + 1];
    for (int a = 0; a < places.length; a++) {
      if (Constraints.holdsWholly(batch, first + a)) {
        continue;
      }
      double squared = 0;
      for (int k = 0; k < 3; k++) {
        double x = way[3 * a + k] - drift[k];
        squared += x * x;
      }
      out[at] += squared;
      out[at + 1 + places[a]] += squared;
      counts[0]++;
      counts[1 + places[a]]++;
    }
    for (int i = 0; i < counts.length; i++) {
      out[at + i] /= counts[i];
    }
  }

  /** The way of the centre of mass. */
  private static double[] drift(SimState batch, int system, double[] way) {
    double[] drift = new double[3];
    if (Constraints.heldAtoms(batch, system) > 0) {
      return drift;
    }
    int first = batch.firstAtom(system);
    double mass = 0;
    for (int a = 0; a < way.length / 3; a++) {
      double m = batch.masses()[first + a];
      mass += m;
      for (int k = 0; k < 3; k++) {
        drift[k] += m * way[3 * a + k];
      }
    }
    for (int k = 0; k < 3; k++) {
      drift[k] /= mass;
    }
    return drift;
  }
}

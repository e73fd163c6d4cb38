package dev.lehr.simulation.model;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.List;

/**
 * A tabulated embedded-atom potential, as from a setfl file ({@code eam/alloy}, {@code eam/fs}).
 *
 * <pre>E = sum_i F_i(rho_i) + 1/2 sum_ij phi_ij(r_ij),  rho_i = sum_j f_ji(r_ij)</pre>
 *
 * <p>Tables are interpolated as LAMMPS does it ({@link CubicTable}; r phi is tabulated), so that
 * numbers agree with LAMMPS's on the same file. Above the largest density of the table the
 * embedding energy goes on along its last slope. A pair counts where r is strictly below the file's
 * cutoff; where the tables do not end in zero there, the energy jumps.
 *
 * <p>Below the first radius r phi is interpolated towards its value at 0, so that atoms very close
 * to each other repel, or not, as the file says. Two atoms at one place give NaN, in their system
 * only. Stress is divided by |det(cell)|, also for systems that are not periodic, and is zero where
 * the cell has no volume.
 */
public final class SetflEam implements Model {

  /** The name in a campaign file. */
  public static final String NAME = "eam-setfl";

  /** To be raised with any change that changes a bit of a result. */
  private static final String CODE_VERSION = "1";

  private static final int ELEMENTS = 128;

  /** A jump that no one will see, eV. */
  private static final double SMALL_JUMP = 1e-7;

  private final SetflTable table;
  private final int[] typeOf = new int[ELEMENTS];
  private final SystemLoop loop;

  /**
   * The potential of a table.
   *
   * @param workers share the systems of a batch
   */
  public SetflEam(SetflTable table, Workers workers) {
    this.table = table;
    Arrays.fill(typeOf, -1);
    for (int t = 0; t < table.elements().size(); t++) {
      typeOf[table.atomicNumbers().get(t)] = t;
    }
    Kernel kernel = new EamKernel(new Functions(), table.cutoff());
    this.loop = new SystemLoop(kernel, table.cutoff(), workers);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String digest() {
    ModelDigest digest =
        new ModelDigest()
            .add(NAME)
            .add("code " + CODE_VERSION)
            .add(table.finnisSinclair() ? "fs" : "alloy")
            .add(table.rhoStep(), table.step(), table.cutoff());
    int n = table.elements().size();
    for (int a = 0; a < n; a++) {
      digest.add(table.elements().get(a)).add(table.embedding()[a]);
      for (int b = 0; b < n; b++) {
        digest.add(table.density()[a][b]).add(table.pair()[a][b]);
      }
    }
    return digest.hex();
  }

  @Override
  public double cutoff() {
    return table.cutoff();
  }

  @Override
  public boolean supports(int atomicNumber) {
    return atomicNumber >= 0 && atomicNumber < ELEMENTS && typeOf[atomicNumber] >= 0;
  }

  @Override
  public MemoryMetric memoryScalesWith() {
    return MemoryMetric.N_ATOMS_X_DENSITY;
  }

  /** Says so where the energy of a pair jumps at the cutoff. */
  @Override
  public List<String> notes() {
    double jump = 0;
    int last = Math.min((int) (table.cutoff() / table.step()), table.pair()[0][0].length - 1);
    for (double[][] row : table.pair()) {
      for (double[] pair : row) {
        jump = Math.max(jump, Math.abs(pair[last]) / table.cutoff());
      }
    }
    return jump < SMALL_JUMP
        ? List.of()
        : List.of(
            NAME
                + ": the pair energies of the table jump by up to "
                + jump
                + " eV at its cutoff; it is not for elastic constants, phonons or dynamics.");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where an atom is of an element that the table does not have
   */
  @Override
  public void evaluate(SimState state, ModelOutput output) {
    for (int z : state.atomicNumbers()) {
      if (!supports(z)) {
        throw new IllegalArgumentException(
            "the potential's table is for "
                + table.elements()
                + " and met an atom of atomic number "
                + z);
      }
    }
    loop.run(state, output);
  }

  /** The tables, row by row. */
  private final class Functions implements EamFunctions {

    private final int types = table.elements().size();
    private final double perStep = 1 / table.step();
    private final double perRho = 1 / table.rhoStep();
    private final int lastCell = table.density()[0][0].length - 2;
    private final int lastRhoCell = table.embedding()[0].length - 2;
    private final double largestRho = (table.embedding()[0].length - 1) * table.rhoStep();
    private final double[][] embeddings = new double[types][];
    private final double[][] densities = new double[types * types][];
    private final double[][] pairs = new double[types * types][];

    Functions() {
      for (int a = 0; a < types; a++) {
        embeddings[a] = CubicTable.of(table.embedding()[a]);
        for (int b = 0; b < types; b++) {
          // What all take alike is one table, which the loops notice.
          boolean same = b > 0 && Arrays.equals(table.density()[a][b], table.density()[a][0]);
          densities[a * types + b] =
              same ? densities[a * types] : CubicTable.of(table.density()[a][b]);
          pairs[a * types + b] = b < a ? pairs[b * types + a] : CubicTable.of(table.pair()[a][b]);
        }
      }
    }

    @Override
    public int typeOf(int atomicNumber) {
      return typeOf[atomicNumber];
    }

    @Override
    public double embedding(int type, double rho) {
      double energy = CubicTable.value(embeddings[type], rhoOffset(rho), rhoCoordinate(rho));
      return rho > largestRho ? energy + embeddingSlope(type, rho) * (rho - largestRho) : energy;
    }

    @Override
    public double embeddingSlope(int type, double rho) {
      return CubicTable.slope(embeddings[type], rhoOffset(rho), rhoCoordinate(rho)) * perRho;
    }

    private int rhoCell(double rho) {
      return Math.max(0, Math.min((int) (rho * perRho), lastRhoCell));
    }

    private int rhoOffset(double rho) {
      return CubicTable.WIDTH * rhoCell(rho);
    }

    private double rhoCoordinate(double rho) {
      return Math.min(rho * perRho - rhoCell(rho), 1);
    }

    /** Fills places in the tables and coordinates there. */
    private void locate(PairRow row, double[] distance, double[] coordinate) {
      int size = row.size();
      double[] square = row.square;
      int[] place = row.place;
      for (int k = 0; k < size; k++) {
        distance[k] = Math.sqrt(square[k]);
      }
      for (int k = 0; k < size; k++) {
        double u = distance[k] * perStep;
        int cell = Math.min((int) u, lastCell);
        place[k] = CubicTable.WIDTH * cell;
        coordinate[k] = Math.min(u - cell, 1);
      }
    }

    @Override
    public void densities(PairRow row, int type, int[] typesOf, double[] taken, double[] given) {
      double[] coordinate = row.work[2];
      locate(row, taken, coordinate);
      int size = row.size();
      int[] place = row.place;
      int[] others = row.other;
      for (int k = 0; k < size; k++) {
        int other = typesOf[others[k]];
        double[] mine = densities[type * types + other];
        double[] theirs = densities[other * types + type];
        double value = CubicTable.value(mine, place[k], coordinate[k]);
        given[k] = value;
        taken[k] = theirs == mine ? value : CubicTable.value(theirs, place[k], coordinate[k]);
      }
    }

    @Override
    public void forces(
        PairRow row, int type, int[] typesOf, double slope, double[] slopes, int offset) {
      double[] distance = row.work[0];
      double[] coordinate = row.work[2];
      locate(row, distance, coordinate);
      int size = row.size();
      int[] place = row.place;
      int[] others = row.other;
      double[] half = row.half;
      double[] g = row.g;
      for (int k = 0; k < size; k++) {
        int j = others[k];
        int other = typesOf[j];
        int o = place[k];
        double t = coordinate[k];
        double[] mine = densities[type * types + other];
        double[] theirs = densities[other * types + type];
        double[] pair = pairs[type * types + other];
        double given = CubicTable.slope(mine, o, t);
        double taken = theirs == mine ? given : CubicTable.slope(theirs, o, t);
        double inverse = 1 / distance[k];
        double phi = CubicTable.value(pair, o, t) * inverse;
        double phiSlope = CubicTable.slope(pair, o, t) * perStep * inverse - phi * inverse;
        g[k] = ((slope * taken + slopes[offset + j] * given) * perStep + phiSlope) * inverse;
        // Where the force is not finite the energy is not a number either.
        half[k] = 0.5 * phi + 0 * g[k];
      }
    }
  }
}

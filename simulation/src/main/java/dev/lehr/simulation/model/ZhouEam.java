package dev.lehr.simulation.model;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The analytic embedded-atom potential of sixteen metals by X. W. Zhou, R. A. Johnson and H. N. G.
 * Wadley, Phys. Rev. B 69, 144113 (2004): Cu, Ag, Au, Ni, Pd, Pt, Al, Pb, Fe, Mo, Ta, W, Mg, Co,
 * Ti, Zr.
 *
 * <pre>E = sum_i F_i(rho_i) + 1/2 sum_ij phi_ij(r_ij),  rho_i = sum_j f_j(r_ij)
 * phi_ab = (f_b/f_a phi_a + f_a/f_b phi_b) / 2</pre>
 *
 * <p><b>What it is good for:</b> the elements. <b>What it must not be used for:</b> energies of
 * formation, phase stability or ordering of compounds. The cross term is a mixing rule, not a fit:
 * B2 NiAl comes out at +0.07 eV/atom where nature has -0.66, Ni3Al at +0.03 (-0.43), TiAl at +0.08
 * (-0.40). {@link #notes()} says so where there is more than one element.
 *
 * <p>Which elements a model was made for matters even for one of them alone: the truncation goes by
 * the largest lattice constant among them.
 *
 * <p>f and phi are quintic splines in r^2 from 1 angstrom up, with exact values and derivatives of
 * the formulae at the nodes, which keeps energies within 1e-10 eV/atom of the formulae; forces and
 * stress are the exact derivatives of the spline energy. Nearer than 1 angstrom the formulae
 * themselves are used. Two atoms at one place give NaN, in their system only.
 *
 * <p>Stress is divided by |det(cell)|, also for systems that are not periodic, and is zero where
 * the cell has no volume.
 */
public final class ZhouEam implements Model {

  /** The name in a campaign file. */
  public static final String NAME = "eam-zhou2004";

  /** To be raised with any change that changes a bit of a result. */
  private static final String CODE_VERSION = "2";

  private static final double SPLINES_FROM = 1.0;
  private static final double INTERVALS_PER_SQUARE_ANGSTROM = 24;

  private final List<ZhouElement> elements;
  private final Truncation truncation;
  private final double latticeConstant;
  private final double cutoff;
  private final int[] typeOf = new int[128];
  private final SquareSpline.Grid grid;
  private final double[][] densities;
  private final double[][] pairs;
  private final SystemLoop loop;

  /**
   * The potential for alloys of some elements.
   *
   * @param symbols chemical symbols, each once, in any order
   * @param truncation how the functions end
   * @param workers share the systems of a batch
   * @throws IllegalArgumentException where a symbol is unknown to the potential or named twice, or
   *     there is none
   */
  public ZhouEam(List<String> symbols, Truncation truncation, Workers workers) {
    this.elements = pick(symbols);
    this.truncation = truncation;
    this.latticeConstant =
        elements.stream().mapToDouble(ZhouElement::latticeConstant).max().orElseThrow();
    this.cutoff = truncation.cutoff(latticeConstant);
    double end = cutoff * cutoff;
    this.grid =
        new SquareSpline.Grid(
            SPLINES_FROM,
            end,
            (int) Math.ceil((end - SPLINES_FROM) * INTERVALS_PER_SQUARE_ANGSTROM));
    int n = elements.size();
    this.densities = new double[n][];
    this.pairs = new double[n * n][];
    Arrays.fill(typeOf, -1);
    tabulate();
    this.loop = new SystemLoop(new EamKernel(new Functions(), cutoff), cutoff, workers);
  }

  /** The symbols of all elements that the potential has parameters for. */
  public static List<String> supportedElements() {
    return ZhouElement.all().stream().map(ZhouElement::symbol).toList();
  }

  private static List<ZhouElement> pick(List<String> symbols) {
    if (symbols.isEmpty()) {
      throw new IllegalArgumentException(
          NAME + " needs at least one element of " + supportedElements());
    }
    Set<String> seen = new HashSet<>();
    for (String symbol : symbols) {
      if (!supportedElements().contains(symbol)) {
        throw new IllegalArgumentException(
            NAME + " does not know element '" + symbol + "'; it knows " + supportedElements());
      }
      if (!seen.add(symbol)) {
        throw new IllegalArgumentException(
            NAME + " was given element '" + symbol + "' twice: " + symbols);
      }
    }
    // By atomic number, so that the order in a campaign file matters to nothing.
    return ZhouElement.all().stream()
        .filter(e -> seen.contains(e.symbol()))
        .sorted(Comparator.comparingInt(ZhouElement::atomicNumber))
        .toList();
  }

  private void tabulate() {
    int n = elements.size();
    for (int a = 0; a < n; a++) {
      int type = a;
      typeOf[elements.get(a).atomicNumber()] = a;
      densities[a] = SquareSpline.tabulate(grid, r -> density(type, r));
      for (int b = 0; b <= a; b++) {
        int other = b;
        pairs[a * n + b] = SquareSpline.tabulate(grid, r -> pair(type, other, r));
        pairs[b * n + a] = pairs[a * n + b];
      }
    }
  }

  /** Density of an atom of a type at distance r, truncated, by the formula. */
  Jet density(int type, double distance) {
    Jet r = Jet.variable(distance);
    return elements.get(type).density(r).times(truncation.factor(r, latticeConstant));
  }

  /** Pair energy of two types at distance r, truncated, by the formula, eV. */
  Jet pair(int a, int b, double distance) {
    Jet r = Jet.variable(distance);
    Jet end = truncation.factor(r, latticeConstant);
    ZhouElement one = elements.get(a);
    ZhouElement two = elements.get(b);
    if (a == b) {
      return one.pair(r).times(end);
    }
    Jet fa = one.density(r);
    Jet fb = two.density(r);
    Jet left = fb.over(fa).times(one.pair(r));
    Jet right = fa.over(fb).times(two.pair(r));
    return left.plus(right).times(0.5).times(end);
  }

  /** Energy of embedding an atom of a type, eV. */
  double embedding(int type, double rho) {
    return elements.get(type).embedding(rho);
  }

  /** The type of an atomic number, or -1. */
  int typeOf(int atomicNumber) {
    return atomicNumber >= 0 && atomicNumber < typeOf.length ? typeOf[atomicNumber] : -1;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String digest() {
    ModelDigest digest =
        new ModelDigest().add(NAME).add("code " + CODE_VERSION).add(truncation.key()).add(cutoff);
    digest.add(grid.from(), grid.to(), grid.intervals());
    for (ZhouElement e : elements) {
      digest.add(e.symbol()).add(e.atomicNumber(), e.latticeConstant()).add(e.p());
    }
    return digest.hex();
  }

  @Override
  public double cutoff() {
    return cutoff;
  }

  /** How the functions end. */
  public Truncation truncation() {
    return truncation;
  }

  @Override
  public boolean supports(int atomicNumber) {
    return typeOf(atomicNumber) >= 0;
  }

  @Override
  public MemoryMetric memoryScalesWith() {
    return MemoryMetric.N_ATOMS_X_DENSITY;
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (elements.size() > 1) {
      notes.add(
          NAME
              + " is fitted to elements; its cross terms ("
              + elements.stream().map(ZhouElement::symbol).collect(Collectors.joining(", "))
              + ") are a mixing rule. Do not report formation energies, phase stability or ordering"
              + " of compounds by it.");
    }
    if (truncation == Truncation.HARD) {
      notes.add(
          NAME
              + " with hard truncation is discontinuous at the fifth fcc shell; it is for parity"
              + " with tables, not for ideal crystals, elastic constants, phonons or dynamics.");
    }
    return List.copyOf(notes);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where an atom is of an element that the model was not made for
   */
  @Override
  public void evaluate(SimState state, ModelOutput output) {
    for (int z : state.atomicNumbers()) {
      if (typeOf(z) < 0) {
        throw new IllegalArgumentException(
            NAME
                + " was made for "
                + elements.stream().map(ZhouElement::symbol).toList()
                + " and met an atom of atomic number "
                + z);
      }
    }
    loop.run(state, output);
  }

  /** The splines, row by row. */
  private final class Functions implements EamFunctions {

    private final double perUnit = grid.perUnit();
    private final int last = grid.intervals() - 1;
    private final int nTypes = elements.size();

    @Override
    public int typeOf(int atomicNumber) {
      return ZhouEam.this.typeOf(atomicNumber);
    }

    @Override
    public double embedding(int type, double rho) {
      return elements.get(type).embedding(rho);
    }

    @Override
    public double embeddingSlope(int type, double rho) {
      return elements.get(type).embeddingSlope(rho);
    }

    @Override
    public void densities(PairRow row, int type, int[] types, double[] taken, double[] given) {
      double[] square = row.square;
      int[] others = row.other;
      double[] mine = densities[type];
      int size = row.size();
      for (int k = 0; k < size; k++) {
        double r2 = square[k];
        double[] other = densities[types[others[k]]];
        if (r2 < SPLINES_FROM) {
          double r = Math.sqrt(r2);
          taken[k] = density(types[others[k]], r).value();
          given[k] = density(type, r).value();
          continue;
        }
        double u = (r2 - SPLINES_FROM) * perUnit;
        int cell = Math.min((int) u, last);
        double t = u - cell;
        int o = SquareSpline.WIDTH * cell;
        double value = SquareSpline.value(mine, o, t);
        given[k] = value;
        taken[k] = other == mine ? value : SquareSpline.value(other, o, t);
      }
    }

    @Override
    public void forces(
        PairRow row, int type, int[] types, double slope, double[] slopes, int offset) {
      double[] square = row.square;
      int[] others = row.other;
      double[] half = row.half;
      double[] g = row.g;
      double[] mine = densities[type];
      int size = row.size();
      for (int k = 0; k < size; k++) {
        double r2 = square[k];
        int j = others[k];
        int theirs = types[j];
        if (r2 < SPLINES_FROM) {
          near(row, k, type, theirs, slope, slopes[offset + j]);
          continue;
        }
        double u = (r2 - SPLINES_FROM) * perUnit;
        int cell = Math.min((int) u, last);
        double t = u - cell;
        int o = SquareSpline.WIDTH * cell;
        double[] other = densities[theirs];
        double[] pair = pairs[type * nTypes + theirs];
        double given = SquareSpline.slope(mine, o, t);
        double taken = other == mine ? given : SquareSpline.slope(other, o, t);
        half[k] = 0.5 * SquareSpline.value(pair, o, t);
        double bySquare =
            (SquareSpline.slope(pair, o, t) + slope * taken + slopes[offset + j] * given) * perUnit;
        g[k] = 2 * bySquare;
      }
    }

    private void near(PairRow row, int k, int type, int other, double slope, double otherSlope) {
      double r = Math.sqrt(row.square[k]);
      Jet pair = pair(type, other, r);
      // At r = 0 no force has a direction: let the whole system show it.
      row.half[k] = r > 0 ? 0.5 * pair.value() : Double.NaN;
      row.g[k] =
          (pair.first() + slope * density(other, r).first() + otherSlope * density(type, r).first())
              / r;
    }
  }
}

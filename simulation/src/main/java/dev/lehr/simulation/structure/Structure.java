package dev.lehr.simulation.structure;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One atomistic configuration and what its file said about it. Immutable: arrays are copied on the
 * way in, and {@link #positions()}, {@link #cell()} and the like answer copies; the values of
 * {@link #info()} and {@link #arrays()} are the structure's own and are not to be written to.
 *
 * <p>Results found in the input (energy, forces, ...) are kept where they were, in info and arrays.
 * Units are ASE's: angstrom, amu.
 */
public final class Structure {

  /** The per-atom column that says which atoms may move: ASE's name in extended XYZ. */
  public static final String MOVE_MASK = "move_mask";

  /** The key of {@link #info()} that says whether the centre of mass is held: true or false. */
  public static final String FIX_COM = "fix_com";

  /** Keys of {@link #info()} and {@link #arrays()} that are results of a geometry. */
  public static final Set<String> RESULTS =
      Set.of("energy", "free_energy", "stress", "virial", "forces", "energies", "stresses");

  private final String id;
  private final String source;
  private final int[] atomicNumbers;
  private final double[] positions;
  private final Optional<double[]> cell;
  private final boolean[] pbc;
  private final Optional<double[]> masses;
  private final Map<String, Object> info;
  private final Map<String, AtomColumn> arrays;

  private Structure(Builder b) {
    id = b.id;
    source = b.source;
    atomicNumbers = b.atomicNumbers;
    positions = b.positions;
    cell = b.cell;
    pbc = b.pbc;
    masses = b.masses;
    info = Collections.unmodifiableMap(new LinkedHashMap<>(b.info));
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(b.arrays));
    checkLengths();
  }

  private void checkLengths() {
    int n = atomicNumbers.length;
    checkLength("positions", positions.length, 3 * n);
    checkLength("pbc", pbc.length, 3);
    cell.ifPresent(c -> checkLength("cell", c.length, 9));
    masses.ifPresent(m -> checkLength("masses", m.length, n));
    arrays.forEach((name, column) -> checkLength(name, column.length(), n * column.width()));
  }

  private static void checkLength(String name, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(name + " has length " + found + ", expected " + expected);
    }
  }

  /**
   * Starts a structure that has no cell and is not periodic.
   *
   * @param id what the user calls it
   * @param source where it is from, for example {@code structures.extxyz#3}
   * @param atomicNumbers N atomic numbers
   * @param positions 3N Cartesian coordinates, angstrom
   */
  public static Builder builder(String id, String source, int[] atomicNumbers, double[] positions) {
    return new Builder(id, source, atomicNumbers.clone(), positions.clone());
  }

  /** A builder that holds everything that this structure does. */
  public Builder toBuilder() {
    Builder b = new Builder(id, source, atomicNumbers, positions);
    b.cell = cell;
    b.pbc = pbc;
    b.masses = masses;
    b.info.putAll(info);
    b.arrays.putAll(arrays);
    return b;
  }

  /** What the user calls it. */
  public String id() {
    return id;
  }

  /** Where it is from: a file and a frame, or the generator. */
  public String source() {
    return source;
  }

  /** Number of atoms. */
  public int nAtoms() {
    return atomicNumbers.length;
  }

  /** A copy of the N atomic numbers. */
  public int[] atomicNumbers() {
    return atomicNumbers.clone();
  }

  /** The atomic number of one atom. */
  public int atomicNumber(int atom) {
    return atomicNumbers[atom];
  }

  /** A copy of the 3N Cartesian coordinates, angstrom. */
  public double[] positions() {
    return positions.clone();
  }

  /** A copy of the cell, 9 numbers, lattice vectors as rows, angstrom; empty for a molecule. */
  public Optional<double[]> cell() {
    return cell.map(double[]::clone);
  }

  /** A copy of the 3 flags of periodicity. */
  public boolean[] pbc() {
    return pbc.clone();
  }

  /** A copy of the N masses, amu, where the input gave them; empty for the standard ones. */
  public Optional<double[]> masses() {
    return masses.map(double[]::clone);
  }

  /**
   * What the input said of the whole structure, in its order. Values are String, Long, Double,
   * Boolean, arrays of them, or two-dimensional arrays; {@link Values} compares them.
   */
  public Map<String, Object> info() {
    return info;
  }

  /** Extra per-atom columns of the input, in its order. */
  public Map<String, AtomColumn> arrays() {
    return arrays;
  }

  /**
   * A state of one system. A molecule without a cell gets a cell of zeros. Masses are the input's,
   * or the standard ones. What {@link #MOVE_MASK} and {@link #FIX_COM} hold becomes the columns of
   * {@link Constraints}.
   *
   * @throws IllegalArgumentException where there is no atom, an unknown element without a mass, or
   *     a constraint that {@link StructureChecks} calls unsupported
   */
  public SimState toSimState() {
    double[] m =
        masses()
            .orElseGet(() -> Arrays.stream(atomicNumbers).mapToDouble(Elements::mass).toArray());
    SimState state =
        SimState.ofSystem(
            atomicNumbers(), m, positions(), cell().orElseGet(() -> new double[9]), pbc());
    constrain(state);
    return state;
  }

  /**
   * Adds what {@link #MOVE_MASK} and {@link #FIX_COM} hold to a state of this structure's atoms, as
   * columns of {@link Constraints}.
   *
   * @throws IllegalArgumentException where {@link StructureChecks} calls a constraint unsupported
   */
  public void constrain(SimState state) {
    StructureChecks.unsupportedConstraint(this)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(
                  problem.field()
                      + ": found "
                      + problem.found()
                      + ", expected "
                      + problem.expected());
            });
    if (arrays.get(MOVE_MASK) instanceof AtomColumn.Logicals mask) {
      Constraints.hold(state, mask.data(), mask.width());
    }
    if (Boolean.TRUE.equals(info.get(FIX_COM))) {
      Constraints.holdCenterOfMass(state);
    }
  }

  /** The formula in Hill order: carbon, hydrogen, then the rest by the alphabet; ASE's default. */
  public String formula() {
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (int z : atomicNumbers) {
      counts.merge(Elements.isKnown(z) ? Elements.symbol(z) : "X", 1, Integer::sum);
    }
    return HillFormula.of(counts);
  }

  /**
   * A fingerprint of the physics, SHA-256 in hex: atomic numbers, the exact bits of positions,
   * cell, periodicity and given masses, and what is held. Not id, source, info or results.
   */
  public String contentDigest() {
    return ContentDigest.of(this);
  }

  int[] rawNumbers() {
    return atomicNumbers;
  }

  double[] rawPositions() {
    return positions;
  }

  /** Equal where everything is, to the bit. */
  @Override
  public boolean equals(Object o) {
    return o instanceof Structure s
        && id.equals(s.id)
        && source.equals(s.source)
        && Arrays.equals(atomicNumbers, s.atomicNumbers)
        && Values.sameBits(positions, s.positions)
        && sameBits(cell, s.cell)
        && Arrays.equals(pbc, s.pbc)
        && sameBits(masses, s.masses)
        && Values.same(info, s.info)
        && arrays.equals(s.arrays)
        && arrays.keySet().stream().toList().equals(s.arrays.keySet().stream().toList());
  }

  private static boolean sameBits(Optional<double[]> a, Optional<double[]> b) {
    return a.isPresent() == b.isPresent()
        && (a.isEmpty() || Values.sameBits(a.get(), b.orElseThrow()));
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, source, Arrays.hashCode(atomicNumbers), Arrays.hashCode(positions));
  }

  @Override
  public String toString() {
    return "Structure[" + id + ", " + formula() + ", " + source + "]";
  }

  /** Collects the parts of a structure; arrays given to it are copied. */
  public static final class Builder {
    private String id;
    private String source;
    private final int[] atomicNumbers;
    private final double[] positions;
    private Optional<double[]> cell = Optional.empty();
    private boolean[] pbc = new boolean[3];
    private Optional<double[]> masses = Optional.empty();
    private final Map<String, Object> info = new LinkedHashMap<>();
    private final Map<String, AtomColumn> arrays = new LinkedHashMap<>();

    private Builder(String id, String source, int[] atomicNumbers, double[] positions) {
      this.id = id;
      this.source = source;
      this.atomicNumbers = atomicNumbers;
      this.positions = positions;
    }

    /** Replaces the id. */
    public Builder id(String value) {
      id = value;
      return this;
    }

    /** Replaces the source. */
    public Builder source(String value) {
      source = value;
      return this;
    }

    /** Sets the cell: 9 numbers, lattice vectors as rows, angstrom. */
    public Builder cell(double[] rows) {
      cell = Optional.of(rows.clone());
      return this;
    }

    /** Sets periodicity along the three lattice vectors. */
    public Builder pbc(boolean a, boolean b, boolean c) {
      pbc = new boolean[] {a, b, c};
      return this;
    }

    /** Sets masses that are not the standard ones, amu. */
    public Builder masses(double[] amu) {
      masses = Optional.of(amu.clone());
      return this;
    }

    /** Adds or replaces a value of the whole structure. */
    public Builder info(String key, Object value) {
      info.put(key, Values.copy(key, value));
      return this;
    }

    /** Adds or replaces a per-atom column. */
    public Builder array(String name, AtomColumn column) {
      arrays.put(name, column);
      return this;
    }

    /**
     * The structure.
     *
     * @throws IllegalArgumentException where lengths disagree
     */
    public Structure build() {
      return new Structure(this);
    }
  }
}

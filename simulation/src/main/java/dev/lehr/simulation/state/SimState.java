package dev.lehr.simulation.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A batch of systems held as columns on the host.
 *
 * <p>Atoms of all systems stand one behind another; system {@code i} owns the atoms from {@link
 * #firstAtom(int) firstAtom(i)} to {@code firstAtom(i + 1)}. Units are ASE's: angstrom, amu.
 *
 * <ul>
 *   <li>per atom: {@link #positions()} (3 a row, angstrom, never wrapped), {@link #masses()} (amu),
 *       {@link #atomicNumbers()}
 *   <li>per system: {@link #cell()} (9 a row: three row vectors, angstrom), {@link #pbc()} (3 a
 *       row)
 *   <li>extras: {@link Column}s by name, per atom or per system
 *   <li>globals: values shared by the whole batch
 * </ul>
 *
 * <p>All arrays are live: a write to one is a write to the state. The rules of {@link #split()},
 * {@link #concatenate(List)}, {@link #pop(int...)} and {@link #select(int...)} are torch-sim's
 * ({@code torch_sim.state}), with two differences: periodicity is per system, and globals that
 * disagree are an error instead of being taken silently from the first state.
 */
public final class SimState {

  private static final List<String> RESERVED =
      List.of("positions", "masses", "atomicNumbers", "cell", "pbc", "systemIdx");

  private int[] firstAtom;
  private int[] atomicNumbers;
  private double[] masses;
  private double[] positions;
  private double[] cell;
  private boolean[] pbc;
  private final Map<String, Column> extras = new LinkedHashMap<>();
  private final Map<String, Object> globals = new LinkedHashMap<>();

  private SimState(
      int[] firstAtom,
      int[] atomicNumbers,
      double[] masses,
      double[] positions,
      double[] cell,
      boolean[] pbc) {
    this.firstAtom = firstAtom;
    this.atomicNumbers = atomicNumbers;
    this.masses = masses;
    this.positions = positions;
    this.cell = cell;
    this.pbc = pbc;
  }

  /**
   * A state of one system. The arrays are taken as they are, not copied.
   *
   * @param atomicNumbers N atomic numbers
   * @param masses N masses, amu
   * @param positions 3N Cartesian coordinates, angstrom
   * @param cell 9 numbers, lattice vectors as rows, angstrom
   * @param pbc 3 flags, one for each lattice vector
   * @throws IllegalArgumentException where lengths disagree or there is no atom
   */
  public static SimState ofSystem(
      int[] atomicNumbers, double[] masses, double[] positions, double[] cell, boolean[] pbc) {
    int n = atomicNumbers.length;
    require(n > 0, "a system needs at least one atom");
    require(masses.length == n, "masses has length " + masses.length + ", expected " + n);
    require(
        positions.length == 3 * n,
        "positions has length " + positions.length + ", expected " + 3 * n);
    require(cell.length == 9, "cell has length " + cell.length + ", expected 9");
    require(pbc.length == 3, "pbc has length " + pbc.length + ", expected 3");
    return new SimState(new int[] {0, n}, atomicNumbers, masses, positions, cell, pbc);
  }

  /** Number of systems. */
  public int nSystems() {
    return firstAtom.length - 1;
  }

  /** Number of atoms of all systems. */
  public int nAtoms() {
    return atomicNumbers.length;
  }

  /** Number of atoms of one system. */
  public int nAtoms(int system) {
    return firstAtom[system + 1] - firstAtom[system];
  }

  /** Atom counts of all systems. */
  public int[] nAtomsPerSystem() {
    return IntStream.range(0, nSystems()).map(this::nAtoms).toArray();
  }

  /** Index of a system's first atom; {@code firstAtom(nSystems())} is {@link #nAtoms()}. */
  public int firstAtom(int system) {
    return firstAtom[system];
  }

  /** For each atom the system it belongs to: sorted, consecutive from 0. A fresh array. */
  public int[] systemIdx() {
    int[] idx = new int[nAtoms()];
    for (int s = 0; s < nSystems(); s++) {
      Arrays.fill(idx, firstAtom[s], firstAtom[s + 1], s);
    }
    return idx;
  }

  /** Atomic numbers, one for each atom. Live. */
  public int[] atomicNumbers() {
    return atomicNumbers;
  }

  /** Masses, amu. Live. */
  public double[] masses() {
    return masses;
  }

  /** Cartesian coordinates, 3 for each atom, angstrom. Live. */
  public double[] positions() {
    return positions;
  }

  /** Lattice vectors as rows, 9 numbers for each system, angstrom. Live. */
  public double[] cell() {
    return cell;
  }

  /** Periodicity along each lattice vector, 3 flags for each system. Live. */
  public boolean[] pbc() {
    return pbc;
  }

  /** Signed volume of a system's cell, cubic angstrom. */
  public double volume(int system) {
    int c = 9 * system;
    return cell[c] * (cell[c + 4] * cell[c + 8] - cell[c + 5] * cell[c + 7])
        - cell[c + 1] * (cell[c + 3] * cell[c + 8] - cell[c + 5] * cell[c + 6])
        + cell[c + 2] * (cell[c + 3] * cell[c + 7] - cell[c + 4] * cell[c + 6]);
  }

  /** Names of the extras, in the order in which they were added. */
  public List<String> columnNames() {
    return List.copyOf(extras.keySet());
  }

  /** Whether there is an extra of this name. */
  public boolean hasColumn(String name) {
    return extras.containsKey(name);
  }

  /**
   * Adds an extra or replaces one.
   *
   * @throws IllegalArgumentException where the rows do not fit the batch, or the name shadows an
   *     attribute
   */
  public void putColumn(String name, Column column) {
    if (RESERVED.contains(name)) {
      throw new IllegalArgumentException("extra '" + name + "' shadows an existing attribute");
    }
    int expected = column.scope() == Scope.ATOM ? nAtoms() : nSystems();
    require(
        column.rows() == expected,
        "column '" + name + "' has " + column.rows() + " rows, expected " + expected);
    extras.put(name, column);
  }

  /** Removes an extra if it is there. */
  public void removeColumn(String name) {
    extras.remove(name);
  }

  /**
   * An extra by name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public Column column(String name) {
    Column column = extras.get(name);
    if (column == null) {
      throw new IllegalArgumentException(
          "the state has no column '" + name + "'; it has " + extras.keySet());
    }
    return column;
  }

  /** The live data of a floating-point extra. */
  public double[] doubles(String name) {
    if (column(name) instanceof Column.Doubles d) {
      return d.data();
    }
    throw new IllegalArgumentException("column '" + name + "' does not hold floating-point data");
  }

  /** The live data of an integer extra. */
  public long[] longs(String name) {
    if (column(name) instanceof Column.Longs l) {
      return l.data();
    }
    throw new IllegalArgumentException("column '" + name + "' does not hold integer data");
  }

  /** The live data of a ragged extra: for each system an array of its own length. */
  public double[][] ragged(String name) {
    if (column(name) instanceof Column.Ragged r) {
      return r.data();
    }
    throw new IllegalArgumentException("column '" + name + "' does not hold ragged data");
  }

  /** The live companions of a name, made empty where there are none. */
  public Object[] companions(String name) {
    Column column = extras.get(name);
    if (column == null) {
      column = new Column.Companions(new Object[nSystems()]);
      extras.put(name, column);
    }
    if (column instanceof Column.Companions c) {
      return c.data();
    }
    throw new IllegalArgumentException("column '" + name + "' does not hold companions");
  }

  /** Adds a floating-point extra filled with one value. */
  public void addDoubles(String name, Scope scope, int width, double fill) {
    double[] data = new double[(scope == Scope.ATOM ? nAtoms() : nSystems()) * width];
    Arrays.fill(data, fill);
    putColumn(name, new Column.Doubles(scope, width, data));
  }

  /** Adds an integer extra filled with one value. */
  public void addLongs(String name, Scope scope, int width, long fill) {
    long[] data = new long[(scope == Scope.ATOM ? nAtoms() : nSystems()) * width];
    Arrays.fill(data, fill);
    putColumn(name, new Column.Longs(scope, width, data));
  }

  /** Values shared by the whole batch, unmodifiable. */
  public Map<String, Object> globals() {
    return Collections.unmodifiableMap(globals);
  }

  /** Sets a value shared by the whole batch. Values are compared by {@code equals}. */
  public void putGlobal(String name, Object value) {
    globals.put(name, Objects.requireNonNull(value, name));
  }

  /** A copy that shares no data array with this state; companions are shared. */
  public SimState copy() {
    return range(0, nSystems());
  }

  /** Single-system copies of all systems, in order. */
  public List<SimState> split() {
    List<SimState> systems = new ArrayList<>(nSystems());
    for (int s = 0; s < nSystems(); s++) {
      systems.add(range(s, s + 1));
    }
    return systems;
  }

  /**
   * A copy of the named systems, in the order given.
   *
   * @param systems positions in the batch; negative ones count from the end
   * @throws IllegalArgumentException where the selection is empty or names a system twice
   * @throws IndexOutOfBoundsException where a position is outside the batch
   */
  public SimState select(int... systems) {
    require(systems.length > 0, "cannot select an empty set of systems");
    boolean[] seen = new boolean[nSystems()];
    List<SimState> parts = new ArrayList<>(systems.length);
    for (int raw : systems) {
      int s = normalise(raw);
      require(!seen[s], "system " + s + " is selected twice");
      seen[s] = true;
      parts.add(range(s, s + 1));
    }
    return concatenate(parts);
  }

  /**
   * Removes systems from this state and returns them as single-system states, in ascending order of
   * their position in the batch. Popping all of them leaves a state of no systems.
   *
   * @throws IllegalArgumentException where a system is named twice
   * @throws IndexOutOfBoundsException where a position is outside the batch
   */
  public List<SimState> pop(int... systems) {
    return exchange(systems, List.of());
  }

  /**
   * Removes systems from this state and puts others behind those that stay: what {@link
   * #pop(int...)} and {@link #concatenate(List)} do, with one copy of the batch instead of three.
   *
   * @param leaving positions in the batch; negative ones count from the end
   * @return those that left, as {@link #pop(int...)} does
   * @throws IllegalArgumentException as the two; nothing has changed then
   * @throws IndexOutOfBoundsException where a position is outside the batch
   */
  public List<SimState> exchange(int[] leaving, List<SimState> joining) {
    if (leaving.length == 0 && joining.isEmpty()) {
      return List.of();
    }
    boolean[] leaves = new boolean[nSystems()];
    for (int raw : leaving) {
      int s = normalise(raw);
      require(!leaves[s], "system " + s + " is popped twice");
      leaves[s] = true;
    }
    List<Part> parts = new ArrayList<>(leaving.length + 1 + joining.size());
    List<SimState> left = new ArrayList<>(leaving.length);
    int runStart = 0;
    for (int s = 0; s <= leaves.length; s++) {
      if (s < leaves.length && !leaves[s]) {
        continue;
      }
      if (s > runStart) {
        parts.add(new Part(this, runStart, s));
      }
      runStart = s + 1;
      if (s < leaves.length) {
        left.add(range(s, s + 1));
      }
    }
    joining.forEach(state -> parts.add(new Part(state, 0, state.nSystems())));
    take(parts.isEmpty() ? range(0, 0) : join(parts));
    return left;
  }

  /**
   * One state of all systems of {@code states}, in order.
   *
   * @throws IllegalArgumentException where the list is empty, the states do not have the same
   *     extras, or their globals disagree
   */
  public static SimState concatenate(List<SimState> states) {
    require(!states.isEmpty(), "Cannot concatenate an empty list of states");
    return join(states.stream().map(state -> new Part(state, 0, state.nSystems())).toList());
  }

  /** The systems [from, to) of a state. */
  private record Part(SimState state, int from, int to) {
    int firstAtom() {
      return state.firstAtom[from];
    }

    int endAtom() {
      return state.firstAtom[to];
    }

    Column.Rows rows(String name) {
      Column column = state.columnOrEmpty(name);
      return column.scope() == Scope.ATOM
          ? new Column.Rows(column, firstAtom(), endAtom())
          : new Column.Rows(column, from, to);
    }
  }

  private static SimState join(List<Part> parts) {
    SimState first = parts.get(0).state;
    int systems = 0;
    int atoms = 0;
    SimState checked = first;
    for (Part part : parts) {
      if (part.state != checked) {
        first.checkCompatible(part.state);
        checked = part.state;
      }
      systems += part.to - part.from;
      atoms += part.endAtom() - part.firstAtom();
    }
    SimState all =
        new SimState(
            new int[systems + 1],
            new int[atoms],
            new double[atoms],
            new double[3 * atoms],
            new double[9 * systems],
            new boolean[3 * systems]);
    int s = 0;
    int a = 0;
    for (Part part : parts) {
      all.copyAttributes(part, s, a);
      s += part.to - part.from;
      a += part.endAtom() - part.firstAtom();
    }
    all.globals.putAll(first.globals);
    List<Column.Rows> rows = new ArrayList<>(parts.size());
    for (String name : unionOfColumns(parts)) {
      rows.clear();
      for (Part part : parts) {
        rows.add(part.rows(name));
      }
      all.extras.put(name, rows.get(0).column().join(rows));
    }
    return all;
  }

  /** Copies what is not an extra to where system s and atom a are. */
  private void copyAttributes(Part part, int s, int a) {
    SimState from = part.state;
    int ns = part.to - part.from;
    int a0 = part.firstAtom();
    int na = part.endAtom() - a0;
    for (int i = 1; i <= ns; i++) {
      firstAtom[s + i] = a + from.firstAtom[part.from + i] - a0;
    }
    System.arraycopy(from.atomicNumbers, a0, atomicNumbers, a, na);
    System.arraycopy(from.masses, a0, masses, a, na);
    System.arraycopy(from.positions, 3 * a0, positions, 3 * a, 3 * na);
    System.arraycopy(from.cell, 9 * part.from, cell, 9 * s, 9 * ns);
    System.arraycopy(from.pbc, 3 * part.from, pbc, 3 * s, 3 * ns);
  }

  /** Only companions may be missing in some, see {@link #checkCompatible}. */
  private static Set<String> unionOfColumns(List<Part> parts) {
    Set<String> names = new LinkedHashSet<>();
    SimState last = null;
    for (Part part : parts) {
      if (part.state != last) {
        names.addAll(part.state.extras.keySet());
        last = part.state;
      }
    }
    return names;
  }

  /** A column, or empty companions: {@link #checkCompatible} let nothing else be missing. */
  private Column columnOrEmpty(String name) {
    Column column = extras.get(name);
    return column != null ? column : new Column.Companions(new Object[nSystems()]);
  }

  private void checkCompatible(SimState other) {
    checkColumnsIn(other);
    other.checkColumnsIn(this);
    if (!globals.equals(other.globals)) {
      throw new IllegalArgumentException(
          "states with different globals cannot be concatenated: "
              + globals
              + " and "
              + other.globals);
    }
  }

  private void checkColumnsIn(SimState other) {
    for (Map.Entry<String, Column> entry : extras.entrySet()) {
      Column theirs = other.extras.get(entry.getKey());
      boolean fits =
          theirs == null
              ? entry.getValue() instanceof Column.Companions
              : entry.getValue().matches(theirs);
      if (!fits) {
        throw new IllegalArgumentException(
            "All states must be of the same type: column '"
                + entry.getKey()
                + "' is "
                + entry.getValue()
                + " in one and "
                + (theirs == null ? "missing" : theirs)
                + " in another");
      }
    }
  }

  private SimState range(int from, int to) {
    int a0 = firstAtom[from];
    int a1 = firstAtom[to];
    int[] first = new int[to - from + 1];
    for (int i = 0; i < first.length; i++) {
      first[i] = firstAtom[from + i] - a0;
    }
    SimState part =
        new SimState(
            first,
            Arrays.copyOfRange(atomicNumbers, a0, a1),
            Arrays.copyOfRange(masses, a0, a1),
            Arrays.copyOfRange(positions, 3 * a0, 3 * a1),
            Arrays.copyOfRange(cell, 9 * from, 9 * to),
            Arrays.copyOfRange(pbc, 3 * from, 3 * to));
    part.globals.putAll(globals);
    for (Map.Entry<String, Column> entry : extras.entrySet()) {
      Column column = entry.getValue();
      part.extras.put(
          entry.getKey(),
          column.scope() == Scope.ATOM ? column.slice(a0, a1) : column.slice(from, to));
    }
    return part;
  }

  private void take(SimState other) {
    firstAtom = other.firstAtom;
    atomicNumbers = other.atomicNumbers;
    masses = other.masses;
    positions = other.positions;
    cell = other.cell;
    pbc = other.pbc;
    extras.clear();
    extras.putAll(other.extras);
    globals.clear();
    globals.putAll(other.globals);
  }

  private int normalise(int system) {
    int s = system < 0 ? system + nSystems() : system;
    return Objects.checkIndex(s, nSystems());
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  @Override
  public String toString() {
    return "SimState[" + nSystems() + " systems, " + nAtoms() + " atoms, " + extras.keySet() + "]";
  }
}

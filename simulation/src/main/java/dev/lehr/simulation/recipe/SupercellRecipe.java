package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Deformation;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a supercell, which goes on under the structure's name. Nothing is evaluated. Its lattice
 * vectors are three sums of the cell's by whole numbers; atoms come copy by copy, each with its own
 * columns. What a file says of the whole structure stays as it is, also a charge. Finds {@code
 * supercell}: three rows.
 *
 * @param rows nine whole numbers with a determinant above 0, which is the number of copies
 */
public record SupercellRecipe(List<Integer> rows) implements Recipe {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException where they are not nine, or the determinant is not above 0
   */
  public SupercellRecipe {
    rows = List.copyOf(rows);
    if (rows.size() != 9 || copies(rows) < 1) {
      throw new IllegalArgumentException(
          "found " + rows + ", expected nine numbers with a determinant above 0");
    }
  }

  /** Copies along the three lattice vectors. */
  public static SupercellRecipe of(int a, int b, int c) {
    return new SupercellRecipe(List.of(a, 0, 0, 0, b, 0, 0, 0, c));
  }

  /** The determinant of nine whole numbers. */
  public static long copies(List<Integer> m) {
    long sum = 0;
    for (int k = 0; k < 3; k++) {
      sum += m.get(k) * cofactor(m, 0, k);
    }
    return sum;
  }

  private static long cofactor(List<Integer> m, int row, int column) {
    int r = (row + 1) % 3;
    int s = (row + 2) % 3;
    int u = (column + 1) % 3;
    int v = (column + 2) % 3;
    return (long) m.get(3 * r + u) * m.get(3 * s + v) - (long) m.get(3 * r + v) * m.get(3 * s + u);
  }

  @Override
  public Step next(Subject subject, List<List<Outcome>> rounds) {
    Structure parent = subject.structure();
    if (!(Deformation.volume(parent) > 0)) {
      return new Step.Refused(
          "no_cell", parent.id() + " has no cell with a volume, expected one that can be repeated");
    }
    boolean[] pbc = parent.pbc();
    for (int k = 0; k < 3; k++) {
      if (!pbc[k] && !leaves(k)) {
        return new Step.Refused(
            "not_periodic",
            parent.id()
                + " is not periodic along lattice vector "
                + (k + 1)
                + ", expected a supercell that leaves it alone");
      }
    }
    List<List<Integer>> told = List.of(rows.subList(0, 3), rows.subList(3, 6), rows.subList(6, 9));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("supercell", told);
    return Step.Done.changed(repeated(parent), values);
  }

  private boolean leaves(int axis) {
    for (int k = 0; k < 3; k++) {
      int diagonal = k == axis ? 1 : 0;
      if (rows.get(3 * axis + k) != diagonal || rows.get(3 * k + axis) != diagonal) {
        return false;
      }
    }
    return true;
  }

  private Structure repeated(Structure parent) {
    double[] cell = parent.cell().orElseThrow();
    double[] own = parent.positions();
    List<int[]> shifts = shifts();
    int n = parent.nAtoms();
    int[] from = new int[n * shifts.size()];
    double[] positions = new double[3 * from.length];
    for (int copy = 0; copy < shifts.size(); copy++) {
      int[] s = shifts.get(copy);
      for (int k = 0; k < own.length; k++) {
        int x = k % 3;
        positions[copy * own.length + k] =
            own[k] + s[0] * cell[x] + s[1] * cell[3 + x] + s[2] * cell[6 + x];
      }
      for (int i = 0; i < n; i++) {
        from[copy * n + i] = i;
      }
    }
    int[] numbers = Arrays.stream(from).map(parent::atomicNumber).toArray();
    Map<String, AtomColumn> columns = new LinkedHashMap<>();
    parent.arrays().forEach((name, column) -> columns.put(name, column.taken(from)));
    double[] whole = rows.stream().mapToDouble(Integer::doubleValue).toArray();
    Structure.Builder builder =
        Derived.start(parent, numbers, positions, columns).cell(Derived.times(whole, cell));
    parent
        .masses()
        .ifPresent(m -> builder.masses(Arrays.stream(from).mapToDouble(i -> m[i]).toArray()));
    return builder.build();
  }

  /** Lattice vectors of the cell that lie in the supercell, zero first. */
  private List<int[]> shifts() {
    int[] least = new int[3];
    int[] most = new int[3];
    for (int k = 0; k < 9; k++) {
      least[k % 3] += Math.min(0, rows.get(k));
      most[k % 3] += Math.max(0, rows.get(k));
    }
    List<int[]> inside = new ArrayList<>();
    for (int i = least[0]; i <= most[0]; i++) {
      for (int j = least[1]; j <= most[1]; j++) {
        for (int k = least[2]; k <= most[2]; k++) {
          if (isInside(i, j, k)) {
            inside.add(new int[] {i, j, k});
          }
        }
      }
    }
    inside.sort(
        (a, b) -> Boolean.compare(!Arrays.equals(a, new int[3]), !Arrays.equals(b, new int[3])));
    return inside;
  }

  /** Whether its coordinates in the supercell are from 0 to below 1: in whole numbers, exactly. */
  private boolean isInside(int i, int j, int k) {
    long all = copies(rows);
    for (int c = 0; c < 3; c++) {
      long times = i * cofactor(rows, c, 0) + j * cofactor(rows, c, 1) + k * cofactor(rows, c, 2);
      if (times < 0 || times >= all) {
        return false;
      }
    }
    return true;
  }
}

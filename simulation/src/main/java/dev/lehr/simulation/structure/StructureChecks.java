package dev.lehr.simulation.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds structures that no model can say anything about. Reasons: {@code no_atoms}, {@code
 * unknown_element}, {@code not_finite}, {@code bad_mass}, {@code missing_cell}, {@code
 * singular_cell}, {@code overlapping_atoms}, {@code unsupported_constraint}. Costs time in
 * proportion to the number of atoms.
 */
public final class StructureChecks {

  /** A periodic cell lower than this along a periodic axis is singular, angstrom. */
  private static final double LOWEST_CELL = 0.1;

  private StructureChecks() {}

  /** All problems; empty where there is none. At most one of each reason is named. */
  public static List<StructureProblem> check(Structure s) {
    List<StructureProblem> problems = new ArrayList<>();
    if (s.nAtoms() == 0) {
      return List.of(
          new StructureProblem("no_atoms", "atom count", -1, "0 atoms", "at least one atom"));
    }
    unknownElement(s).ifPresent(problems::add);
    badMass(s).ifPresent(problems::add);
    unsupportedConstraint(s).ifPresent(problems::add);
    Optional<StructureProblem> notFinite = notFinite(s);
    notFinite.ifPresent(problems::add);
    if (notFinite.isEmpty()) {
      Optional<StructureProblem> badCell = badCell(s);
      badCell.ifPresent(problems::add);
      if (problems.isEmpty()) {
        new Overlaps(s).first().ifPresent(problems::add);
      }
    }
    return problems;
  }

  private static Optional<StructureProblem> unknownElement(Structure s) {
    int[] numbers = s.rawNumbers();
    for (int i = 0; i < numbers.length; i++) {
      if (!Elements.isKnown(numbers[i])) {
        return Optional.of(
            new StructureProblem(
                "unknown_element",
                "species",
                i,
                "atomic number " + numbers[i],
                "an element, atomic number 1 to " + Elements.MAX));
      }
    }
    return Optional.empty();
  }

  private static Optional<StructureProblem> badMass(Structure s) {
    double[] masses = s.masses().orElseGet(() -> new double[0]);
    for (int i = 0; i < masses.length; i++) {
      if (!(masses[i] > 0 && masses[i] < Double.POSITIVE_INFINITY)) {
        return Optional.of(
            new StructureProblem(
                "bad_mass", "masses", i, masses[i] + " amu", "a positive, finite mass"));
      }
    }
    return Optional.empty();
  }

  /** A constraint that would be dropped if the structure were taken; empty where there is none. */
  static Optional<StructureProblem> unsupportedConstraint(Structure s) {
    AtomColumn mask = s.arrays().get(Structure.MOVE_MASK);
    if (mask != null
        && !(mask instanceof AtomColumn.Logicals && (mask.width() == 1 || mask.width() == 3))) {
      return Optional.of(
          new StructureProblem(
              "unsupported_constraint",
              Structure.MOVE_MASK,
              -1,
              "a column " + mask.kind() + ":" + mask.width(),
              "L:1 or L:3, T where an atom or its Cartesian component moves"));
    }
    Object com = s.info().get(Structure.FIX_COM);
    if (com != null && !(com instanceof Boolean)) {
      return Optional.of(
          new StructureProblem(
              "unsupported_constraint",
              Structure.FIX_COM,
              -1,
              "'" + com + "'",
              "T where the centre of mass is held, or F"));
    }
    return Optional.empty();
  }

  private static Optional<StructureProblem> notFinite(Structure s) {
    double[] positions = s.rawPositions();
    for (int i = 0; i < positions.length; i++) {
      if (!Double.isFinite(positions[i])) {
        return Optional.of(
            new StructureProblem(
                "not_finite",
                "pos",
                i / 3,
                positions[i] + " for " + "xyz".charAt(i % 3),
                "a finite number"));
      }
    }
    for (double x : s.cell().orElseGet(() -> new double[0])) {
      if (!Double.isFinite(x)) {
        return Optional.of(
            new StructureProblem(
                "not_finite", "Lattice", -1, Double.toString(x), "finite numbers"));
      }
    }
    return Optional.empty();
  }

  private static Optional<StructureProblem> badCell(Structure s) {
    boolean[] pbc = s.pbc();
    if (!(pbc[0] || pbc[1] || pbc[2])) {
      return Optional.empty();
    }
    if (s.cell().isEmpty()) {
      return Optional.of(
          new StructureProblem(
              "missing_cell",
              "Lattice",
              -1,
              "pbc that is true, and no cell",
              "a Lattice of 9 numbers, or pbc=\"F F F\""));
    }
    double[] full = PeriodicCell.completed(s.cell().orElseThrow(), pbc);
    for (int axis = 0; axis < 3; axis++) {
      double height = PeriodicCell.height(full, axis);
      if (pbc[axis] && !(height >= LOWEST_CELL)) {
        return Optional.of(
            new StructureProblem(
                "singular_cell",
                "Lattice",
                -1,
                "a cell " + height + " angstrom high along its axis " + "abc".charAt(axis),
                "linearly independent lattice vectors along periodic axes"));
      }
    }
    return Optional.empty();
  }
}

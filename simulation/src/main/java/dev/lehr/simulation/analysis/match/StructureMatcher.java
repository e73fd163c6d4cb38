package dev.lehr.simulation.analysis.match;

import dev.lehr.simulation.analysis.Deformation;
import dev.lehr.simulation.analysis.hull.Composition;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.hipparchus.util.FastMath;

/**
 * Tells whether two crystals are the same within tolerances: both in their primitive cells, at the
 * same volume an atom, turned, mirrored and moved onto each other. The tolerances are those of
 * pymatgen's {@code StructureMatcher}, for which near their limits the order of the two matters;
 * here they match where they do in either order.
 *
 * @param lengths largest relative difference of the length of a lattice vector
 * @param sites largest distance of two atoms that belong together, in units of the cube root of the
 *     volume an atom
 * @param angles largest difference of an angle of the lattice, degrees
 */
public record StructureMatcher(double lengths, double sites, double angles) {

  /** How far from a translation's place an atom may lie in a search for the primitive cell. */
  private static final double PRIMITIVE = 0.25;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException where a tolerance is out of its range
   */
  public StructureMatcher {
    if (!(lengths > 0 && lengths < 1) || !(sites > 0) || !(angles > 0 && angles < 90)) {
      throw new IllegalArgumentException(
          "found tolerances of lengths "
              + lengths
              + ", sites "
              + sites
              + ", angles "
              + angles
              + ", expected them above 0, lengths below 1, angles below 90");
    }
  }

  /** 20 % of lengths, 0.3 of the distance of atoms, 5 degrees: pymatgen's defaults. */
  public static StructureMatcher defaults() {
    return new StructureMatcher(0.2, 0.3, 5);
  }

  /** Whether they are the same. Structures that are not crystals are not the same as any. */
  public boolean matches(Structure a, Structure b) {
    return distance(a, b).isPresent();
  }

  /**
   * How far two crystals that match are apart: the largest distance of two atoms that belong
   * together, in units of the cube root of the volume an atom; empty where they do not match. It is
   * that of the first way found to lay one on the other, not of the best.
   */
  public OptionalDouble distance(Structure a, Structure b) {
    boolean comparable =
        Deformation.isCrystal(a)
            && Deformation.isCrystal(b)
            && Composition.of(a).reduced().equals(Composition.of(b).reduced());
    return comparable ? distance(prepared(a), prepared(b)) : OptionalDouble.empty();
  }

  private static Crystal prepared(Structure structure) {
    Crystal crystal = Crystal.of(structure).primitive(PRIMITIVE);
    double volume = Rows.volume(crystal.rows()) / crystal.atoms();
    return crystal.scaled(1 / FastMath.cbrt(volume));
  }

  private OptionalDouble distance(Crystal a, Crystal b) {
    if (a.atoms() != b.atoms()) {
      return OptionalDouble.empty();
    }
    OptionalDouble found = onto(a, b);
    return found.isPresent() ? found : onto(b, a);
  }

  private OptionalDouble onto(Crystal a, Crystal b) {
    for (double[] basis : LatticeMappings.of(b.rows(), a.rows(), lengths, angles)) {
      OptionalDouble found = new Overlay(a, b.by(basis)).within(sites);
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * Sorts structures into groups of the same crystal, each with the first of it in front. A
   * structure is compared with the first of each group only, so that what the groups are depends on
   * the order. Those that are not crystals stand alone.
   *
   * @return indices of the structures
   */
  public List<List<Integer>> groups(List<Structure> structures) {
    List<List<Integer>> groups = new ArrayList<>();
    Map<Composition, List<List<Integer>>> byComposition = new HashMap<>();
    List<Crystal> prepared = new ArrayList<>();
    for (int i = 0; i < structures.size(); i++) {
      Structure s = structures.get(i);
      if (!Deformation.isCrystal(s)) {
        prepared.add(new Crystal(new double[9], new int[0], List.of()));
        groups.add(List.of(i));
        continue;
      }
      Crystal crystal = prepared(s);
      prepared.add(crystal);
      List<List<Integer>> rivals =
          byComposition.computeIfAbsent(Composition.of(s).reduced(), c -> new ArrayList<>());
      List<Integer> mine =
          rivals.stream()
              .filter(g -> distance(prepared.get(g.get(0)), crystal).isPresent())
              .findFirst()
              .orElseGet(
                  () -> {
                    List<Integer> fresh = new ArrayList<>();
                    rivals.add(fresh);
                    groups.add(fresh);
                    return fresh;
                  });
      mine.add(i);
    }
    return groups.stream().map(List::copyOf).toList();
  }
}

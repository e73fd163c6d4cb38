package dev.lehr.simulation.analysis.bands;

import dev.lehr.simulation.analysis.match.PrimitiveCell;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A way through the Brillouin zone, in straight segments.
 *
 * @param segments in order; where one does not begin at the end of the one before, the way is
 *     interrupted
 * @param lattice the Bravais lattice that it is of; empty where that was not recognised, or did not
 *     matter
 * @param warnings sentences that belong beside it
 */
public record BandPath(
    List<Segment> segments, Optional<LatticeType> lattice, List<String> warnings) {

  private static final double[][] FACES = {{0.5, 0, 0}, {0, 0.5, 0}, {0, 0, 0.5}};
  private static final double OUT_OF_PLACE = 0.02;

  /**
   * A straight piece.
   *
   * @param from three numbers, in reciprocal lattice vectors of the cell
   * @param to the other end
   * @param fromLabel name of its beginning, for example {@code Γ}
   * @param toLabel name of its end
   */
  public record Segment(double[] from, double[] to, String fromLabel, String toLabel) {}

  /** Copies the lists. */
  public BandPath {
    segments = List.copyOf(segments);
    warnings = List.copyOf(warnings);
  }

  /** A way that somebody chose. */
  public static BandPath of(List<Segment> segments) {
    return new BandPath(segments, Optional.empty(), List.of());
  }

  /**
   * The usual way of the crystal's Bravais lattice (Setyawan and Curtarolo, 2010), whichever
   * primitive cell it is in. Where the lattice is not one of {@link LatticeType}, from the centre
   * of the zone to half of each reciprocal lattice vector, with a warning. A cell that is not
   * primitive has the way of its own lattice, with a warning.
   *
   * @param crystal a structure that is periodic in three directions
   */
  public static BandPath of(Structure crystal) {
    List<String> warnings = new ArrayList<>();
    int least = PrimitiveCell.atoms(crystal, OUT_OF_PLACE);
    if (least < crystal.nAtoms()) {
      warnings.add(
          "the cell has "
              + crystal.nAtoms()
              + " atoms, a primitive one has "
              + least
              + ": the band path is that of the larger cell's lattice, and bands are folded");
    }
    Optional<StandardCell> standard = StandardCell.of(crystal.cell().orElseThrow());
    if (standard.isEmpty()) {
      warnings.add(
          "the Bravais lattice is none of those with a band path here (cubic, hexagonal, tetragonal,"
              + " rhombohedral, simple orthorhombic): the path goes from the zone's centre to half of"
              + " each reciprocal lattice vector; give a path of your own");
      return new BandPath(toFaces(), Optional.empty(), warnings);
    }
    return new BandPath(segments(standard.get()), Optional.of(standard.get().type()), warnings);
  }

  private static List<Segment> toFaces() {
    List<Segment> segments = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      segments.add(new Segment(new double[3], FACES[k].clone(), "Γ", "b" + (k + 1) + "/2"));
    }
    return segments;
  }

  private static List<Segment> segments(StandardCell standard) {
    SpecialPoints special = standard.points();
    List<Segment> segments = new ArrayList<>();
    for (List<String> run : special.path()) {
      for (int k = 1; k < run.size(); k++) {
        String from = run.get(k - 1);
        String to = run.get(k);
        segments.add(
            new Segment(place(standard, special, from), place(standard, special, to), from, to));
      }
    }
    return segments;
  }

  private static double[] place(StandardCell standard, SpecialPoints special, String label) {
    double[] q = special.points().get(label);
    if (q == null) {
      throw new IllegalStateException("no special point " + label);
    }
    return standard.inCell(q);
  }
}

package dev.lehr.simulation.prototypes;

import dev.lehr.simulation.neighbors.NeighborSearchException;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which prototype a crystal of one element is, whatever it started as and whichever cell describes
 * it: A1, A2, A3, A4, A15 or simple cubic.
 *
 * <p>Common neighbour analysis decides. Each prototype has its own bond length limit, halfway in a
 * gap between two of its shells, in units of the cube root of the volume per atom; a crystal is the
 * prototype if the neighbourhoods of at least nine in ten of its atoms are, bond by bond, those of
 * the ideal prototype. At a metal's bond lengths displacements of 0.05 angstrom and strains of 2 %
 * do not matter, nor does c/a of A3 between 1.45 and 1.95. Tetragonal crystals between A1 and A2
 * count as the one whose bonds they have. Mixed stackings (dhcp, faults) are none of these.
 */
public final class Recognition {

  private static final double SHARE = 0.9;

  private static final List<Kind> KINDS =
      List.of(
          // Half the sum of the distances of two shells, over the cube root of the volume per atom.
          Kind.of(Prototype.A1, (Math.sqrt(.5) + 1) / 2 / StrictMath.cbrt(.25)),
          Kind.of(Prototype.A3, (Math.sqrt(.5) + 1) / 2 / StrictMath.cbrt(.25)),
          Kind.of(Prototype.A2, (1 + Math.sqrt(2)) / 2 / StrictMath.cbrt(.5)),
          Kind.of(Prototype.A15, (Math.sqrt(.375) + Math.sqrt(.75)) / 2 / .5),
          Kind.of(Prototype.SC, (Math.sqrt(2) + Math.sqrt(3)) / 2),
          Kind.of(Prototype.A4, (Math.sqrt(.5) + Math.sqrt(11.0 / 16)) / 2 / .5));

  private Recognition() {}

  private record Kind(Prototype prototype, double reach, List<int[]> neighborhoods) {

    static Kind of(Prototype prototype, double reach) {
      Prototype.Crystal ideal = prototype.crystal(CellChoice.PRIMITIVE);
      List<int[]> distinct = new ArrayList<>();
      for (int[] each : CommonNeighbors.of(ideal.positions(), ideal.cell(), reach)) {
        if (distinct.stream().noneMatch(d -> Arrays.equals(d, each))) {
          distinct.add(each);
        }
      }
      return new Kind(prototype, reach, distinct);
    }

    boolean fits(double[] positions, double[] cell) {
      int alike = 0;
      int[][] all = CommonNeighbors.of(positions, cell, reach);
      for (int[] each : all) {
        alike += neighborhoods.stream().anyMatch(n -> Arrays.equals(n, each)) ? 1 : 0;
      }
      return alike >= SHARE * all.length;
    }
  }

  /**
   * The prototype of a system; the elements of its atoms are not looked at.
   *
   * @param system a state of one system
   * @return nothing for another or no crystal, and for systems that are not periodic in three
   *     directions
   */
  public static Optional<Prototype> of(SimState system) {
    boolean[] pbc = system.pbc();
    if (!(pbc[0] && pbc[1] && pbc[2] && Math.abs(system.volume(0)) > 0)) {
      return Optional.empty();
    }
    try {
      return KINDS.stream()
          .filter(kind -> kind.fits(system.positions(), system.cell()))
          .map(Kind::prototype)
          .findFirst();
    } catch (NeighborSearchException e) {
      return Optional.empty();
    }
  }
}

package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.bands.BandPath;
import dev.lehr.simulation.analysis.phonons.Mesh;
import dev.lehr.simulation.analysis.phonons.SupercellSize;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What phonons are computed for.
 *
 * @param relaxing how the crystal is relaxed before; atoms to half of {@code fmax}, which is the
 *     most force that is accepted
 * @param supercell copies of the cell along its lattice vectors; empty: long enough for the model's
 *     range, as far as {@code maxAtoms} allow
 * @param maxAtoms the most atoms of a supercell that is chosen here
 * @param displacement angstrom
 * @param mesh wave vectors along the reciprocal lattice vectors; empty: even numbers, at least 40
 *     angstrom times the vector's length
 * @param temperatures K, at least 0
 * @param dosPoints frequencies at which the density of states is told
 * @param dosWidth standard deviation of its Gaussians, THz; empty: a hundredth of the spectrum
 * @param path for bands; empty: that of the Bravais lattice
 * @param bandPoints points of each segment of the path, with both ends
 */
public record PhononSettings(
    Relaxing relaxing,
    Optional<List<Integer>> supercell,
    int maxAtoms,
    double displacement,
    Optional<List<Integer>> mesh,
    List<Double> temperatures,
    int dosPoints,
    OptionalDouble dosWidth,
    Optional<List<BandPath.Segment>> path,
    int bandPoints) {

  private static final double MESH_LENGTH = 40;

  /** Copies the lists. */
  public PhononSettings {
    temperatures = List.copyOf(temperatures);
    supercell = supercell.map(List::copyOf);
    mesh = mesh.map(List::copyOf);
    path = path.map(List::copyOf);
  }

  /**
   * Cell and atoms relaxed to 1e-4 eV/angstrom, supercells of at most 500 atoms, displacements of
   * 0.01 angstrom, temperatures from 0 to 1000 K in steps of 100.
   */
  public static PhononSettings defaults() {
    return new PhononSettings(
        Relaxing.tightly(Relaxing.Freedom.CELL),
        Optional.empty(),
        500,
        0.01,
        Optional.empty(),
        IntStream.rangeClosed(0, 10).mapToObj(k -> 100.0 * k).toList(),
        301,
        OptionalDouble.empty(),
        Optional.empty(),
        31);
  }

  /** With another relaxation before. */
  public PhononSettings relaxed(Relaxing how) {
    return new PhononSettings(
        how,
        supercell,
        maxAtoms,
        displacement,
        mesh,
        temperatures,
        dosPoints,
        dosWidth,
        path,
        bandPoints);
  }

  /** With a supercell of so many copies. */
  public PhononSettings repeated(int a, int b, int c) {
    return new PhononSettings(
        relaxing,
        Optional.of(List.of(a, b, c)),
        maxAtoms,
        displacement,
        mesh,
        temperatures,
        dosPoints,
        dosWidth,
        path,
        bandPoints);
  }

  /** The copies of a crystal's cell. */
  int[] copies(Structure crystal, double range) {
    return supercell
        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
        .orElseGet(() -> SupercellSize.of(crystal, range, maxAtoms));
  }

  /** The mesh of a crystal; gamma is one of its points. */
  Mesh mesh(Structure crystal) {
    if (mesh.isPresent()) {
      return new Mesh(mesh.get().get(0), mesh.get().get(1), mesh.get().get(2), true);
    }
    double[] inverse = Matrix3.inverse(crystal.cell().orElseThrow());
    int[] n = new int[3];
    for (int k = 0; k < 3; k++) {
      double x = inverse[k];
      double y = inverse[3 + k];
      double z = inverse[6 + k];
      // Even, so that points on the zone's faces are among them, where crystals give way first.
      n[k] = 2 * (int) Math.ceil(MESH_LENGTH * Math.sqrt(x * x + y * y + z * z) / 2 - 1e-9);
    }
    return new Mesh(n[0], n[1], n[2], true);
  }
}

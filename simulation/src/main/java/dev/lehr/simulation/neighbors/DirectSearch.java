package dev.lehr.simulation.neighbors;

/**
 * Compares every atom with every other and those of its images that are near enough along each axis
 * for being neighbours: for systems of few atoms, where bins would be larger than the cell. Pairs
 * come in the order of the list by themselves.
 */
final class DirectSearch {

  private final double[] positions;
  private final double[] cell;
  private final FoldedAtoms atoms;
  private final ImageCodes codes;
  private final double farthest;

  /** Reach along each axis: in cells, or angstrom where it is open. */
  private final double[] reach;

  DirectSearch(
      double[] positions,
      double[] cell,
      FoldedAtoms atoms,
      ImageCodes codes,
      double farthest,
      double[] reach) {
    this.positions = positions;
    this.cell = cell;
    this.atoms = atoms;
    this.codes = codes;
    this.farthest = farthest;
    this.reach = reach;
  }

  /** The rows of the atoms [from, to), one of so many parts. */
  PairRows rows(int from, int to, int parts, int expected) {
    PairRows rows = new PairRows(atoms.n(), parts, to - from, expected);
    int size = 0;
    for (int i = from; i < to; i++) {
      for (int j = i; j < atoms.n(); j++) {
        size = pairs(i, j, rows, size);
      }
      rows.endRow(i, size);
    }
    return rows;
  }

  private int first(int k, double difference) {
    return atoms.periodic(k) ? (int) Math.ceil(-reach[k] - difference) : 0;
  }

  private int last(int k, double difference) {
    if (atoms.periodic(k)) {
      return (int) Math.floor(reach[k] - difference);
    }
    return Math.abs(difference) <= reach[k] ? 0 : -1;
  }

  private int pairs(int i, int j, PairRows rows, int size) {
    double[] along = atoms.along();
    double fx = along[3 * j] - along[3 * i];
    double fy = along[3 * j + 1] - along[3 * i + 1];
    double fz = along[3 * j + 2] - along[3 * i + 2];
    int x0 = i == j ? 0 : first(0, fx);
    int x1 = last(0, fx);
    int y0 = first(1, fy);
    int y1 = last(1, fy);
    int z0 = first(2, fz);
    int z1 = last(2, fz);
    if (x1 < x0 || y1 < y0 || z1 < z0) {
      return size;
    }
    int foldX = atoms.fold(i, 0) - atoms.fold(j, 0);
    int foldY = atoms.fold(i, 1) - atoms.fold(j, 1);
    int foldZ = atoms.fold(i, 2) - atoms.fold(j, 2);
    int at = size;
    for (int x = x0; x <= x1; x++) {
      int fromY = i == j && x == 0 ? 0 : y0;
      for (int y = fromY; y <= y1; y++) {
        // Of an atom's own images each pair once: those lexicographically above it.
        int fromZ = i == j && x == 0 && y == 0 ? 1 : z0;
        rows.makeRoom(at, z1 - fromZ + 1);
        at = line(i, j, x + foldX, y + foldY, fromZ, z1, foldZ, codes.of(x, y, 0), rows, at);
      }
    }
    return at;
  }

  /** The images along the third axis; the distance is what a model will compute. */
  private int line(
      int i, int j, int sx, int sy, int from, int to, int foldZ, int code, PairRows rows, int at) {
    double dx = positions[3 * j] - positions[3 * i];
    double dy = positions[3 * j + 1] - positions[3 * i + 1];
    double dz = positions[3 * j + 2] - positions[3 * i + 2];
    double vx = sx * cell[0] + sy * cell[3];
    double vy = sx * cell[1] + sy * cell[4];
    double vz = sx * cell[2] + sy * cell[5];
    int[] other = rows.other;
    int[] images = rows.code;
    for (int z = from; z <= to; z++) {
      int sz = z + foldZ;
      double ex = dx + (vx + sz * cell[6]);
      double ey = dy + (vy + sz * cell[7]);
      double ez = dz + (vz + sz * cell[8]);
      other[at] = j;
      images[at] = code + z;
      // Not "if": about half of the images are near enough, which cannot be predicted.
      at += ex * ex + ey * ey + ez * ez <= farthest ? 1 : 0;
    }
    return at;
  }
}

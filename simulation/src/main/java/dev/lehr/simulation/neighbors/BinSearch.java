package dev.lehr.simulation.neighbors;

import java.util.Arrays;

/**
 * Sorts folded atoms into bins and compares the atoms of each bin with those of the bins within the
 * cutoff, of periodic images too: time linear in the number of atoms.
 *
 * <p>What lies around a bin is gathered and put in the order of the list once for all atoms of the
 * bin, so that no row has to be sorted. Distances between folded atoms decide, but for pairs so
 * close to the cutoff that rounding might matter: there the distance decides that a model will
 * compute.
 */
final class BinSearch {

  private static final int ATOMS_A_PART = 1000;
  private static final int MOST_PARTS = 256;

  private final double[] positions;
  private final double[] cell;
  private final FoldedAtoms atoms;
  private final ImageCodes codes;
  private final int[] bins;
  private final int[] span;
  private final double farthest;
  private final double surely;
  private final double perhaps;

  /** Atoms in the order of their bins, and where each bin begins. */
  private final int[] order;

  private final int[] binStart;
  private final double[] foldedX;
  private final double[] foldedY;
  private final double[] foldedZ;

  /**
   * A search.
   *
   * @param bins number of bins along each axis
   * @param span how many bins away neighbours may be along each axis
   * @param farthest largest square of a distance that counts
   * @param cutoff angstrom
   * @param rounding more than the error of a distance between folded atoms, angstrom
   */
  BinSearch(
      double[] positions,
      double[] cell,
      FoldedAtoms atoms,
      ImageCodes codes,
      int[] bins,
      int[] span,
      double farthest,
      double cutoff,
      double rounding) {
    this.positions = positions;
    this.cell = cell;
    this.atoms = atoms;
    this.codes = codes;
    this.bins = bins;
    this.span = span;
    this.farthest = farthest;
    double inner = Math.max(0, cutoff - rounding);
    this.surely = inner * inner;
    this.perhaps = (cutoff + rounding) * (cutoff + rounding);
    int n = atoms.n();
    this.order = new int[n];
    this.foldedX = new double[n];
    this.foldedY = new double[n];
    this.foldedZ = new double[n];
    this.binStart = new int[bins[0] * bins[1] * bins[2] + 1];
    fillBins();
  }

  private void fillBins() {
    int n = atoms.n();
    int[] binOf = new int[n];
    double[] along = atoms.along();
    for (int k = 0; k < 3; k++) {
      double extent = atoms.periodic(k) ? 1 : atoms.width(k);
      double perUnit = extent > 0 ? bins[k] / extent : 0;
      double low = atoms.low(k);
      for (int i = 0; i < n; i++) {
        int b = (int) ((along[3 * i + k] - low) * perUnit);
        binOf[i] = binOf[i] * bins[k] + Math.max(0, Math.min(bins[k] - 1, b));
      }
    }
    for (int b : binOf) {
      binStart[b + 1]++;
    }
    for (int b = 1; b < binStart.length; b++) {
      binStart[b] += binStart[b - 1];
    }
    int[] next = binStart.clone();
    for (int i = 0; i < n; i++) {
      int at = next[binOf[i]]++;
      order[at] = i;
      foldedX[at] = atoms.folded(i, 0);
      foldedY[at] = atoms.folded(i, 1);
      foldedZ[at] = atoms.folded(i, 2);
    }
  }

  /** Into how many parts the work falls; it depends on the system alone. */
  int parts() {
    return Math.max(1, Math.min(Math.min(MOST_PARTS, atoms.n() / ATOMS_A_PART), bins()));
  }

  private int bins() {
    return binStart.length - 1;
  }

  /** The rows of the atoms in a part of the bins. */
  PairRows rows(int part, int expectedOfAnAtom) {
    int from = firstBin(part);
    int to = firstBin(part + 1);
    int count = binStart[to] - binStart[from];
    long expected = Math.min(1 << 26, (long) count * expectedOfAnAtom + 64);
    PairRows rows = new PairRows(atoms.n(), parts(), count, (int) expected);
    Surroundings around = new Surroundings();
    for (int b = from; b < to; b++) {
      if (binStart[b] < binStart[b + 1]) {
        compareBin(b, around, rows);
      }
    }
    return rows;
  }

  /** Parts are cut so that they have about as many atoms each. */
  private int firstBin(int part) {
    int target = (int) ((long) atoms.n() * part / parts());
    if (part == parts()) {
      return bins();
    }
    int at = Arrays.binarySearch(binStart, target);
    int bin = at < 0 ? -at - 1 : at;
    return Math.min(bin, bins());
  }

  private void compareBin(int bin, Surroundings around, PairRows rows) {
    around.gather(bin);
    int p = 0;
    for (int q = binStart[bin]; q < binStart[bin + 1]; q++) {
      int i = order[q];
      p = around.firstAbove(i, p);
      int start = rows.size();
      rows.makeRoom(start, around.size - p);
      rows.endRow(i, around.near(q, p, rows, start));
    }
  }

  private boolean nearForAModel(int i, int j, int ix, int iy, int iz) {
    int sx = ix + atoms.fold(i, 0) - atoms.fold(j, 0);
    int sy = iy + atoms.fold(i, 1) - atoms.fold(j, 1);
    int sz = iz + atoms.fold(i, 2) - atoms.fold(j, 2);
    double dx = positions[3 * j] - positions[3 * i] + (sx * cell[0] + sy * cell[3] + sz * cell[6]);
    double dy =
        positions[3 * j + 1] - positions[3 * i + 1] + (sx * cell[1] + sy * cell[4] + sz * cell[7]);
    double dz =
        positions[3 * j + 2] - positions[3 * i + 2] + (sx * cell[2] + sy * cell[5] + sz * cell[8]);
    return dx * dx + dy * dy + dz * dz <= farthest;
  }

  /**
   * The atoms and images that the atoms of a bin may be neighbours of, in the order of the list.
   */
  private final class Surroundings {
    private int size;
    private int gathered;

    // As gathered, bin after bin; for one atom its images come in the order of their codes.
    private int[] place = new int[256];
    private int[] image = new int[256];
    private double[] gx = new double[256];
    private double[] gy = new double[256];
    private double[] gz = new double[256];
    private long[] keys = new long[256];

    // In the order of the list.
    private int[] atom = new int[256];
    private int[] code = new int[256];
    private double[] x = new double[256];
    private double[] y = new double[256];
    private double[] z = new double[256];
    private double[] squares = new double[256];

    private double lowX;
    private double lowY;
    private double lowZ;
    private double highX;
    private double highY;
    private double highZ;

    void gather(int bin) {
      gathered = 0;
      bound(binStart[bin], binStart[bin + 1]);
      int bz = bin % bins[2];
      int by = bin / bins[2] % bins[1];
      int bx = bin / bins[2] / bins[1];
      for (int tx = bx - span[0]; tx <= bx + span[0]; tx++) {
        int ix = Math.floorDiv(tx, bins[0]);
        if (ix != 0 && !atoms.periodic(0)) {
          continue;
        }
        for (int ty = by - span[1]; ty <= by + span[1]; ty++) {
          int iy = Math.floorDiv(ty, bins[1]);
          if (iy == 0 || atoms.periodic(1)) {
            int row = (tx - ix * bins[0]) * bins[1] + (ty - iy * bins[1]);
            gatherLine(row * bins[2], ix, iy, bz - span[2], bz + span[2]);
          }
        }
      }
      sort();
    }

    /** Bins along the third axis lie one behind another, but for where an image begins. */
    private void gatherLine(int row, int ix, int iy, int from, int to) {
      int t = from;
      while (t <= to) {
        int iz = Math.floorDiv(t, bins[2]);
        int end = Math.min(to, iz * bins[2] + bins[2] - 1);
        if (iz == 0 || atoms.periodic(2)) {
          int shift = row - iz * bins[2];
          gatherRun(binStart[shift + t], binStart[shift + end + 1], ix, iy, iz);
        }
        t = end + 1;
      }
    }

    private void bound(int from, int to) {
      lowX = lowY = lowZ = Double.POSITIVE_INFINITY;
      highX = highY = highZ = Double.NEGATIVE_INFINITY;
      for (int q = from; q < to; q++) {
        lowX = Math.min(lowX, foldedX[q]);
        lowY = Math.min(lowY, foldedY[q]);
        lowZ = Math.min(lowZ, foldedZ[q]);
        highX = Math.max(highX, foldedX[q]);
        highY = Math.max(highY, foldedY[q]);
        highZ = Math.max(highZ, foldedZ[q]);
      }
    }

    /** Takes what is near enough to the box around the bin's atoms. */
    private void gatherRun(int from, int to, int ix, int iy, int iz) {
      if (gathered + to - from > place.length) {
        grow(gathered + to - from);
      }
      double[] b = atoms.lattice().basis();
      double vx = ix * b[0] + iy * b[3] + iz * b[6];
      double vy = ix * b[1] + iy * b[4] + iz * b[7];
      double vz = ix * b[2] + iy * b[5] + iz * b[8];
      int imageCode = codes.of(ix, iy, iz);
      int at = gathered;
      for (int q = from; q < to; q++) {
        double px = foldedX[q] + vx;
        double py = foldedY[q] + vy;
        double pz = foldedZ[q] + vz;
        double dx = Math.max(0, Math.max(lowX - px, px - highX));
        double dy = Math.max(0, Math.max(lowY - py, py - highY));
        double dz = Math.max(0, Math.max(lowZ - pz, pz - highZ));
        place[at] = q;
        image[at] = imageCode;
        gx[at] = px;
        gy[at] = py;
        gz[at] = pz;
        keys[at] = (long) order[q] << 32 | at;
        at += dx * dx + dy * dy + dz * dz <= perhaps ? 1 : 0;
      }
      gathered = at;
    }

    private void grow(int needed) {
      int room = needed + needed / 2;
      place = Arrays.copyOf(place, room);
      image = Arrays.copyOf(image, room);
      gx = Arrays.copyOf(gx, room);
      gy = Arrays.copyOf(gy, room);
      gz = Arrays.copyOf(gz, room);
      keys = Arrays.copyOf(keys, room);
      atom = new int[room];
      code = new int[room];
      x = new double[room];
      y = new double[room];
      z = new double[room];
      squares = new double[room];
    }

    private void sort() {
      Arrays.sort(keys, 0, gathered);
      size = gathered;
      for (int k = 0; k < size; k++) {
        int slot = (int) keys[k];
        atom[k] = (int) (keys[k] >>> 32);
        code[k] = image[slot];
        x[k] = gx[slot];
        y[k] = gy[slot];
        z[k] = gz[slot];
      }
    }

    /** The first entry above atom i, or image of i above i itself, from p on. */
    int firstAbove(int i, int p) {
      int zero = codes.of(0, 0, 0);
      int at = p;
      while (at < size && (atom[at] < i || (atom[at] == i && code[at] <= zero))) {
        at++;
      }
      return at;
    }

    /** Writes the entries from p on that are near the atom at place q; returns where they end. */
    int near(int q, int p, PairRows rows, int start) {
      double cx = foldedX[q];
      double cy = foldedY[q];
      double cz = foldedZ[q];
      squareDistances(cx, cy, cz, p);
      int[] other = rows.other;
      int[] images = rows.code;
      int end = start;
      int sure = 0;
      for (int k = p; k < size; k++) {
        double r2 = squares[k];
        other[end] = atom[k];
        images[end] = code[k];
        sure += r2 <= surely ? 1 : 0;
        end += r2 <= perhaps ? 1 : 0;
      }
      return end - start == sure ? end : decide(q, p, rows, start);
    }

    private void squareDistances(double cx, double cy, double cz, int p) {
      double[] x = this.x;
      double[] y = this.y;
      double[] z = this.z;
      double[] squares = this.squares;
      for (int k = p; k < size; k++) {
        double dx = x[k] - cx;
        double dy = y[k] - cy;
        double dz = z[k] - cz;
        squares[k] = dx * dx + dy * dy + dz * dz;
      }
    }

    /** As {@link #near}, where some pair is so close to the cutoff that rounding may matter. */
    private int decide(int q, int p, PairRows rows, int start) {
      int i = order[q];
      int end = start;
      for (int k = p; k < size; k++) {
        if (squares[k] <= surely || (squares[k] <= perhaps && nearForAModel(i, k))) {
          rows.other[end] = atom[k];
          rows.code[end] = code[k];
          end++;
        }
      }
      return end;
    }

    private boolean nearForAModel(int i, int k) {
      int[] s = codes.image(code[k]);
      return BinSearch.this.nearForAModel(i, atom[k], s[0], s[1], s[2]);
    }
  }
}

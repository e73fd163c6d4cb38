package dev.lehr.simulation.neighbors;

import java.util.Arrays;

/**
 * Numbers for lattice shifts that keep their lexicographic order, and the list of those that occur.
 *
 * <p>A search works with atoms folded into the cell; the image I of a folded atom means the shift S
 * = I + fold_i - fold_j for the positions as given. The code of I is linear in it, so that codes
 * order the images of one atom as their shifts are ordered, and the fold is added to the code. A
 * table is as long as there are codes where that is short, which it is unless atoms lie many cells
 * apart; else the shifts that occur are hashed.
 */
final class ImageCodes {

  private static final long LONGEST_TABLE = 1 << 20;

  /** Images beyond which a cell counts as collapsed. */
  private static final double MOST_CODES = 1 << 30;

  private final FoldedAtoms atoms;
  private final int strideX;
  private final int strideY;
  private final int zero;
  private final int[] widest;
  private final boolean dense;
  private final boolean folded;
  private final byte[] seen;
  private final PackedShift.Set hashed = new PackedShift.Set();
  private int[] ids = new int[0];
  private long[] sorted = new long[0];

  /**
   * Codes for the images of a system.
   *
   * @param farthestImage the largest |I| along each axis
   */
  ImageCodes(FoldedAtoms atoms, int[] farthestImage) {
    this.atoms = atoms;
    this.folded = atoms.foldsDiffer();
    double all = 1;
    for (int k = 0; k < 3; k++) {
      all *= 2.0 * (farthestImage[k] + (double) atoms.foldRange(k)) + 1;
    }
    this.dense = all <= LONGEST_TABLE;
    this.widest = farthestImage.clone();
    double codes = 1;
    for (int k = 0; k < 3; k++) {
      widest[k] += dense ? atoms.foldRange(k) : 0;
      codes *= 2.0 * widest[k] + 1;
    }
    if (codes > MOST_CODES) {
      throw new NeighborSearchException(
          "neighbours are "
              + Arrays.toString(farthestImage)
              + " cells apart, more than can be counted; the cell may have collapsed");
    }
    this.strideY = 2 * widest[2] + 1;
    this.strideX = (2 * widest[1] + 1) * strideY;
    this.zero = widest[0] * strideX + widest[1] * strideY + widest[2];
    this.seen = new byte[dense ? (int) codes : 0];
  }

  /** Code of the image (x, y, z) of a folded atom. */
  int of(int x, int y, int z) {
    return x * strideX + y * strideY + z + zero;
  }

  /** The image (x, y, z) of a code. */
  int[] image(int code) {
    int x = code / strideX;
    int y = (code - x * strideX) / strideY;
    int z = code - x * strideX - y * strideY;
    return new int[] {x - widest[0], y - widest[1], z - widest[2]};
  }

  /** Notes the shifts of rows. May be called at the same time for different rows. */
  void note(PairRows rows) {
    if (!dense) {
      noteHashed(rows);
      return;
    }
    if (!folded) {
      for (int p = 0; p < rows.size(); p++) {
        seen[rows.code[p]] = 1;
      }
      return;
    }
    for (int row = 0; row < rows.rows(); row++) {
      int mine = foldCode(rows.atom(row));
      for (int p = rows.start(row); p < rows.end(row); p++) {
        seen[rows.code[p] + mine - foldCode(rows.other[p])] = 1;
      }
    }
  }

  private synchronized void noteHashed(PairRows rows) {
    long last = -1;
    for (int row = 0; row < rows.rows(); row++) {
      for (int p = rows.start(row); p < rows.end(row); p++) {
        long shift = packed(rows.atom(row), rows.other[p], rows.code[p]);
        if (shift != last) {
          last = shift;
          hashed.add(shift);
          hashed.add(PackedShift.negate(shift));
        }
      }
    }
  }

  private int foldCode(int atom) {
    return atoms.fold(atom, 0) * strideX + atoms.fold(atom, 1) * strideY + atoms.fold(atom, 2);
  }

  private long packed(int i, int j, int code) {
    int[] image = image(code);
    return PackedShift.pack(
        image[0] + atoms.fold(i, 0) - atoms.fold(j, 0),
        image[1] + atoms.fold(i, 1) - atoms.fold(j, 1),
        image[2] + atoms.fold(i, 2) - atoms.fold(j, 2));
  }

  /**
   * Ends the noting.
   *
   * @return the shifts that occur in either direction of a pair, 3 a row, in lexicographic order
   */
  int[] finish() {
    if (dense) {
      return finishTable();
    }
    sorted = hashed.sorted();
    int[] shifts = new int[3 * sorted.length];
    for (int s = 0; s < sorted.length; s++) {
      PackedShift.unpack(sorted[s], shifts, 3 * s);
    }
    return shifts;
  }

  private int[] finishTable() {
    ids = new int[seen.length];
    int[] found = new int[3 * seen.length];
    int count = 0;
    int last = seen.length - 1;
    int c = 0;
    for (int x = -widest[0]; x <= widest[0]; x++) {
      for (int y = -widest[1]; y <= widest[1]; y++) {
        for (int z = -widest[2]; z <= widest[2]; z++, c++) {
          // The shift of the other direction of a pair mirrors its own.
          if ((seen[c] | seen[last - c]) != 0) {
            found[3 * count] = x;
            found[3 * count + 1] = y;
            found[3 * count + 2] = z;
            ids[c] = count++;
          }
        }
      }
    }
    return Arrays.copyOf(found, 3 * count);
  }

  /** Writes where in the list of shifts those of a row stand. */
  void idsOf(PairRows rows, int row, int[] into, int at) {
    int from = rows.start(row);
    int to = rows.end(row);
    int i = rows.atom(row);
    if (!dense) {
      for (int p = from; p < to; p++) {
        into[at++] = Arrays.binarySearch(sorted, packed(i, rows.other[p], rows.code[p]));
      }
    } else if (!folded) {
      for (int p = from; p < to; p++) {
        into[at++] = ids[rows.code[p]];
      }
    } else {
      int mine = foldCode(i);
      for (int p = from; p < to; p++) {
        into[at++] = ids[rows.code[p] + mine - foldCode(rows.other[p])];
      }
    }
  }
}

package dev.lehr.simulation.structure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The canonical bytes of a structure's physics, hashed. Each part has a tag and a length. */
final class ContentDigest {

  private final MessageDigest sha;

  private ContentDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String of(Structure s) {
    ContentDigest d = new ContentDigest();
    d.tag("lehr structure 1", 0);
    d.tag("numbers", s.nAtoms());
    for (int z : s.rawNumbers()) {
      d.put(z);
    }
    d.doubles("positions", Optional.of(s.rawPositions()));
    d.doubles("cell", s.cell());
    d.booleans("pbc", s.pbc());
    d.doubles("masses", s.masses());
    if (s.arrays().get(Structure.MOVE_MASK) instanceof AtomColumn.Logicals mask && holds(mask)) {
      d.booleans("move_mask " + mask.width(), mask.data());
    }
    if (Boolean.TRUE.equals(s.info().get(Structure.FIX_COM))) {
      d.tag("fix_com", 1);
    }
    return HexFormat.of().formatHex(d.sha.digest());
  }

  /** Whether any atom is held: a mask that lets all of them move says nothing. */
  private static boolean holds(AtomColumn.Logicals mask) {
    for (boolean moves : mask.data()) {
      if (!moves) {
        return true;
      }
    }
    return false;
  }

  private void doubles(String tag, Optional<double[]> values) {
    values.ifPresent(
        v -> {
          tag(tag, v.length);
          for (double x : v) {
            put(Double.doubleToRawLongBits(x));
          }
        });
  }

  private void booleans(String tag, boolean[] values) {
    tag(tag, values.length);
    for (boolean b : values) {
      sha.update((byte) (b ? 1 : 0));
    }
  }

  private void tag(String tag, int length) {
    sha.update(tag.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    put(length);
  }

  private void put(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      sha.update((byte) (value >>> shift));
    }
  }
}

package dev.lehr.activities.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Breaks files in the ways in which disks, editors, scripts and enemies do. */
final class Mutations {

  private static final List<String> WORDS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "3",
          "1e308",
          "-1e308",
          "1e-320",
          "1e999",
          "nan",
          "inf",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "99999999999999999999",
          "0.3333",
          "1/0",
          "1.2(3)",
          "(",
          ")",
          "'",
          "\"",
          ";",
          "\n;",
          "#",
          "?",
          ".",
          ",",
          "=",
          ":",
          "\\",
          "_",
          "[",
          "]",
          "{",
          "}",
          "null",
          "true",
          "false",
          "T",
          "F",
          "T T F",
          "\u0000",
          "\ufeff",
          "\u00e9\u4e2d",
          "loop_",
          "data_x",
          "save_",
          "stop_",
          "global_",
          "_atom_site_fract_x",
          "_cell_length_a",
          "_symmetry_equiv_pos_as_xyz",
          "_atom_site_occupancy",
          "x,y,z",
          "-x+1/2,y,z",
          "D",
          "Xx",
          "Selective dynamics",
          "Direct",
          "Cartesian",
          "Lattice=\"1 0 0 0 1 0 0 0 1\"",
          "Properties=species:S:1:pos:R:3",
          "Properties=species:S:1:pos:R:3:v:R:10000",
          "move_mask:L:3",
          "pbc=\"T F T\"",
          "fix_com=T",
          "\"constraints\"",
          "\"FixAtoms\"",
          "\"__ndarray__\"",
          "[[3], \"float64\", [1,2,3]]",
          "\"sites\"",
          "\"lattice\"",
          "\"numbers\"",
          "\"occu\": 0.5",
          "\"abc\"",
          "{\"a\":",
          "[[[[",
          "#\\#CIF_2.0",
          "'''",
          "1 1",
          "\r",
          "\r\n",
          "\n",
          "\n\n",
          " ");

  private final Random random;
  private final List<byte[]> others;

  /**
   * @param random what is done and where
   * @param others files of which pieces may get into one
   */
  Mutations(Random random, List<byte[]> others) {
    this.random = random;
    this.others = others;
  }

  /** A broken copy. */
  byte[] mutate(byte[] seed) {
    byte[] bytes = seed;
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      bytes = once(bytes);
    }
    if (random.nextInt(8) == 0) {
      bytes = gzip(bytes);
      if (random.nextBoolean()) {
        bytes = random.nextBoolean() ? flipped(bytes) : truncated(bytes);
      }
    }
    return bytes;
  }

  private byte[] once(byte[] b) {
    return switch (random.nextInt(14)) {
      case 0 -> flipped(b);
      case 1 -> truncated(b);
      case 2, 3 -> replaced(b, WORDS.get(random.nextInt(WORDS.size())));
      case 4 -> number(b);
      case 5 -> swapped(b);
      case 6 -> dropped(b);
      case 7 -> repeated(b);
      case 8 -> spliced(b);
      case 9 -> inserted(b, WORDS.get(random.nextInt(WORDS.size())).repeat(1 + random.nextInt(9)));
      case 10 -> noise(b);
      case 11 -> random.nextInt(20) == 0 ? nested(b) : replaced(b, "");
      case 12 -> random.nextInt(20) == 0 ? longLine(b) : number(b);
      default -> digits(b);
    };
  }

  private int at(byte[] b) {
    return b.length == 0 ? 0 : random.nextInt(b.length);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] p : parts) {
      out.writeBytes(p);
    }
    return out.toByteArray();
  }

  private byte[] flipped(byte[] b) {
    byte[] c = b.clone();
    for (int i = 1 + random.nextInt(4); i > 0 && c.length > 0; i--) {
      c[at(c)] ^= (byte) (1 << random.nextInt(8));
    }
    return c;
  }

  private byte[] truncated(byte[] b) {
    return Arrays.copyOf(b, at(b));
  }

  private byte[] noise(byte[] b) {
    byte[] noise = new byte[1 + random.nextInt(16)];
    random.nextBytes(noise);
    int at = at(b);
    return join(Arrays.copyOf(b, at), noise, Arrays.copyOfRange(b, at, b.length));
  }

  private byte[] inserted(byte[] b, String word) {
    int at = at(b);
    return join(
        Arrays.copyOf(b, at),
        word.getBytes(StandardCharsets.UTF_8),
        Arrays.copyOfRange(b, at, b.length));
  }

  /** Puts a word in the place of one that is there. */
  private byte[] replaced(byte[] b, String word) {
    int from = at(b);
    while (from > 0 && b[from - 1] > ' ') {
      from--;
    }
    int to = from;
    while (to < b.length && b[to] > ' ') {
      to++;
    }
    return join(
        Arrays.copyOf(b, from),
        word.getBytes(StandardCharsets.UTF_8),
        Arrays.copyOfRange(b, to, b.length));
  }

  /** Makes a number another one. */
  private byte[] number(byte[] b) {
    String[] numbers = {
      "0",
      "1",
      "-1",
      "1e9",
      "1e-9",
      "1e300",
      "0.5",
      "1000000",
      "2147483647",
      "1.0.0",
      "--1",
      "NaN",
      Double.toString(random.nextGaussian() * 10),
      Integer.toString(random.nextInt())
    };
    int from = at(b);
    while (from < b.length && !isDigit(b[from])) {
      from++;
    }
    int to = from;
    while (to < b.length && (isDigit(b[to]) || b[to] == '.')) {
      to++;
    }
    return join(
        Arrays.copyOf(b, from),
        numbers[random.nextInt(numbers.length)].getBytes(StandardCharsets.UTF_8),
        Arrays.copyOfRange(b, to, b.length));
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private byte[] digits(byte[] b) {
    byte[] c = b.clone();
    for (int i = 0; i < c.length; i++) {
      if (isDigit(c[i]) && random.nextInt(10) == 0) {
        c[i] = (byte) ('0' + random.nextInt(10));
      }
    }
    return c;
  }

  private List<byte[]> lines(byte[] b) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < b.length; i++) {
      if (b[i] == '\n' || i + 1 == b.length) {
        lines.add(Arrays.copyOfRange(b, from, i + 1));
        from = i + 1;
      }
    }
    return lines;
  }

  private byte[] swapped(byte[] b) {
    List<byte[]> lines = lines(b);
    if (lines.size() > 1) {
      java.util.Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
    }
    return join(lines.toArray(byte[][]::new));
  }

  private byte[] dropped(byte[] b) {
    List<byte[]> lines = lines(b);
    if (!lines.isEmpty()) {
      lines.remove(random.nextInt(lines.size()));
    }
    return join(lines.toArray(byte[][]::new));
  }

  private byte[] repeated(byte[] b) {
    List<byte[]> lines = lines(b);
    if (!lines.isEmpty()) {
      int which = random.nextInt(lines.size());
      int most = Math.max(1, 200_000 / Math.max(1, lines.get(which).length));
      int times = random.nextInt(50) == 0 ? Math.min(most, 2000) : 1 + random.nextInt(3);
      for (int i = 0; i < times; i++) {
        lines.add(which, lines.get(which));
      }
    }
    return join(lines.toArray(byte[][]::new));
  }

  private byte[] spliced(byte[] b) {
    byte[] other = others.get(random.nextInt(others.size()));
    int at = at(b);
    int from = at(other);
    int to = Math.min(other.length, from + random.nextInt(500));
    return join(
        Arrays.copyOf(b, at),
        Arrays.copyOfRange(other, from, to),
        Arrays.copyOfRange(b, at, b.length));
  }

  private byte[] nested(byte[] b) {
    String opening = random.nextBoolean() ? "[" : "{\"a\":";
    return inserted(b, opening.repeat(1 + random.nextInt(100_000)));
  }

  private byte[] longLine(byte[] b) {
    String word = WORDS.get(random.nextInt(WORDS.size())) + (random.nextBoolean() ? " " : "");
    return inserted(b, word.repeat(1 + random.nextInt(30_000)));
  }

  static byte[] gzip(byte[] b) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(b);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}

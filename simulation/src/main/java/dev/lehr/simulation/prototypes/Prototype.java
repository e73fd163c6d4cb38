package dev.lehr.simulation.prototypes;

import java.util.Arrays;
import java.util.List;

/**
 * Crystal structure types, with their AFLOW names (M. J. Mehl et al., Comput. Mater. Sci. 136, S1
 * (2017), and aflow.org/prototype-encyclopedia) and ideal axial ratios.
 *
 * <p>Where sites are decorated by two elements, the first takes the more frequent site: A in L1_2
 * (A3B), D0_3 (A3B) and C15 (A2B). Coordinates are fractional; the cell is for a lattice constant
 * of 1 and is scaled as a whole.
 */
public enum Prototype {
  /** Face-centred cubic, Cu: {@code A_cF4_225_a}. */
  A1("A1", Lattice.FCC, "0 0 0 0"),
  /** Body-centred cubic, W: {@code A_cI2_229_a}. */
  A2("A2", Lattice.BCC, "0 0 0 0"),
  /** Hexagonal close-packed with ideal c/a, Mg: {@code A_hP2_194_c}. */
  A3("A3", Lattice.HEXAGONAL, "0 1/3 2/3 1/4, 0 2/3 1/3 3/4"),
  /** Diamond, C: {@code A_cF8_227_a}. */
  A4("A4", Lattice.FCC, "0 0 0 0, 0 1/4 1/4 1/4"),
  /** Beta tungsten, all sites of one element: {@code A3B_cP8_223_c_a} with A = B. */
  A15(
      "A15",
      Lattice.CUBIC,
      "0 0 0 0, 0 1/2 1/2 1/2, 0 1/4 0 1/2, 0 3/4 0 1/2, 0 1/2 1/4 0, 0 1/2 3/4 0, "
          + "0 0 1/2 1/4, 0 0 1/2 3/4"),
  /** Simple cubic, alpha Po: {@code A_cP1_221_a}. */
  SC("sc", Lattice.CUBIC, "0 0 0 0"),
  /** Rock salt, NaCl: {@code AB_cF8_225_a_b}. */
  B1("B1", Lattice.FCC, "0 0 0 0, 1 1/2 1/2 1/2"),
  /** Caesium chloride, CsCl: {@code AB_cP2_221_b_a}. */
  B2("B2", Lattice.CUBIC, "0 0 0 0, 1 1/2 1/2 1/2"),
  /** Zincblende, ZnS: {@code AB_cF8_216_c_a}. */
  B3("B3", Lattice.FCC, "0 0 0 0, 1 1/4 1/4 1/4"),
  /** CuAu with c equal to the cubic a: {@code AB_tP2_123_a_d}. */
  L1_0("L1_0", Lattice.TETRAGONAL_OF_FCC, "0 0 0 0, 1 1/2 0 1/2"),
  /** Cu3Au: {@code AB3_cP4_221_a_c}. */
  L1_2("L1_2", Lattice.CUBIC, "1 0 0 0, 0 0 1/2 1/2, 0 1/2 0 1/2, 0 1/2 1/2 0"),
  /** BiF3, Fe3Al: {@code AB3_cF16_225_a_bc}. */
  D0_3("D0_3", Lattice.FCC, "1 0 0 0, 0 1/2 1/2 1/2, 0 1/4 1/4 1/4, 0 3/4 3/4 3/4"),
  /** Cubic Laves phase, MgCu2: {@code A2B_cF24_227_d_a}. */
  C15(
      "C15",
      Lattice.FCC,
      "1 0 0 0, 1 1/4 1/4 1/4, 0 5/8 5/8 5/8, 0 5/8 7/8 7/8, 0 7/8 5/8 7/8, 0 7/8 7/8 5/8");

  /** How the basis of a prototype is repeated. */
  private enum Lattice {
    CUBIC,
    FCC,
    BCC,
    HEXAGONAL,
    TETRAGONAL_OF_FCC;

    double[] primitive() {
      return switch (this) {
        case CUBIC -> cube();
        case FCC -> new double[] {0, .5, .5, .5, 0, .5, .5, .5, 0};
        case BCC -> new double[] {-.5, .5, .5, .5, -.5, .5, .5, .5, -.5};
        case HEXAGONAL ->
            new double[] {1, 0, 0, -.5, Math.sqrt(3) / 2, 0, 0, 0, Math.sqrt(8.0 / 3.0)};
        case TETRAGONAL_OF_FCC -> new double[] {.5, -.5, 0, .5, .5, 0, 0, 0, 1};
      };
    }

    static double[] cube() {
      return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
    }
  }

  private static final double[][] FCC_POINTS = {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}};
  private static final double[][] BCC_POINTS = {{0, 0, 0}, {.5, .5, .5}};
  private static final double[][] ONE_POINT = {{0, 0, 0}};

  private final String key;
  private final Lattice lattice;
  private final String sites;

  Prototype(String key, Lattice lattice, String sites) {
    this.key = key;
    this.lattice = lattice;
    this.sites = sites;
  }

  /** For each site of the primitive cell which of the elements takes it. */
  private int[] slots() {
    return Arrays.stream(sites.split(", ", -1)).mapToInt(site -> site.charAt(0) - '0').toArray();
  }

  /** For each site of the primitive cell its three coordinates. */
  private double[] fractions() {
    return Arrays.stream(sites.split(", ", -1))
        .flatMap(site -> Arrays.stream(site.split(" ", -1)).skip(1))
        .mapToDouble(Prototype::fraction)
        .toArray();
  }

  private static double fraction(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? Double.parseDouble(text)
        : Double.parseDouble(text.substring(0, slash))
            / Double.parseDouble(text.substring(slash + 1));
  }

  /** The name in campaign files and ids: {@code A1}, {@code sc}, {@code L1_2}. */
  public String key() {
    return key;
  }

  /** Number of elements that decorate it: 1 or 2. */
  public int nElements() {
    return Arrays.stream(slots()).max().orElseThrow() + 1;
  }

  /** Whether exchanging its two elements gives the same crystal. */
  public boolean isSymmetric() {
    return this == B1 || this == B2 || this == B3 || this == L1_0;
  }

  /** How many of the primitive cell's sites an element takes. */
  public int count(int slot) {
    return (int) Arrays.stream(slots()).filter(s -> s == slot).count();
  }

  /**
   * The prototype of a key; upper and lower case are equal, and {@code fcc}, {@code bcc}, {@code
   * hcp}, {@code diamond}, {@code A_h} and keys without underscore are understood.
   *
   * @throws IllegalArgumentException where there is none, naming all
   */
  public static Prototype of(String key) {
    String plain = key.replace("_", "").toUpperCase(java.util.Locale.ROOT);
    for (Prototype p : values()) {
      if (p.key.replace("_", "").equalsIgnoreCase(plain)) {
        return p;
      }
    }
    return switch (plain) {
      case "FCC" -> A1;
      case "BCC" -> A2;
      case "HCP" -> A3;
      case "DIAMOND" -> A4;
      case "AH" -> SC;
      default ->
          throw new IllegalArgumentException(
              "unknown prototype '" + key + "', expected one of " + keys());
    };
  }

  /** All keys. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Prototype::key).toList();
  }

  /** The cell and sites for a lattice constant of 1. */
  Crystal crystal(CellChoice choice) {
    if (choice == CellChoice.PRIMITIVE
        || lattice == Lattice.HEXAGONAL
        || lattice == Lattice.CUBIC) {
      return basis(lattice.primitive());
    }
    int[] slots = slots();
    double[] fractions = fractions();
    double[][] points = points();
    int[] slot = new int[slots.length * points.length];
    double[] at = new double[3 * slot.length];
    for (int s = 0, i = 0; s < slots.length; s++) {
      for (double[] point : points) {
        slot[i] = slots[s];
        for (int x = 0; x < 3; x++) {
          double f = fractions[3 * s + x] + point[x];
          at[3 * i + x] = f - Math.floor(f);
        }
        i++;
      }
    }
    return new Crystal(Lattice.cube(), slot, at);
  }

  private double[][] points() {
    return switch (lattice) {
      case FCC -> FCC_POINTS;
      case BCC -> BCC_POINTS;
      case TETRAGONAL_OF_FCC -> new double[][] {{0, 0, 0}, {.5, .5, 0}};
      default -> ONE_POINT;
    };
  }

  /** Sites are given along the cube's axes, for the hexagonal lattice along its own. */
  private Crystal basis(double[] cell) {
    double[] f = fractions();
    if (lattice != Lattice.HEXAGONAL) {
      return new Crystal(cell, slots(), f);
    }
    double[] cartesian = new double[f.length];
    for (int i = 0; i < f.length; i++) {
      int s = i - i % 3;
      cartesian[i] = f[s] * cell[i % 3] + f[s + 1] * cell[3 + i % 3] + f[s + 2] * cell[6 + i % 3];
    }
    return new Crystal(cell, slots(), cartesian);
  }

  /**
   * A crystal for a lattice constant of 1.
   *
   * @param cell 9 numbers, lattice vectors as rows
   * @param slots for each site which of the elements takes it
   * @param positions 3 Cartesian coordinates a site
   */
  record Crystal(double[] cell, int[] slots, double[] positions) {}
}

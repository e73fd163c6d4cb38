package dev.lehr.activities.files;

import dev.lehr.activities.files.StarLexer.Token;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The crystal of a data block: every site with its images under the symmetry operations, site by
 * site in the order of the operations, coordinates in [0, 1). Images that are the same within
 * {@link #SITE_TOLERANCE} are one atom, where the first image is.
 *
 * <p>What a list of whole atoms cannot say is refused, all of it at once: partial occupancy,
 * disorder groups, dummy atoms, sites without coordinates, hydrogen that is only counted.
 */
final class CifStructure {

  /** In each fractional coordinate; ASE's {@code symprec}. pymatgen has 1e-4. */
  static final double SITE_TOLERANCE = 1e-3;

  /** How far an occupancy may be from 1. */
  private static final double FULL = 1e-6;

  private static final double FARTHEST = 1e6;
  private static final List<String> AXES = List.of("x", "y", "z");

  private final CifBlock block;
  private final List<Malformed> problems = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();
  private final List<Double> masses = new ArrayList<>();
  private final List<double[]> fractional = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();
  private boolean isotopes;

  private CifStructure(CifBlock block) {
    this.block = block;
  }

  /**
   * What became of a block.
   *
   * @param builder the structure, where there are no problems
   * @param lineOfAtom for each atom the line of its site
   */
  record Answer(Optional<Structure.Builder> builder, List<Malformed> problems, long[] lineOfAtom) {}

  static Answer of(CifBlock block, String id, String source) {
    CifStructure s = new CifStructure(block);
    Optional<Structure.Builder> builder = s.build(id, source);
    long[] lines = s.lines.stream().mapToLong(Long::longValue).toArray();
    return new Answer(s.problems.isEmpty() ? builder : Optional.empty(), s.problems, lines);
  }

  private Optional<Structure.Builder> build(String id, String source) {
    if (block.has("_atom_site_group_pdb") || block.has("_atom_site_label_comp_id")) {
      problem(
          new Malformed(
              "macromolecular_cif", "_atom_site", "an mmCIF file", "a CIF of the core dictionary"));
      return Optional.empty();
    }
    Optional<double[]> cell = attempt(this::cell);
    Optional<List<SymmetryOperation>> operations = attempt(() -> CifSymmetry.of(block));
    sites(cell, operations.orElse(List.of(SymmetryOperation.identity())));
    if (!problems.isEmpty() || cell.isEmpty()) {
      return Optional.empty();
    }
    double[] f = fractional.stream().flatMapToDouble(Arrays::stream).toArray();
    Structure.Builder builder =
        Structure.builder(
                id,
                source,
                numbers.stream().mapToInt(Integer::intValue).toArray(),
                CellVectors.cartesian(f, cell.get()))
            .cell(cell.get())
            .pbc(true, true, true);
    if (isotopes) {
      builder.masses(masses.stream().mapToDouble(Double::doubleValue).toArray());
    }
    return Optional.of(builder);
  }

  /** Something that may be malformed. */
  private interface Attempt<T> {
    T get() throws Malformed;
  }

  private <T> Optional<T> attempt(Attempt<T> what) {
    try {
      return Optional.of(what.get());
    } catch (Malformed e) {
      problem(e);
      return Optional.empty();
    }
  }

  /** Names one problem of each kind. */
  private void problem(Malformed e) {
    if (problems.stream().noneMatch(p -> p.reason().equals(e.reason()))) {
      problems.add(e);
    }
  }

  private double[] cell() throws Malformed {
    double[] lengths = new double[3];
    double[] angles = new double[3];
    for (int i = 0; i < 3; i++) {
      lengths[i] = ofCell("_cell_length_" + "abc".charAt(i));
      angles[i] = ofCell("_cell_angle_" + List.of("alpha", "beta", "gamma").get(i));
    }
    return CellVectors.of(lengths, angles);
  }

  private double ofCell(String tag) throws Malformed {
    Token t =
        block
            .one(tag)
            .orElseThrow(() -> new Malformed("missing_cell", tag, "no value", "a number"));
    return number(t, tag);
  }

  /** A number, its standard uncertainty in parentheses left out. */
  private static double number(Token t, String tag) throws Malformed {
    String text = t.text().strip();
    int open = text.indexOf('(');
    boolean uncertain = open > 0 && text.substring(open).matches("\\([0-9.]{0,10}\\)");
    OptionalDouble value = Numbers.real(uncertain ? text.substring(0, open) : text);
    if (value.isEmpty() || !(Math.abs(value.getAsDouble()) <= FARTHEST)) {
      throw new Malformed(
          "bad_value", tag, Malformed.quoted(t.text()), "a number such as 1.234(5)", t.line());
    }
    return value.getAsDouble();
  }

  private void sites(Optional<double[]> cell, List<SymmetryOperation> operations) {
    List<Token> x = coordinate("x");
    if (block.has("_atom_site_fract_x") || !block.has("_atom_site_cartn_x")) {
      for (int site = 0; site < x.size(); site++) {
        site(site, operations, this::fractional);
      }
      if (x.isEmpty()) {
        missingCoordinates(block.line());
      }
      return;
    }
    if (block.has("_atom_sites_cartn_tran_matrix_11")
        || block.has("_atom_sites_fract_tran_matrix_11")
        || block.has("_atom_sites_cartn_transform_axes")) {
      problem(
          new Malformed(
              "unsupported_axes",
              "_atom_site_Cartn_x",
              "Cartesian coordinates along axes of their own",
              "_atom_site_fract_x, _y, _z"));
    } else if (cell.isPresent()) {
      List<Token> cartesian = block.all("_atom_site_cartn_x");
      for (int site = 0; site < cartesian.size(); site++) {
        site(site, operations, s -> fromCartesian(s, cell.get()));
      }
    }
  }

  private List<Token> coordinate(String axis) {
    return block.all("_atom_site_fract_" + axis);
  }

  /** Coordinates of a site. */
  private interface Coordinates {
    double[] of(int site) throws Malformed;
  }

  private double[] fractional(int site) throws Malformed {
    return coordinates("_atom_site_fract_", site);
  }

  private double[] fromCartesian(int site, double[] cell) throws Malformed {
    double[] p = coordinates("_atom_site_cartn_", site);
    double[] f = new double[3];
    f[2] = p[2] / cell[8];
    f[1] = (p[1] - f[2] * cell[7]) / cell[4];
    f[0] = (p[0] - f[1] * cell[3] - f[2] * cell[6]) / cell[0];
    return f;
  }

  private double[] coordinates(String prefix, int site) throws Malformed {
    double[] f = new double[3];
    for (int i = 0; i < 3; i++) {
      String tag = prefix + AXES.get(i);
      Optional<Token> t = at(tag, site);
      if (t.isEmpty()) {
        throw new Malformed(
            "missing_coordinates",
            tag,
            "no coordinate of " + name(site),
            "a number",
            lineOf(prefix + "x", site));
      }
      f[i] = number(t.get(), tag);
    }
    return f;
  }

  private void missingCoordinates(long line) {
    problem(
        new Malformed(
            "missing_coordinates",
            "_atom_site_fract_x",
            "sites without coordinates",
            "_atom_site_fract_x, _y, _z",
            line));
  }

  /** The value of a site in a column of the same loop; empty for {@code ?} and {@code .}. */
  private Optional<Token> at(String tag, int site) {
    List<Token> column = block.all(tag);
    return site < column.size()
        ? Optional.of(column.get(site)).filter(t -> !t.isNone())
        : Optional.empty();
  }

  private long lineOf(String tag, int site) {
    List<Token> column = block.all(tag);
    return site < column.size() ? column.get(site).line() : block.line();
  }

  private String name(int site) {
    return at("_atom_site_label", site)
        .map(t -> "site " + Malformed.quoted(t.text()))
        .orElse("site " + (site + 1));
  }

  private void site(int site, List<SymmetryOperation> operations, Coordinates coordinates) {
    boolean occupied = attempt(() -> isOccupied(site)).orElse(true);
    if (!occupied) {
      return;
    }
    attempt(() -> checkWhole(site));
    Optional<AtomType> type = attempt(() -> type(site));
    Optional<double[]> at = attempt(() -> coordinates.of(site));
    if (problems.isEmpty() && type.isPresent() && at.isPresent()) {
      attempt(() -> images(site, type.get(), at.get(), operations));
    }
  }

  /** A site of occupancy 0 is not there; one in between 0 and 1 is refused. */
  private boolean isOccupied(int site) throws Malformed {
    Optional<Token> t = at("_atom_site_occupancy", site);
    double occupancy = t.isEmpty() ? 1 : number(t.get(), "_atom_site_occupancy");
    if (t.isPresent() && occupancy != 0 && Math.abs(occupancy - 1) > FULL) {
      throw new Malformed(
          occupancy > 0 && occupancy < 1 ? "partial_occupancy" : "bad_value",
          "_atom_site_occupancy",
          t.get().text() + " of " + name(site),
          "1, every site whole",
          t.get().line());
    }
    return occupancy != 0;
  }

  private boolean checkWhole(int site) throws Malformed {
    Optional<Token> group = at("_atom_site_disorder_group", site);
    if (group.isPresent() && !group.get().text().equals("0")) {
      throw new Malformed(
          "disorder",
          "_atom_site_disorder_group",
          Malformed.quoted(group.get().text()) + " of " + name(site),
          "a structure without disorder",
          group.get().line());
    }
    Optional<Token> flag = at("_atom_site_calc_flag", site);
    if (flag.isPresent() && flag.get().text().toLowerCase(Locale.ROOT).equals("dum")) {
      throw new Malformed(
          "dummy_atom",
          "_atom_site_calc_flag",
          "'dum' of " + name(site),
          "real atoms alone",
          flag.get().line());
    }
    Optional<Token> attached = at("_atom_site_attached_hydrogens", site);
    if (attached.isPresent() && number(attached.get(), "_atom_site_attached_hydrogens") != 0) {
      throw new Malformed(
          "implicit_hydrogen",
          "_atom_site_attached_hydrogens",
          attached.get().text() + " of " + name(site),
          "hydrogen as sites of its own",
          attached.get().line());
    }
    return true;
  }

  private AtomType type(int site) throws Malformed {
    Optional<Token> symbol = at("_atom_site_type_symbol", site);
    Optional<Token> label = at("_atom_site_label", site);
    Token t =
        symbol
            .or(() -> label)
            .orElseThrow(
                () ->
                    new Malformed(
                        "unknown_element",
                        "_atom_site_type_symbol",
                        "no symbol and no label",
                        "the symbol of an element"));
    try {
      return symbol.isPresent() ? AtomType.ofCifSymbol(t.text()) : AtomType.ofLabel(t.text());
    } catch (Malformed e) {
      throw e.on(t.line());
    }
  }

  private boolean images(int site, AtomType type, double[] f, List<SymmetryOperation> operations)
      throws Malformed {
    int first = fractional.size();
    if ((long) first + operations.size() > ReadLimits.CIF_VALUES) {
      throw new Malformed(
          "too_large",
          "_atom_site",
          "more than " + ReadLimits.CIF_VALUES + " atoms",
          "a smaller structure");
    }
    long line = lineOf("_atom_site_fract_x", site);
    ToDoubleFunction<AtomType> mass = t -> t.mass().orElse(Elements.mass(t.number()));
    for (SymmetryOperation operation : operations) {
      double[] image = operation.apply(f[0], f[1], f[2]);
      if (fractional.subList(first, fractional.size()).stream().noneMatch(g -> same(g, image))) {
        fractional.add(image);
        numbers.add(type.number());
        masses.add(mass.applyAsDouble(type));
        lines.add(line);
        isotopes |= type.mass().isPresent();
      }
    }
    return true;
  }

  private static boolean same(double[] a, double[] b) {
    boolean same = true;
    for (int i = 0; i < 3; i++) {
      double d = Math.abs(a[i] - b[i]);
      same &= d < SITE_TOLERANCE || Math.abs(d - 1) < SITE_TOLERANCE;
    }
    return same;
  }
}

package dev.lehr.activities.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares what is read here with what peers read: a program, not a test. Its argument is the file
 * that {@code bench/reference/read_with_peers.py} writes. Prints a line for each file that is not
 * the same in all, then counts.
 *
 * <p>Two structures are the same if their lattices have the same lengths and angles (1e-4) and each
 * atom has one of its element within 0.01 angstrom, up to lattice vectors: peers turn cells and
 * wrap atoms in ways of their own.
 */
public final class PeerComparison {

  private static final double LATTICE = 1e-4;
  private static final double POSITION = 0.01;

  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, Integer> reasons = new TreeMap<>();
  private int files;

  private PeerComparison() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    PeerComparison comparison = new PeerComparison();
    JsonMapper mapper = new JsonMapper();
    try (var lines = Files.lines(Path.of(args[0]))) {
      for (String line : (Iterable<String>) lines::iterator) {
        comparison.file(mapper.readTree(line));
      }
    }
    System.out.println(comparison.files + " files");
    comparison.counts.forEach((what, n) -> System.out.printf("%6d  %s%n", n, what));
    System.out.println("refused structures by reason");
    comparison.reasons.forEach((what, n) -> System.out.printf("%6d  %s%n", n, what));
  }

  private void file(JsonNode line) {
    Path path = Path.of(line.get("file").asText());
    List<Structure> read = new ArrayList<>();
    List<FileProblem> problems = new ArrayList<>();
    files++;
    try (StructureReader reader =
        StructureFiles.open(path, path.getFileName().toString(), Optional.empty())) {
      while (reader.hasNext()) {
        ReadResult result = reader.next();
        if (result instanceof ReadResult.Read r) {
          read.add(r.structure());
        } else {
          problems.addAll(((ReadResult.Rejected) result).problems());
        }
      }
    } catch (IOException e) {
      problems.add(Frames.unreadable(e).at(path.toString(), -1, 0));
    }
    problems.forEach(p -> reasons.merge(format(path) + " " + p.reason(), 1, Integer::sum));
    String ours =
        problems.isEmpty()
            ? "read"
            : "refused " + problems.get(0).reason() + (read.isEmpty() ? "" : " in part");
    String ase = verdict(read, problems, line.get("ase"));
    String pymatgen = verdict(read, problems, line.get("pymatgen"));
    counts.merge(
        String.format(
            Locale.ROOT,
            "%-7s ours %-32s ase %-12s pymatgen %s",
            format(path),
            ours,
            ase,
            pymatgen),
        1,
        Integer::sum);
    if (!(ase.equals("same") && pymatgen.equals("same"))) {
      System.out.println(
          path
              + "\t"
              + ours
              + "\tase "
              + ase
              + "\tpymatgen "
              + pymatgen
              + "\t"
              + problems.stream().map(FileProblem::message).findFirst().orElse("")
              + "\t"
              + line.get("ase").path("error").asText()
              + "\t"
              + line.get("pymatgen").path("error").asText());
    }
  }

  private static String format(Path path) {
    return StructureFormat.ofName(path.getFileName().toString()).map(Enum::name).orElse("?");
  }

  private static String verdict(List<Structure> ours, List<FileProblem> problems, JsonNode peer) {
    if (peer.has("error")) {
      return "refuses";
    }
    JsonNode theirs = peer.get("structures");
    if (theirs.isEmpty()) {
      return "finds none";
    }
    boolean ordered = true;
    for (JsonNode t : theirs) {
      ordered &= t.path("ordered").asBoolean(true);
    }
    if (ours.isEmpty() || !problems.isEmpty()) {
      return ordered ? "reads" : "disordered";
    }
    if (!ordered) {
      return "DISORDERED";
    }
    if (ours.size() != theirs.size()) {
      return "OTHER NUMBER " + ours.size() + " " + theirs.size();
    }
    for (int i = 0; i < ours.size(); i++) {
      Optional<String> difference = difference(ours.get(i), theirs.get(i));
      if (difference.isPresent()) {
        return difference.get();
      }
    }
    return "same";
  }

  private static Optional<String> difference(Structure s, JsonNode t) {
    int n = s.nAtoms();
    if (t.get("numbers").size() != n) {
      return Optional.of("OTHER ATOMS " + n + " " + t.get("numbers").size());
    }
    double[] theirCell = t.get("cell").isNull() ? new double[9] : numbers(t.get("cell"));
    double[] ourCell = s.cell().orElseGet(() -> new double[9]);
    boolean molecule = CellVectors.determinant(ourCell) == 0;
    if (molecule != (CellVectors.determinant(theirCell) == 0)) {
      return Optional.of("OTHER CELL");
    }
    for (int i = 0; i < 3 && !molecule; i++) {
      for (int k = i; k < 3; k++) {
        double ours = dot(ourCell, i, k);
        double theirs = dot(theirCell, i, k);
        if (Math.abs(ours - theirs)
            > LATTICE * Math.sqrt(dot(ourCell, i, i) * dot(ourCell, k, k))) {
          return Optional.of("OTHER CELL");
        }
      }
      if (s.pbc()[i] != t.get("pbc").get(i).asBoolean()) {
        return Optional.of("OTHER PBC");
      }
    }
    double[] ours = molecule ? s.positions() : fractional(s.positions(), ourCell);
    double[] theirs =
        molecule ? numbers(t.get("positions")) : fractional(numbers(t.get("positions")), theirCell);
    boolean[] taken = new boolean[n];
    for (int i = 0; i < n; i++) {
      int match = -1;
      for (int j = 0; j < n && match < 0; j++) {
        if (!taken[j]
            && s.atomicNumber(i) == t.get("numbers").get(j).asInt()
            && distance(ours, i, theirs, j, molecule, ourCell) < POSITION) {
          match = j;
        }
      }
      if (match < 0) {
        return Optional.of("OTHER POSITIONS");
      }
      taken[match] = true;
    }
    return Optional.empty();
  }

  private static double[] numbers(JsonNode node) {
    List<Double> all = new ArrayList<>();
    for (JsonNode row : node) {
      row.forEach(v -> all.add(v.asDouble()));
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double dot(double[] cell, int i, int k) {
    return cell[3 * i] * cell[3 * k]
        + cell[3 * i + 1] * cell[3 * k + 1]
        + cell[3 * i + 2] * cell[3 * k + 2];
  }

  private static double[] fractional(double[] x, double[] m) {
    double det = CellVectors.determinant(m);
    double[] f = new double[x.length];
    for (int i = 0; i < x.length; i += 3) {
      for (int k = 0; k < 3; k++) {
        double[] replaced = m.clone();
        System.arraycopy(x, i, replaced, 3 * k, 3);
        f[i + k] = CellVectors.determinant(replaced) / det;
      }
    }
    return f;
  }

  private static double distance(
      double[] a, int i, double[] b, int j, boolean molecule, double[] cell) {
    double[] d = new double[3];
    for (int k = 0; k < 3; k++) {
      d[k] = a[3 * i + k] - b[3 * j + k];
      d[k] -= molecule ? 0 : Math.rint(d[k]);
    }
    double[] x = molecule ? d : CellVectors.cartesian(d, cell);
    return Math.sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
  }
}

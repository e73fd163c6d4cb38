package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.model.SetflEam;
import dev.lehr.simulation.model.SetflTable;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class SetflReaderTest {

  private static final String ALLOY = "made-up.eam.alloy.gz";
  private static final String FINNIS_SINCLAIR = "made-up.eam.fs.gz";

  @Test
  void tablesOfBothFormatsGiveTheNumbersOfLammps() throws Exception {
    JsonNode cases;
    try (InputStream in = resource("lammps.json")) {
      cases = new ObjectMapper().readTree(in).get("cases");
    }
    Set<String> seen = new TreeSet<>();
    for (JsonNode row : cases) {
      String file = row.get("file").asText();
      SetflTable table = table(file, SetflReader.Format.DETECT);
      SimState state = state(row);
      ModelOutput output = new ModelOutput();
      new SetflEam(table, Workers.serial()).evaluate(state, output);
      int n = state.nAtoms();
      String as = file + ", " + row.get("name").asText();
      assertThat(output.energy()[0] / n)
          .as(as)
          .isCloseTo(row.get("energy").asDouble() / n, within(1e-10));
      assertThat(Arrays.copyOf(output.energies(), n))
          .as(as)
          .containsExactly(flat(row.get("energies")), within(1e-10));
      assertThat(Arrays.copyOf(output.forces(), 3 * n))
          .as(as)
          .containsExactly(flat(row.get("forces")), within(1e-10));
      assertThat(Arrays.copyOf(output.stress(), 9))
          .as(as)
          .containsExactly(flat(row.get("stress")), within(1e-10));
      seen.add(file);
    }
    assertThat(cases).hasSize(12);
    assertThat(seen).containsExactly(ALLOY, FINNIS_SINCLAIR);
  }

  @Test
  void theFormatIsDetectedAndTheFileMayBeGzipped() throws Exception {
    for (Map.Entry<String, SetflReader.Format> each :
        Map.of(ALLOY, SetflReader.Format.ALLOY, FINNIS_SINCLAIR, SetflReader.Format.FINNIS_SINCLAIR)
            .entrySet()) {
      SetflTable detected = table(each.getKey(), SetflReader.Format.DETECT);
      SetflTable plain =
          SetflReader.read(
              new ByteArrayInputStream(text(each.getKey()).getBytes(StandardCharsets.UTF_8)),
              "plain",
              each.getValue());
      assertThat(detected.finnisSinclair())
          .isEqualTo(each.getValue() == SetflReader.Format.FINNIS_SINCLAIR);
      assertThat(digest(detected)).isEqualTo(digest(plain));
      assertThat(detected.elements()).containsExactly("Fe", "Cr");
      assertThat(detected.atomicNumbers()).containsExactly(26, 24);
      assertThat(detected.cutoff()).isEqualTo(5.6);
    }
  }

  @Test
  void everyNumberOfTheTablesCountsInTheDigestAndCommentsDoNot() throws Exception {
    List<String> lines = text(FINNIS_SINCLAIR).lines().toList();
    String before = digest(read(lines));
    assertThat(digest(read(replaced(lines, 2, "# another comment")))).isEqualTo(before);
    for (int line : new int[] {8, 70, 200, 400, 500, lines.size()}) {
      String first = lines.get(line - 1).split(" ", -1)[0];
      String changed = Double.toString(Math.nextUp(Double.parseDouble(first)));
      String now = lines.get(line - 1).replaceFirst(java.util.regex.Pattern.quote(first), changed);
      assertThat(digest(read(replaced(lines, line, now)))).as("line " + line).isNotEqualTo(before);
    }
  }

  @Test
  void aFileWithOneElementIsTheSameInBothFormats() throws Exception {
    List<String> lines = oneElement();
    assertThat(digest(read(lines, SetflReader.Format.ALLOY)))
        .isEqualTo(digest(read(lines, SetflReader.Format.DETECT)));
    assertThat(read(lines).pair()[0][0]).containsExactly(1, 2, 3, 4, 5.5e-3);
  }

  @Test
  void headersThatAreWrongAreNamedWithFileAndLine() {
    List<String> lines = oneElement();
    refused(replaced(lines, 4, "2 Cu"), "t.eam:4: elements", "1 symbols after 2", "2 of them");
    refused(replaced(lines, 4, "2 Cu Cu"), "t.eam:4: elements", "Cu twice");
    refused(replaced(lines, 4, "1 Xx"), "t.eam:4: elements", "'Xx'", "chemical symbols");
    refused(replaced(lines, 4, "Cu"), "t.eam:4: elements", "'Cu'", "'2 Ni Al'");
    refused(replaced(lines, 4, ""), "t.eam:4: elements", "an empty line");
    refused(replaced(lines, 5, "6 0.1 5 0.2"), "t.eam:5: sizes", "five numbers");
    refused(replaced(lines, 5, "6.5 0.1 5 0.2 1"), "t.eam:5: Nrho", "'6.5'", "whole number");
    refused(replaced(lines, 5, "6 0.1 5 -0.2 1"), "t.eam:5: dr", "'-0.2'", "above 0");
    refused(replaced(lines, 5, "6 0.1 5 0.2 x"), "t.eam:5: cutoff", "'x'");
    refused(lines.subList(0, 4), "t.eam:4: the line of sizes", "end of the file");
    refused(List.of(), "t.eam: comments", "end of the file");
  }

  @Test
  void tablesThatAreCutShortOrMiscountedAreNamedWithFileAndLine() {
    List<String> lines = oneElement();
    refused(
        lines.subList(0, 10),
        "t.eam:10: r times pair energies of Cu and Cu",
        "after 2 numbers",
        "5 of them");
    refused(
        replaced(lines, 5, "5 0.1 5 0.2 1"),
        "t.eam:8: embedding energies of Cu",
        "3 numbers in a line where 2 are left");
    refused(
        replaced(lines, 5, "8 0.1 5 0.2 1"),
        "t.eam:9: embedding energies of Cu",
        "5 numbers in a line where 2 are left");
    List<String> more = new ArrayList<>(lines);
    more.add("7 8 9");
    refused(more, "t.eam:12: end", "'7 8 9'", "after all tables");
    refused(replaced(lines, 6, "0.5 0.5 0.5 0.5 0.5"), "t.eam:6: element Cu", "latticeType");
  }

  @Test
  void everyWordThatIsNoNumberIsNamedInOnePass() {
    List<String> lines = replaced(oneElement(), 8, "0.4 nan 0.6");
    refused(
        replaced(lines, 10, "1 two"), "t.eam:8: embedding", "'nan'", "t.eam:10: r times", "'two'");
  }

  @Test
  void aFileOfTheOtherFormatIsRefused() throws Exception {
    List<String> alloy = text(ALLOY).lines().toList();
    List<String> fs = text(FINNIS_SINCLAIR).lines().toList();
    refused(alloy, SetflReader.Format.FINNIS_SINCLAIR, "densities of Fe at Cr", "51.996", "more");
    refused(fs, SetflReader.Format.ALLOY, "element Cr", "is it this format?");
  }

  @Test
  void aGzippedFileThatIsCutShortIsRefused() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text(ALLOY).getBytes(StandardCharsets.UTF_8));
    }
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    assertThatThrownBy(
            () ->
                SetflReader.read(
                    new ByteArrayInputStream(half), "t.eam.gz", SetflReader.Format.DETECT))
        .isInstanceOf(UnusableTableException.class)
        .hasMessageContaining("t.eam.gz: gzip");
  }

  private static List<String> oneElement() {
    return List.of(
        "comment",
        "comment",
        "comment",
        "1 Cu",
        "6 0.1 5 0.2 1.0",
        "29 63.546 3.615 fcc",
        "0 0.2 0.3",
        "0.4 0.5 0.6",
        "5 4 3 2 1",
        "1 2",
        "3 4 5.5D-3");
  }

  private static List<String> replaced(List<String> lines, int line, String by) {
    List<String> copy = new ArrayList<>(lines);
    copy.set(line - 1, by);
    return copy;
  }

  private static void refused(List<String> lines, String... parts) {
    refused(lines, SetflReader.Format.DETECT, parts);
  }

  private static void refused(List<String> lines, SetflReader.Format format, String... parts) {
    assertThatThrownBy(() -> read(lines, format))
        .isInstanceOf(UnusableTableException.class)
        .hasMessageContainingAll(parts);
  }

  private static SetflTable read(List<String> lines) throws IOException, UnusableTableException {
    return read(lines, SetflReader.Format.DETECT);
  }

  private static SetflTable read(List<String> lines, SetflReader.Format format)
      throws IOException, UnusableTableException {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return SetflReader.read(new ByteArrayInputStream(bytes), "t.eam", format);
  }

  private static SetflTable table(String name, SetflReader.Format format) throws Exception {
    try (InputStream in = resource(name)) {
      return SetflReader.read(in, name, format);
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in = new GZIPInputStream(resource(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream resource(String name) {
    InputStream in = SetflReaderTest.class.getResourceAsStream("/golden/setfl/" + name);
    if (in == null) {
      throw new IllegalStateException(name);
    }
    return in;
  }

  private static String digest(SetflTable table) {
    return new SetflEam(table, Workers.serial()).digest();
  }

  private static SimState state(JsonNode row) {
    int[] z =
        StreamSupport.stream(row.get("symbols").spliterator(), false)
            .mapToInt(s -> Elements.require(s.asText()))
            .toArray();
    double[] masses = IntStream.of(z).mapToDouble(Elements::mass).toArray();
    boolean[] pbc = new boolean[3];
    for (int k = 0; k < 3; k++) {
      pbc[k] = row.get("pbc").get(k).asBoolean();
    }
    return SimState.ofSystem(z, masses, flat(row.get("positions")), flat(row.get("cell")), pbc);
  }

  private static double[] flat(JsonNode nested) {
    if (nested.isNumber()) {
      return new double[] {nested.asDouble()};
    }
    return StreamSupport.stream(nested.spliterator(), false)
        .flatMapToDouble(row -> Arrays.stream(flat(row)))
        .toArray();
  }
}

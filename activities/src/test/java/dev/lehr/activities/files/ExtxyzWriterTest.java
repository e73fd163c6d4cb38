package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.structure.Values;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ExtxyzWriterTest {

  private static String written(Structure s, ComputedProperties computed) throws IOException {
    StringBuilder text = new StringBuilder();
    new ExtxyzWriter(text).write(s, computed);
    return text.toString();
  }

  private static Structure again(String text) throws IOException {
    return ExtxyzReaderTest.structures(ExtxyzReaderTest.read(text)).get(0);
  }

  private static ComputedProperties results(int n) {
    double[] forces = new double[3 * n];
    forces[1] = 1.0 / 3.0;
    double[] stress = {0.1, 0.01, 0.02, 0.01, 0.2, 0.03, 0.02, 0.03, 0.3};
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", "converged");
    fields.put("iterations", 17L);
    return new ComputedProperties(
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.of(-1e-5 / 3),
        Optional.of(forces),
        Optional.of(stress),
        fields);
  }

  @Test
  void infoAndColumnsComeOutAsTheyWentIn() throws IOException {
    for (Structure s :
        ExtxyzReaderTest.structures(
            ExtxyzReaderTest.read(ExtxyzReaderTest.resource("ase.extxyz"), Optional.empty()))) {
      Structure back = again(written(s, ComputedProperties.none()));
      Map<String, Object> info = new LinkedHashMap<>(back.info());
      assertThat(String.valueOf(info.remove("lehr_id"))).isEqualTo(s.id());
      assertThat(Values.same(info, s.info())).isTrue();
      assertThat(back.arrays()).isEqualTo(s.arrays());
      assertThat(back.contentDigest()).isEqualTo(s.contentDigest());
    }
  }

  @Test
  void everyKindOfValueComesBackToTheBit() throws IOException {
    Structure s =
        Structure.builder("x", "t", new int[] {29}, new double[] {-0.0, 1.0 / 3, 1e-300})
            .masses(new double[] {65})
            .info("number", "3")
            .info("truth", "T")
            .info("empty", "")
            .info("blank", " ")
            .info("lines", "a\nb\\n \"c\" 'd' [e] {f}")
            .info("json", "_JSON 3")
            .info("two words", "key has blanks")
            .info("path", "C:\\new\\table")
            .info("comma", "1,2")
            .info("equals", "a=b")
            .info("none", new double[0])
            .info("lonely", new long[] {4})
            .info("onlyTrue", new boolean[] {true})
            .info("mixed", new double[] {1, -0.0, Double.NaN, Double.NEGATIVE_INFINITY})
            .info("matrix", new double[][] {{1, Double.NaN}, {Double.POSITIVE_INFINITY, -0.0}})
            .info("flags", new boolean[][] {{true}, {false}})
            .info("words", new String[] {"a", "", "ü \" \\"})
            .info("table", new String[][] {{"a"}, {"b"}})
            .info("nan", Double.NaN)
            .info("small", 4.9e-324)
            .info("stress", new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9})
            .array("words", new AtomColumn.Strings(2, new String[] {"a", "T"}))
            .build();
    Structure back = again(written(s, ComputedProperties.none()));
    Map<String, Object> info = new LinkedHashMap<>(back.info());
    info.remove("lehr_id");
    s.info().forEach((k, v) -> assertThat(Values.same(info.get(k), v)).as(k).isTrue());
    assertThat(Values.same(info, s.info())).isTrue();
    assertThat(back.contentDigest()).isEqualTo(s.contentDigest());
    assertThat(back.arrays().get("words")).isEqualTo(s.arrays().get("words"));
  }

  @Test
  void newResultsHaveAsesNamesAndTheInputsAreKeptBesideThem() throws IOException {
    Structure copper =
        ExtxyzReaderTest.structures(
                ExtxyzReaderTest.read(ExtxyzReaderTest.resource("ase.extxyz"), Optional.empty()))
            .get(1);
    Structure back = again(written(copper, results(4)));
    assertThat(back.info())
        .containsEntry("energy", -1e-5 / 3)
        .containsEntry("lehr_status", "converged")
        .containsEntry("lehr_iterations", 17L)
        .containsEntry("lehr_id", "in.xyz#1")
        .containsEntry("lehr_input_energy", -14.123456789012344)
        .containsKey("lehr_input_stress")
        .containsEntry("temperature", 300.5);
    assertThat(back.arrays().get("lehr_input_forces")).isEqualTo(copper.arrays().get("forces"));
    assertThat(((AtomColumn.Reals) back.arrays().get("forces")).data()[1]).isEqualTo(1.0 / 3.0);
    Structure third = again(written(back, results(4)));
    assertThat(third.info()).containsEntry("energy", -1e-5 / 3);
  }

  @Test
  void moleculesHaveNoLattice() throws IOException {
    Structure s = Structure.builder("m", "t", new int[] {18}, new double[3]).build();
    assertThat(written(s, ComputedProperties.none()))
        .isEqualTo("1\nProperties=species:S:1:pos:R:3 lehr_id=m pbc=\"F F F\"\nAr 0.0 0.0 0.0\n");
  }

  @Test
  void relaxedPositionsAndCellReplaceTheInputs() throws IOException {
    Structure s =
        Structure.builder("m", "t", new int[] {29}, new double[3])
            .cell(new double[] {3, 0, 0, 0, 3, 0, 0, 0, 3})
            .pbc(true, true, true)
            .build();
    double[] cell = {3.1, 0, 0, 0, 3.1, 0, 0, 0, 3.1};
    ComputedProperties relaxed =
        new ComputedProperties(
            Optional.of(new double[] {1, 2, 3}),
            Optional.of(cell),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    Structure back = again(written(s, relaxed));
    assertThat(back.positions()).containsExactly(1, 2, 3);
    assertThat(back.cell().orElseThrow()).isEqualTo(cell);
  }

  @Test
  void whatXyzCannotHoldIsRefused() {
    Structure s =
        Structure.builder("m", "t", new int[] {29}, new double[3])
            .array("label", new AtomColumn.Strings(1, new String[] {"two words"}))
            .build();
    assertThatThrownBy(() -> written(s, ComputedProperties.none()))
        .hasMessage("column 'label' has 'two words', expected a word without blanks");
  }
}

package dev.lehr.activities.files;

import static dev.lehr.activities.files.StructureFormat.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStructureReaderTest {

  private static final String SI =
      """
      {"@class": "Structure", "charge": 0, "lattice": {"matrix": [[4,0,0],[0,4,0],[0,0,4]]},
       "sites": [{"species": [{"element": "Si", "occu": 1}], "abc": [0,0,0], "properties": {}},
                 {"species": [{"element": "O", "occu": 1.0, "oxidation_state": -2}],
                  "abc": [0.5,0.5,0.25], "properties": {}}]}
      """;

  private static final String AR =
      """
      {"numbers": [18, 18], "positions": [[0,0,0],[0,0,3.8]], "cell": [5.0, 5.0, 9.0],
       "pbc": [true, true, false]}
      """;

  @Test
  void aStructureOfPymatgenKeepsPropertiesAsColumns() {
    Structure s =
        ReadText.one(
            JSON,
            SI.replaceFirst(
                    "\"properties\": \\{}",
                    "\"properties\": {\"magmom\": 1, \"f\": [1,2.5,3], \"wyckoff\": \"a\", \"odd\": {}}")
                .replaceFirst(
                    "\"properties\": \\{}",
                    "\"properties\": {\"magmom\": 2, \"f\": [1,2,3], \"wyckoff\": \"c\", \"odd\": {}}"));
    assertThat(s.formula()).isEqualTo("OSi");
    assertThat(s.positions()).containsExactly(0, 0, 0, 2, 2, 1);
    assertThat(s.pbc()).containsExactly(true, true, true);
    assertThat(s.arrays().keySet()).containsExactly("magmom", "f", "wyckoff", "oxidation_state");
    assertThat(s.arrays().get("magmom")).isEqualTo(new AtomColumn.Integers(1, new long[] {1, 2}));
    assertThat(s.arrays().get("f"))
        .isEqualTo(new AtomColumn.Reals(3, new double[] {1, 2.5, 3, 1, 2, 3}));
    assertThat(s.arrays().get("oxidation_state"))
        .isEqualTo(new AtomColumn.Reals(1, new double[] {Double.NaN, -2}));
  }

  @Test
  void aMoleculeHasNoCellAndAnIonItsCharge() {
    Structure s =
        ReadText.one(
            JSON,
            """
            {"@class": "Molecule", "charge": -1, "spin_multiplicity": 1, "sites": [
              {"species": [{"element": "D", "occu": 1}], "xyz": [0,0,1]},
              {"species": [{"element": "O", "occu": 1}], "xyz": [0,0,0],
               "properties": {"selective_dynamics": [false, true, true]}}]}
            """);
    assertThat(s.cell()).isEmpty();
    assertThat(s.info()).containsEntry("charge", -1L).containsEntry("spin_multiplicity", 1L);
    assertThat(s.masses().orElseThrow()[0]).isCloseTo(2.0141017778, within(1e-9));
    assertThat(ReadText.moves(s)).containsExactly(true, true, true, false, true, true);
  }

  @Test
  void atomsOfAseKeepPeriodicityMassesResultsAndInfo() {
    Structure s =
        ReadText.one(
            JSON,
            AR.replaceFirst(
                "\\{",
                """
                {"masses": [39.0, 40.0], "energy": -1.5, "stress": [1,2,3,4,5,6],
                 "forces": {"__ndarray__": [[2,3], "float64", [0,0,1.5,0,0,-1.5]]},
                 "tags": [1, 0], "user": "x", "key_value_pairs": {"name": "dimer"},
                """));
    assertThat(s.pbc()).containsExactly(true, true, false);
    assertThat(s.cell().orElseThrow()).containsExactly(5, 0, 0, 0, 5, 0, 0, 0, 9);
    assertThat(s.masses().orElseThrow()).containsExactly(39, 40);
    assertThat(s.arrays().keySet()).containsExactlyInAnyOrder("forces", "tags");
    assertThat(s.info()).containsEntry("energy", -1.5).containsEntry("name", "dimer");
    assertThat((double[]) s.info().get("stress")).containsExactly(1, 6, 5, 6, 2, 4, 5, 4, 3);
  }

  private static Structure constrained(String constraints) {
    return ReadText.one(JSON, AR.replaceFirst("\\{", "{\"constraints\": " + constraints + ","));
  }

  @Test
  void constraintsOfAseTakeTheirCanonicalForm() {
    assertThat(
            constrained("[{\"name\": \"FixAtoms\", \"kwargs\": {\"indices\": [-1]}}]")
                .arrays()
                .get("move_mask"))
        .isEqualTo(new AtomColumn.Logicals(1, new boolean[] {true, false}));
    Structure s =
        constrained(
            """
            [{"name": "FixCartesian", "kwargs": {"a": 0, "mask": [1, 0, 1]}},
             {"name": "FixAtoms", "kwargs": {"mask": [false, true]}},
             {"name": "FixCom", "kwargs": {}}]
            """);
    assertThat(s.arrays().get("move_mask"))
        .isEqualTo(
            new AtomColumn.Logicals(3, new boolean[] {false, true, false, false, false, false}));
    assertThat(s.info()).containsEntry("fix_com", true);
    assertThat(constrained("[]").arrays()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FixBondLengths",
        "FixScaled",
        "FixedPlane",
        "FixedLine",
        "Hookean",
        "FixInternals",
        "FixSymmetry",
        "FixSubsetCom",
        "ExternalForce",
        "FixedMode",
        "Unheard-of"
      })
  void everyOtherConstraintRefusesItsStructureByName(String name) {
    String text =
        AR.replaceFirst("\\{", "{\"constraints\": [{\"name\": \"" + name + "\", \"kwargs\": {}}],");
    ReadText.refused(JSON, text, "unsupported_constraint", 1);
    assertThat(ReadText.problems(JSON, text).get(0).message()).contains(name);
  }

  @Test
  void listsMapsDatabasesWrappersAndLinesOfStructuresAreAllRead() {
    String line = AR.replace("\n", " ");
    for (String text :
        List.of(
            "[" + AR + "," + SI + "]",
            "{\"one\": " + AR + ", \"two\": " + SI + "}",
            "{\"ids\": [1, 2], \"1\": " + AR + ", \"2\": " + AR + ", \"nextid\": 3}",
            "{\"1\": " + AR + ", \"2\": " + AR + ", \"ids\": [1, 2], \"nextid\": 3}",
            line + "\n" + line + "\n",
            "[" + AR + "]" + SI)) {
      assertThat(ReadText.all(JSON, text))
          .describedAs(text)
          .hasSize(2)
          .allMatch(r -> r instanceof ReadResult.Read);
    }
    Structure wrapped =
        ReadText.one(JSON, "{\"material_id\": \"mp-1\", \"x\": [1], \"structure\": " + SI + "}");
    assertThat(wrapped.info()).containsEntry("material_id", "mp-1").doesNotContainKey("x");
  }

  @Test
  void namesAndFieldsCanBeIds() {
    byte[] map = ("{\"one\": " + AR + ", \"two\": " + SI + "}").getBytes(StandardCharsets.UTF_8);
    assertThat(ReadText.all(JSON, map, Optional.of("key")))
        .extracting(ReadResult::id)
        .containsExactly("one", "two");
    byte[] list = ("[{\"id\": \"a\", \"atoms\": " + AR + "}]").getBytes(StandardCharsets.UTF_8);
    assertThat(ReadText.all(JSON, list, Optional.empty()).get(0).id()).isEqualTo("a");
  }

  @Test
  void aBadStructureIsSetAsideAndTheRestIsRead() {
    List<ReadResult> results =
        ReadText.all(JSON, "[" + AR + ",\n{\"a\": 1},\n" + AR + ",\n" + AR.replace("18, 18", "18"));
    assertThat(results).hasSize(5);
    assertThat(results).extracting(ReadResult::source).doesNotHaveDuplicates();
    assertThat(((ReadResult.Rejected) results.get(1)).problems().get(0).reason())
        .isEqualTo("unknown_json");
    assertThat(((ReadResult.Rejected) results.get(1)).problems().get(0).line()).isEqualTo(4);
    assertThat(results.get(2)).isInstanceOf(ReadResult.Read.class);
    assertThat(((ReadResult.Rejected) results.get(3)).problems().get(0).reason())
        .isEqualTo("bad_value");
    assertThat(((ReadResult.Rejected) results.get(4)).problems().get(0).reason())
        .isEqualTo("malformed_json");
  }

  @Test
  void partialOccupancyDummiesAndBrokenPartsAreRefused() {
    ReadText.refused(JSON, SI.replace("\"occu\": 1}", "\"occu\": 0.5}"), "partial_occupancy", 1);
    ReadText.refused(
        JSON,
        SI.replace(
            "{\"element\": \"Si\", \"occu\": 1}",
            "{\"element\": \"Si\", \"occu\": 0.5}, {\"element\": \"Ge\", \"occu\": 0.5}"),
        "partial_occupancy",
        1);
    ReadText.refused(JSON, SI.replace("\"Si\"", "\"X\""), "unknown_element", 1);
    ReadText.refused(JSON, SI.replace("[0,0,0], \"prop", "[0,0], \"prop"), "bad_value", 1);
    ReadText.refused(JSON, SI.replace("[0,0,0], \"prop", "[0,0,NaN], \"prop"), "not_finite", 1);
    ReadText.refused(JSON, SI.replace("[4,0,0],", ""), "bad_cell", 1);
    ReadText.refused(
        JSON,
        SI.replace("[4,0,0]", "[4,1,0]")
            .replaceFirst(
                "\"properties\": \\{}",
                "\"properties\": {\"selective_dynamics\": [true, false, false]}"),
        "unsupported_constraint",
        1);
    ReadText.refused(JSON, AR.replace("18, 18", "18, 0"), "unknown_element", 1);
    ReadText.refused(JSON, AR.replace("18, 18", "18"), "bad_value", 1);
    ReadText.refused(JSON, AR.replace("[0,0,3.8]", "[0,0]"), "bad_value", 1);
    ReadText.refused(JSON, AR.replace("[5.0, 5.0, 9.0]", "[5.0, 5.0]"), "bad_cell", 1);
    ReadText.refused(JSON, AR.replace("[true, true, false]", "[true, true]"), "bad_pbc", 1);
    ReadText.refused(JSON, AR.replace("[5.0, 5.0, 9.0]", "null"), "missing_cell", 1);
    ReadText.refused(
        JSON,
        AR.replaceFirst(
            "\\{", "{\"constraints\": [{\"name\": \"FixAtoms\", \"kwargs\": {\"indices\": [2]}}],"),
        "bad_value",
        1);
    ReadText.refused(
        JSON,
        AR.replace("[18, 18]", "{\"__ndarray__\": [[3], \"int64\", [18, 18]]}"),
        "bad_value",
        1);
  }

  @Test
  void whatIsNoStructureOrNoJsonIsRefused() {
    ReadText.refused(JSON, "", "no_structure", 1);
    ReadText.refused(JSON, "[]", "no_structure", 1);
    ReadText.refused(JSON, "{\"ids\": [], \"nextid\": 1}", "no_structure", 1);
    ReadText.refused(JSON, "{}", "unknown_json", 1);
    ReadText.refused(JSON, "{\"columns\": [], \"data\": []}", "unknown_json", 1);
    ReadText.refused(JSON, "[1, 2, 3]", "unknown_json", 1);
    ReadText.refused(JSON, "[[" + AR + "]]", "unknown_json", 1);
    ReadText.refused(JSON, "7 8 9", "unknown_json", 1);
    ReadText.refused(JSON, "\n\nsome text", "malformed_json", 3);
    ReadText.refused(JSON, AR.substring(0, AR.length() - 3), "malformed_json", 2);
    ReadText.refused(JSON, "[", "malformed_json", 1);
  }
}

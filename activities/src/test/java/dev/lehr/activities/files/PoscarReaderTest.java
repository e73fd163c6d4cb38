package dev.lehr.activities.files;

import static dev.lehr.activities.files.StructureFormat.POSCAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoscarReaderTest {

  private static final String SALT =
      """
      rock salt, half a cell
      2.0
      2.0 0.0 0.0
      0.0 2.5 0.0
      0.0 0.0 3.0
      Na Cl
      1 1
      Direct
      0.0 0.0 0.0
      0.5 0.5 0.5 behind
      """;

  @Test
  void aFileOfVaspFiveIsRead() {
    Structure s = ReadText.one(POSCAR, SALT);
    assertThat(s.atomicNumbers()).containsExactly(11, 17);
    assertThat(s.cell().orElseThrow()).containsExactly(4, 0, 0, 0, 5, 0, 0, 0, 6);
    assertThat(s.positions()).containsExactly(0, 0, 0, 2, 2.5, 3);
    assertThat(s.pbc()).containsExactly(true, true, true);
    assertThat(s.info()).containsEntry("comment", "rock salt, half a cell");
    assertThat(s.arrays()).isEmpty();
  }

  @Test
  void theCommentCanBeTheId() {
    byte[] bytes = SALT.getBytes(StandardCharsets.UTF_8);
    assertThat(ReadText.all(POSCAR, bytes, Optional.of("comment")).get(0).id())
        .isEqualTo("rock salt, half a cell");
    assertThat(ReadText.all(POSCAR, bytes, Optional.empty()).get(0).id()).isEqualTo("file#0");
  }

  @ParameterizedTest
  @CsvSource({"-120.0, 4, 5, 6", "2 2.0 4.0, 4, 5, 12", "1.5 ! factor, 3, 3.75, 4.5"})
  void theFactorIsALengthAVolumeOrOneForEachAxis(String factor, double a, double b, double c) {
    Structure s = ReadText.one(POSCAR, SALT.replaceFirst("2\\.0\n", factor + "\n"));
    double[] cell = s.cell().orElseThrow();
    assertThat(new double[] {cell[0], cell[4], cell[8]})
        .containsExactly(new double[] {a, b, c}, within(1e-12));
    Structure cartesian =
        ReadText.one(
            POSCAR,
            SALT.replaceFirst("2\\.0\n", factor + "\n")
                .replace("Direct", "kartesian")
                .replace("0.5 0.5 0.5", "1.0 1.25 1.5"));
    assertThat(cartesian.positions()).containsExactly(s.positions(), within(1e-12));
  }

  @Test
  void symbolsMayNamePseudopotentialsAndCountsMayHaveComments() {
    Structure s =
        ReadText.one(
            POSCAR,
            SALT.replace("Na Cl", "Na_pv/6a2f546d Cl.h").replace("1 1\n", "1 1 ! counts\n"));
    assertThat(s.formula()).isEqualTo("ClNa");
  }

  @ParameterizedTest
  @CsvSource({"Na Cl", "NaCl", "Na-Cl", "Na1 Cl1"})
  void theCommentOfVaspFourMayNameTheSymbols(String comment) {
    String old = SALT.replace("Na Cl\n", "").replace("rock salt, half a cell", comment);
    assertThat(ReadText.one(POSCAR, old).atomicNumbers()).containsExactly(11, 17);
  }

  @Test
  void soMayTheLinesOfAtoms() {
    String old =
        SALT.replace("Na Cl\n", "")
            .replace(" behind", " Cl")
            .replace("0 0.0 0.0\n0.5", "0 0.0 0.0 Na\n0.5");
    assertThat(ReadText.one(POSCAR, old).atomicNumbers()).containsExactly(11, 17);
  }

  @ParameterizedTest
  @CsvSource({"rock salt", "No In", "Na Cl Br", "NaCl bulk", "''"})
  void aCommentThatIsNotSymbolsAloneNamesNone(String comment) {
    String old = SALT.replace("Na Cl\n", "").replace("rock salt, half a cell", comment);
    if (comment.equals("No In")) {
      // Two symbols for two counts: nobelium and indium, as ASE reads it.
      assertThat(ReadText.one(POSCAR, old).atomicNumbers()).containsExactly(102, 49);
    } else {
      ReadText.refused(POSCAR, old, "missing_symbols", 6);
    }
  }

  @Test
  void velocitiesAndWhatFollowsThemAreNotRead() {
    String more = "\n0.1 0.1 0.1\n0.2 0.2 0.2\n\n1\n0.5\n 0.0 0.0 0.0\nNaN garbage\n";
    assertThat(ReadText.one(POSCAR, SALT + more)).isEqualTo(ReadText.one(POSCAR, SALT));
    assertThat(ReadText.one(POSCAR, SALT + "Cartesian\n0 0 0\n0 0 0\n"))
        .isEqualTo(ReadText.one(POSCAR, SALT));
  }

  private static String selective(String first, String second) {
    return SALT.replace("Direct", "Selective dynamics\nDirect")
        .replace("0.0 0.0 0.0\n0.5", "0.0 0.0 0.0 " + first + "\n0.5")
        .replace("0.5 behind", "0.5 " + second);
  }

  @Test
  void heldAtomsAreAMaskOfOneValueAndHeldAxesOneOfThree() {
    assertThat(ReadText.one(POSCAR, selective("F F F", "T T T")).arrays().get("move_mask"))
        .isEqualTo(new AtomColumn.Logicals(1, new boolean[] {false, true}));
    assertThat(ReadText.one(POSCAR, selective(".TRUE. .F. T", "T T T")).arrays().get("move_mask"))
        .isEqualTo(new AtomColumn.Logicals(3, new boolean[] {true, false, true, true, true, true}));
    assertThat(ReadText.one(POSCAR, selective("T T T", "T T T")).arrays()).isEmpty();
  }

  @Test
  void flagsAlongVectorsThatAreNotParallelToAxesAreRefusedUnlessTheMotionIs() {
    String hexagonal = selective("T T F", "F F T").replace("0.0 2.5 0.0", "-1.0 1.7320508 0.0");
    assertThat(ReadText.moves(ReadText.one(POSCAR, hexagonal)))
        .containsExactly(true, true, false, false, false, true);
    ReadText.refused(
        POSCAR,
        selective("T T T", "F T T").replace("0.0 2.5 0.0", "-1.0 1.7320508 0.0"),
        "unsupported_constraint",
        11);
    String turned = selective("F T F", "T T T").replace("2.0 0.0 0.0", "0.0 2.0 0.0");
    assertThat(ReadText.moves(ReadText.one(POSCAR, turned.replace("0.0 2.5 0.0", "2.5 0.0 0.0"))))
        .containsExactly(true, false, false, true, true, true);
  }

  @Test
  void brokenFilesAreRefusedWithTheLine() {
    ReadText.refused(POSCAR, "", "truncated_file", 1);
    ReadText.refused(POSCAR, "x\n1.0\n1 0 0\n", "truncated_file", 3);
    ReadText.refused(POSCAR, SALT.replaceFirst("2\\.0\n", "0\n"), "bad_value", 2);
    ReadText.refused(POSCAR, SALT.replaceFirst("2\\.0\n", "1 1 -1\n"), "bad_value", 2);
    ReadText.refused(POSCAR, SALT.replaceFirst("2\\.0\n", "one\n"), "bad_value", 2);
    ReadText.refused(POSCAR, SALT.replace("2.5 0.0", "2.5"), "bad_value", 4);
    ReadText.refused(POSCAR, SALT.replace("Na Cl", "Na Xx"), "unknown_element", 10);
    ReadText.refused(POSCAR, SALT.replace("1 1\n", "1 1 1\n"), "bad_atom_count", 7);
    ReadText.refused(POSCAR, SALT.replace("1 1\n", "1 -1\n"), "bad_atom_count", 7);
    ReadText.refused(POSCAR, SALT.replace("1 1\n", "1 2147483647\n"), "bad_atom_count", 7);
    ReadText.refused(POSCAR, SALT.replace("1 1\n", "1 2\n"), "truncated_file", 10);
    ReadText.refused(POSCAR, SALT + "0.1 0.1 0.1\n", "bad_atom_count", 11);
    ReadText.refused(POSCAR, SALT.replace("0.5 0.5 0.5", "0.5 x 0.5"), "bad_value", 10);
    ReadText.refused(POSCAR, SALT.replace("0.5 0.5 0.5", "0.5 1e999 0.5"), "bad_value", 10);
    ReadText.refused(POSCAR, selective("T T", "T T T"), "bad_value", 10);
    ReadText.refused(POSCAR, SALT.replace("Direct\n", ""), "bad_coordinate_mode", 8);
    ReadText.refused(
        POSCAR, SALT.replace("Direct", "Direct configuration=     1"), "trajectory", 8);
    ReadText.refused(POSCAR, SALT.replace("0.5 0.5 0.5", "0 0 0"), "overlapping_atoms", 10);
    ReadText.refused(POSCAR, SALT.replace("0.0 0.0 3.0", "0.0 0.0 0.0"), "singular_cell", 1);
  }
}

package dev.lehr.activities.files;

import static dev.lehr.activities.files.StructureFormat.CIF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.structure.Structure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CifReaderTest {

  private static final String CELL =
      """
      _cell_length_a 4.0
      _cell_length_b 5.0(1)
      _cell_length_c 6.25(12)
      _cell_angle_alpha 90
      _cell_angle_beta 90.0
      _cell_angle_gamma 90
      """;

  /** One block of one site; what is added begins on line 8, the site's values are on the last. */
  private static String block(String more, String tags, String values) {
    return "data_one\n" + CELL + more + "loop_\n" + tags.replace(' ', '\n') + "\n" + values + "\n";
  }

  private static final String SITE =
      "_atom_site_label _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z";

  @Test
  void everyKindOfQuotationCommentAndCaseIsRead() {
    Structure s =
        ReadText.one(
            CIF,
            """
            #\\#CIF_1.1
            # a comment with data_ and 'quotes
            DATA_Salt-1 # behind
            _publ_section_title
            ;A title with loop_ and
            ' an odd quote and _cell_length_a 9
            ;
            _Chemical_Name 'a dog's life'
            _chemical_other "it's"
            _CELL_LENGTH_A 4.0(1) _cell_length_B   4.0
            _cell_length_c 4
            _cell_angle_alpha 90 _cell_angle_beta 90 _cell_angle_gamma 90
            _symmetry_space_group_name_H-M P 1
            LOOP_ _refln_index_h _refln_index_k 1 2 3 4 'x y' ?
            loop_
            _Atom_Site_Label _atom_site_fract_X _atom_site_fract_y _atom_site_fract_z
            _atom_site_occupancy
            Na1 0 -.25 1e-1(2) 1.0
            'Cl1' 0.5 0.5
            ;0.5
            ;
            .
            """);
    assertThat(s.formula()).isEqualTo("ClNa");
    assertThat(s.positions()).containsExactly(new double[] {0, 3, 0.4, 2, 2, 2}, within(1e-12));
    assertThat(s.pbc()).containsExactly(true, true, true);
    assertThat(s.info()).containsEntry("data_block", "Salt-1");
  }

  @Test
  void blocksAreReadOneByOneAndABadOneIsSetAside() {
    String good = CELL + "loop_\n" + SITE.replace(' ', '\n') + "\nSi1 0 0 0\n";
    List<ReadResult> results =
        ReadText.all(
            CIF,
            "data_global\n_journal 'x'\ndata_a\n"
                + good
                + "data_b\n_title 'never closed\n"
                + good
                + "data_c\n"
                + good
                + "data_d\n_cell_length_a 3\n");
    assertThat(results)
        .extracting(ReadResult::source)
        .containsExactly("file#0", "file#1", "file#2");
    assertThat(results.get(1)).isInstanceOf(ReadResult.Rejected.class);
    FileProblem p = ((ReadResult.Rejected) results.get(1)).problems().get(0);
    assertThat(p.reason()).isEqualTo("malformed_cif");
    assertThat(p.line()).isEqualTo(17);
    assertThat(((ReadResult.Read) results.get(2)).structure().info())
        .containsEntry("data_block", "c");
  }

  @Test
  void theBlockNameOrAnyItemCanBeTheId() {
    byte[] text =
        block("_database_code_ICSD 1234\n", SITE, "Si1 0 0 0").getBytes(StandardCharsets.UTF_8);
    assertThat(ReadText.all(CIF, text, Optional.of("data_block")).get(0).id()).isEqualTo("one");
    assertThat(ReadText.all(CIF, text, Optional.of("_database_code_ICSD")).get(0).id())
        .isEqualTo("1234");
    assertThat(ReadText.all(CIF, text, Optional.empty()).get(0).id()).isEqualTo("file#0");
    assertThat(ReadText.all(CIF, text, Optional.of("_no_such")).get(0))
        .isInstanceOfSatisfying(
            ReadResult.Rejected.class,
            r -> assertThat(r.problems().get(0).reason()).isEqualTo("missing_id"));
  }

  @Test
  void cifTwoHasTripleQuotesListsAndTables() {
    Structure s =
        ReadText.one(
            CIF,
            "#\\#CIF_2.0\n"
                + block(
                    "_a '''one\ntwo''' _b [1 [2 'x]'] 3] _c {'k':\"}\"}\n_d \"\"\"x\"\"\"\n",
                    SITE,
                    "Si1 0 0 0"));
    assertThat(s.nAtoms()).isEqualTo(1);
  }

  @Test
  void newerTagsWithDotsMeanTheSame() {
    String text = block("", SITE, "Si1 0 0 0").replace("_cell_", "_cell.");
    assertThat(ReadText.one(CIF, text.replace("_atom_site_", "_atom_site.")).nAtoms()).isEqualTo(1);
  }

  @Test
  void operationsInAnySpellingMakeTheImagesAndTheSameOnesAreOneAtom() {
    Structure s =
        ReadText.one(
            CIF,
            block(
                """
                loop_
                _symmetry_equiv_pos_site_id
                _symmetry_equiv_pos_as_xyz
                1 x,y,z
                2 '-X , -Y, 1/2 + z'
                3 '.5-x, y+0.5, -z'
                4 'x+1/2,1/2-y,-0.5-z'
                """,
                SITE,
                "Si1 0.1 0.2 0.3\nO1 0 0 0.0004"));
    assertThat(s.atomicNumbers()).containsExactly(14, 14, 14, 14, 8, 8, 8, 8);
    double[] f = s.positions();
    assertThat(f[3] / 4.0).isCloseTo(0.9, within(1e-12));
    assertThat(f[5] / 6.25).isCloseTo(0.8, within(1e-12));
    assertThat(f[6] / 4.0).isCloseTo(0.4, within(1e-12));
    Structure merged =
        ReadText.one(
            CIF,
            block(
                "loop_\n_space_group_symop_operation_xyz\nx, y, z\n-x, -y, -z\n",
                SITE,
                "Si1 0.0004 0.5 0.9997\nO1 0.25 0.25 0.25"));
    assertThat(merged.atomicNumbers()).containsExactly(14, 8, 8);
  }

  @Test
  void deuteriumIsHydrogenWithItsMass() {
    Structure s =
        ReadText.one(
            CIF,
            block(
                "",
                SITE + " _atom_site_type_symbol",
                "O1 0 0 0 O2-\nD1 0.25 0 0 D\nH2 0.75 0 0 H+1"));
    assertThat(s.atomicNumbers()).containsExactly(8, 1, 1);
    assertThat(s.masses().orElseThrow())
        .containsExactly(new double[] {15.999, 2.014101778, 1.008}, within(1e-8));
  }

  @ParameterizedTest
  @CsvSource({
    "Fe3+, Fe",
    "FE, Fe",
    "O2-, O",
    "Cu0+, Cu",
    "h, H",
    "Ti4, Ti",
    "Al+3, Al",
    "C, C",
  })
  void typeSymbolsMayCarryCharges(String symbol, String element) {
    Structure s =
        ReadText.one(CIF, block("", SITE + " _atom_site_type_symbol", "x1 0 0 0 " + symbol));
    assertThat(s.formula()).isEqualTo(element);
  }

  @ParameterizedTest
  @CsvSource({"Cu1, Cu", "C12A, C", "OW1, O", "ZN2, Zn", "Ow3, O", "Hw, H", "Si(1), Si", "k1, K"})
  void labelsBeginWithTheElement(String label, String element) {
    assertThat(ReadText.one(CIF, block("", SITE, label + " 0 0 0")).formula()).isEqualTo(element);
  }

  @Test
  void labelsThatCouldBeTwoElementsAreRefused() {
    for (String label : List.of("CA1", "FE1", "HO2", "CO")) {
      ReadText.refused(CIF, block("", SITE, label + " 0 0 0"), "ambiguous_label", 13);
    }
    for (String label : List.of("Wat1", "Ob1", "X1", "1", "Qq")) {
      ReadText.refused(CIF, block("", SITE, label + " 0 0 0"), "unknown_element", 13);
    }
    ReadText.refused(
        CIF, block("", SITE + " _atom_site_type_symbol", "x1 0 0 0 OH"), "unknown_element", 14);
  }

  @Test
  void aCellIsOrientedAsAseDoesIt() {
    Structure s =
        ReadText.one(
            CIF,
            block("", SITE, "Si1 0 0 0")
                .replace("alpha 90", "alpha 80")
                .replace("beta 90.0", "beta 85")
                .replace("gamma 90", "gamma 120"));
    // ase.geometry.cellpar_to_cell([4, 5, 6.25, 80, 85, 120]) of ASE 3.29.0
    double[] expected = {
      4,
      0,
      0,
      -2.499999999999999,
      4.330127018922194,
      0,
      0.5447233921728634,
      1.5676939736085163,
      6.025621298350173
    };
    assertThat(s.cell().orElseThrow()).containsExactly(expected, within(1e-12));
  }

  @Test
  void cartesianSitesAreReadInTheStandardOrientation() {
    String tags = SITE.replace("fract", "Cartn");
    Structure s = ReadText.one(CIF, block("", tags, "Si1 1 2 3"));
    assertThat(s.positions()).containsExactly(new double[] {1, 2, 3}, within(1e-12));
    ReadText.refused(
        CIF,
        block("_atom_sites_Cartn_tran_matrix_11 1\n", tags, "Si1 1 2 3"),
        "unsupported_axes",
        1);
  }

  @Test
  void whatAListOfAtomsCannotSayIsRefusedAllAtOnce() {
    List<FileProblem> problems =
        ReadText.problems(
            CIF,
            block(
                "",
                SITE
                    + " _atom_site_occupancy _atom_site_disorder_group _atom_site_calc_flag"
                    + " _atom_site_attached_hydrogens",
                """
                Si1 0 0 0 0.5(1) . d 0
                O1 0.5 0 0 1 -1 d 0
                C1 ? 0 0 1 . dum 0
                N1 0.5 ? 0 1 . calc 3
                """));
    assertThat(problems)
        .extracting(FileProblem::reason)
        .containsExactly(
            "partial_occupancy",
            "disorder",
            "dummy_atom",
            "missing_coordinates",
            "implicit_hydrogen");
    assertThat(problems).extracting(FileProblem::line).containsExactly(17L, 18L, 19L, 19L, 20L);
  }

  @Test
  void aCalculatedHydrogenIsAnAtomAndAnEmptySiteIsNone() {
    Structure s =
        ReadText.one(
            CIF,
            block(
                "",
                SITE + " _atom_site_calc_flag _atom_site_occupancy",
                "O1 0 0 0 d 1\nH1 0.25 0 0 calc 1.0000\nO2 0.5 0.5 0.5 d 0"));
    assertThat(s.formula()).isEqualTo("HO");
  }

  @Test
  void aSpaceGroupWithoutOperationsIsRefusedUnlessItIsP1() {
    ReadText.refused(
        CIF, block("_space_group_IT_number 225\n", SITE, "Si1 0 0 0"), "no_symmetry_operations", 8);
    ReadText.refused(
        CIF,
        block("_symmetry_space_group_name_H-M 'F d -3 m'\n", SITE, "Si1 0 0 0"),
        "no_symmetry_operations",
        8);
    for (String p1 :
        List.of(
            "_space_group_IT_number 1\n_space_group_name_H-M_alt 'P 1'\n",
            "_symmetry_space_group_name_H-M P1\n",
            "_symmetry_space_group_name_H-M ?\n",
            "loop_\n_symmetry_equiv_pos_as_xyz\n?\n")) {
      assertThat(ReadText.one(CIF, block(p1, SITE, "Si1 0 0 0")).nAtoms()).isEqualTo(1);
    }
  }

  @Test
  void operationsThatWereCutShortOrAreNoneAreRefused() {
    String loop = "loop_\n_space_group_symop_operation_xyz\n";
    for (String bad : List.of("x,y", "x,y,x", "x,y,w", "x,y,2*z", "x,y,z/0", "x+,y,z", "x,y,zz")) {
      ReadText.refused(
          CIF, block(loop + bad + "\n", SITE, "Si1 0 0 0"), "bad_symmetry_operation", 10);
    }
    // No identity; a four-fold axis without its square; F without centring.
    for (String bad : List.of("-x,-y,-z", "x,y,z\n-y,x,z")) {
      ReadText.refused(CIF, block(loop + bad + "\n", SITE, "Si1 0 0 0"), "incomplete_symmetry", 10);
    }
    ReadText.refused(
        CIF,
        block(loop + "x,y,z\n_space_group_name_H-M_alt 'F m m m'\n", SITE, "Si1 0 0 0"),
        "incomplete_symmetry",
        10);
  }

  @Test
  void otherKindsOfCifAreRefusedByName() {
    ReadText.refused(
        CIF,
        block("loop_\n_space_group_symop_magn_operation.xyz\nx,y,z,+1\n", SITE, "Si1 0 0 0"),
        "magnetic_symmetry",
        1);
    ReadText.refused(
        CIF, block("_cell_modulation_dimension 1\n", SITE, "Si1 0 0 0"), "modulated_structure", 8);
    ReadText.refused(
        CIF, block("", SITE + " _atom_site_group_PDB", "CA 0 0 0 ATOM"), "macromolecular_cif", 1);
    ReadText.refused(CIF, "data_x\n_cell_length_a 3\n", "no_structure", 2);
    ReadText.refused(CIF, "3\n\nH 0 0 0\n", "malformed_cif", 1);
  }

  @Test
  void brokenValuesAreNamedWithTheirLines() {
    ReadText.refused(CIF, block("", SITE, "Si1 0 0"), "malformed_cif", 9);
    ReadText.refused(CIF, block("", SITE, "Si1 0 0 x"), "bad_value", 13);
    ReadText.refused(CIF, block("", SITE, "Si1 0 0 nan"), "bad_value", 13);
    ReadText.refused(CIF, block("", SITE, "Si1 0 0 1e300"), "bad_value", 13);
    ReadText.refused(
        CIF, block("", SITE, "Si1 0 0 0").replace("_cell_length_a 4.0\n", ""), "missing_cell", 1);
    ReadText.refused(
        CIF, block("", SITE, "Si1 0 0 0").replace("beta 90.0", "beta 190"), "bad_cell", 1);
    ReadText.refused(CIF, block("_cell_length_a 5\n", SITE, "Si1 0 0 0"), "duplicate_tag", 8);
    ReadText.refused(CIF, block("_x\n;never closed\n", SITE, "Si1 0 0 0"), "malformed_cif", 9);
    ReadText.refused(CIF, block("stray\n", SITE, "Si1 0 0 0"), "malformed_cif", 8);
    ReadText.refused(CIF, block("", SITE, "Si1 0 0 0\nSi2 0 0 0"), "overlapping_atoms", 14);
    ReadText.refused(
        CIF, block("", SITE + " _atom_site_occupancy", "Si1 0 0 0 1.5"), "bad_value", 14);
    ReadText.refused(CIF, block("", "_atom_site_label", "Si1"), "missing_coordinates", 1);
  }
}

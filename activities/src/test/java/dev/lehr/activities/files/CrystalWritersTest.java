package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CrystalWritersTest {

  private static final double[] TILTED = {4.1, 0, 0, -0.7, 5.3, 0, 0.4, 1.1 / 3, 6.02};

  private static Structure.Builder crystal(double[] x) {
    int[] numbers = {8, 26, 8, 8};
    return Structure.builder("Fe O3\nnew", "a#0", numbers, x).cell(TILTED).pbc(true, true, true);
  }

  private static final double[] PLACES = {0.1, 0.2, 1 / 3.0, 2, 2, 2, -0.3, 3.9, 4, 2.1, 0, 5};

  @Property
  void aPoscarReadsBackToTheSameBits(@ForAll @DoubleRange(min = 0, max = 0.3) double d) {
    double[] x = PLACES.clone();
    x[4] += d / 3;
    Structure s = crystal(x).build();
    Structure back = ReadText.one(StructureFormat.POSCAR, PoscarWriter.text(s));
    assertThat(back.positions()).containsExactly(x);
    assertThat(back.cell().orElseThrow()).containsExactly(TILTED);
    assertThat(back.atomicNumbers()).containsExactly(8, 26, 8, 8);
    assertThat(back.info()).containsEntry("comment", "Fe O3 new");
  }

  @Test
  void heldAtomsAreHeldInThePoscar() {
    Structure whole =
        crystal(PLACES)
            .array(
                Structure.MOVE_MASK,
                new AtomColumn.Logicals(1, new boolean[] {true, false, true, false}))
            .build();
    Structure back = ReadText.one(StructureFormat.POSCAR, PoscarWriter.text(whole));
    assertThat(ReadText.moves(back)).containsExactly(ReadText.moves(whole));
    boolean[] axes = {true, false, true, true, true, true, true, true, true, false, false, false};
    Structure each =
        crystal(PLACES).array(Structure.MOVE_MASK, new AtomColumn.Logicals(3, axes)).build();
    assertThatThrownBy(() -> PoscarWriter.text(each)).hasMessageContaining("atom 1 is held along");
    Structure box = each.toBuilder().cell(new double[] {9, 0, 0, 0, 9, 0, 0, 0, 9}).build();
    assertThat(ReadText.moves(ReadText.one(StructureFormat.POSCAR, PoscarWriter.text(box))))
        .containsExactly(axes);
  }

  @Test
  void aCifReadsBackToTheSameCrystal() {
    Structure s = crystal(PLACES).build();
    Structure back = ReadText.one(StructureFormat.CIF, CifWriter.text(s));
    assertThat(back.atomicNumbers()).containsExactly(8, 26, 8, 8);
    assertThat(back.cell().orElseThrow()).containsExactly(TILTED, within(1e-12));
    double[] found =
        Crystals.fractional(back.positions(), dev.lehr.simulation.linalg.Matrix3.inverse(TILTED));
    double[] expected =
        Crystals.fractional(PLACES, dev.lehr.simulation.linalg.Matrix3.inverse(TILTED));
    for (int i = 0; i < found.length; i++) {
      double apart = found[i] - expected[i];
      assertThat(apart - Math.rint(apart)).isCloseTo(0, within(1e-12));
    }
  }

  @Test
  void whatHasNoCellOrAnUnknownElementIsRefused() {
    Structure molecule =
        Structure.builder("m", "m#0", new int[] {1}, new double[] {0, 0, 0}).build();
    assertThatThrownBy(() -> CifWriter.text(molecule))
        .hasMessage("found no cell, expected one, since a CIF holds crystals only");
    Structure dummy =
        Structure.builder("m", "m#0", new int[] {0}, new double[] {0, 0, 0})
            .cell(TILTED)
            .pbc(true, true, true)
            .build();
    assertThatThrownBy(() -> PoscarWriter.text(dummy)).hasMessageContaining("atomic number 0");
    Structure flat = crystal(PLACES).cell(new double[9]).build();
    assertThatThrownBy(() -> PoscarWriter.text(flat)).hasMessageContaining("flat cell");
  }
}

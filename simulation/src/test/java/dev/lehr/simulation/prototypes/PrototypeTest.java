package dev.lehr.simulation.prototypes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.structure.StructureChecks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrototypeTest {

  /** For each atom of the cell, neighbours of each species at its first distances, as text. */
  private static Set<String> environments(Structure s, int shells) {
    Set<String> all = new HashSet<>();
    double[] x = s.positions();
    double[] cell = s.cell().orElseThrow();
    for (int i = 0; i < s.nAtoms(); i++) {
      TreeMap<Long, int[]> counts = new TreeMap<>();
      for (int j = 0; j < s.nAtoms(); j++) {
        for (int image = 0; image < 1331; image++) {
          int[] shift = {image / 121 - 5, image / 11 % 11 - 5, image % 11 - 5};
          double sum = 0;
          for (int c = 0; c < 3; c++) {
            double d = x[3 * j + c] - x[3 * i + c];
            for (int k = 0; k < 3; k++) {
              d += shift[k] * cell[3 * k + c];
            }
            sum += d * d;
          }
          if (sum > 1e-9) {
            int[] n = counts.computeIfAbsent(Math.round(Math.sqrt(sum) * 1e4), q -> new int[120]);
            n[s.atomicNumber(j)]++;
          }
        }
      }
      StringBuilder text = new StringBuilder("Z" + s.atomicNumber(i) + ":");
      counts.values().stream()
          .limit(shells)
          .forEach(n -> text.append(' ').append(n[29]).append('+').append(n[79]));
      all.add(text.toString());
    }
    return all;
  }

  private static Structure one(Prototype p, CellChoice choice) {
    List<String> elements = p.nElements() == 1 ? List.of("Cu") : List.of("Cu", "Au");
    PrototypeSpec spec =
        PrototypeSpec.of(List.of(p), elements)
            .withRule(new VolumeRule.LatticeConstant(4))
            .withCell(choice, 1, 1, 1);
    return new PrototypeGenerator(spec, "test").structures().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "A1, 1, 4",
    "A2, 1, 2",
    "A3, 2, 2",
    "A4, 2, 8",
    "A15, 8, 8",
    "sc, 1, 1",
    "B1, 2, 8",
    "B2, 2, 2",
    "B3, 2, 8",
    "L1_0, 2, 4",
    "L1_2, 4, 4",
    "D0_3, 4, 16",
    "C15, 6, 24"
  })
  void cellsHoldTheAtomsOfTheirPearsonSymbols(String key, int primitive, int conventional) {
    assertThat(one(Prototype.of(key), CellChoice.PRIMITIVE).nAtoms()).isEqualTo(primitive);
    assertThat(one(Prototype.of(key), CellChoice.CONVENTIONAL).nAtoms()).isEqualTo(conventional);
  }

  /** Counts of Cu + Au neighbours in the first shells, as crystallography has them. */
  @ParameterizedTest
  @CsvSource({
    "A1, Z29: 12+0 6+0 24+0",
    "A2, Z29: 8+0 6+0 12+0",
    "A3, Z29: 12+0 6+0 2+0 18+0",
    "A4, Z29: 4+0 12+0 12+0",
    "A15, Z29: 12+0 | Z29: 2+0 4+0 8+0",
    "sc, Z29: 6+0 12+0 8+0",
    "B1, Z29: 0+6 12+0 0+8 | Z79: 6+0 0+12 8+0",
    "B2, Z29: 0+8 6+0 12+0 | Z79: 8+0 0+6 0+12",
    "B3, Z29: 0+4 12+0 0+12 | Z79: 4+0 0+12 12+0",
    "L1_0, Z29: 4+8 6+0 8+16 | Z79: 8+4 0+6 16+8",
    "L1_2, Z29: 8+4 6+0 16+8 | Z79: 12+0 0+6 24+0",
    "D0_3, Z79: 8+0 6+0 0+12 | Z29: 8+0 0+6 12+0 | Z29: 4+4 6+0 12+0",
    "C15, Z29: 6+0 0+6 12+0 | Z79: 12+0 0+4 16+0"
  })
  void atomsHaveTheNeighboursOfTheirWyckoffPositions(String key, String expected) {
    for (CellChoice choice : CellChoice.values()) {
      Set<String> found = environments(one(Prototype.of(key), choice), key.equals("A3") ? 4 : 3);
      List<String> want = List.of(expected.split(" \\| "));
      assertThat(found).as(key + " " + choice).hasSize(want.size());
      for (String start : want) {
        assertThat(found).as(key + " " + choice).anyMatch(f -> f.startsWith(start));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Prototype.class)
  void bothCellsHaveTheSameVolumePerAtom(Prototype p) {
    double primitive = volumePerAtom(one(p, CellChoice.PRIMITIVE));
    assertThat(primitive).isPositive();
    assertThat(volumePerAtom(one(p, CellChoice.CONVENTIONAL))).isCloseTo(primitive, within(1e-12));
    assertThat(StructureChecks.check(one(p, CellChoice.PRIMITIVE))).isEmpty();
  }

  private static double volumePerAtom(Structure s) {
    return s.toSimState().volume(0) / s.nAtoms();
  }

  @Test
  void volumesFollowTheirRule() {
    PrototypeSpec spec = PrototypeSpec.of(List.of(Prototype.A1), List.of("Cu")).withVolumes(0.9);
    Structure zen = new PrototypeGenerator(spec, "t").structures().get(0);
    assertThat(volumePerAtom(zen)).isCloseTo(0.9 * 3.61 * 3.61 * 3.61 / 4, within(1e-3));
    assertThat(zen.id()).isEqualTo("Cu-A1-v0.9-r0");
    Structure touching =
        new PrototypeGenerator(
                PrototypeSpec.of(List.of(Prototype.A4), List.of("Cu"))
                    .withRule(new VolumeRule.Contact()),
                "t")
            .structures()
            .get(0);
    double[] x = touching.positions();
    double bond = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
    assertThat(bond).isCloseTo(3.61 / Math.sqrt(2), within(1e-3));
    Structure fixed =
        new PrototypeGenerator(
                PrototypeSpec.of(List.of(Prototype.C15), List.of("Mg", "Cu"))
                    .withRule(new VolumeRule.PerAtom(15)),
                "t")
            .structures()
            .get(1);
    assertThat(fixed.id()).isEqualTo("Cu2Mg-C15-v1-r0");
    assertThat(fixed.formula()).isEqualTo("Cu4Mg2");
    assertThat(volumePerAtom(fixed)).isCloseTo(15, within(1e-12));
  }

  @Test
  void sixteenMetalsInSixPrototypesFromFiveStartsAreFourHundredAndEighty() {
    List<String> metals =
        List.of(
            "Cu", "Ag", "Au", "Ni", "Pd", "Pt", "Al", "Pb", "Fe", "Mo", "Ta", "W", "Mg", "Co", "Ti",
            "Zr");
    List<Prototype> types = new ArrayList<>();
    for (String key : List.of("A1", "A2", "A3", "A15", "sc", "A4")) {
      types.add(Prototype.of(key));
    }
    PrototypeSpec spec =
        PrototypeSpec.of(types, metals)
            .withVolumes(0.9, 0.95, 1.0, 1.05, 1.1)
            .withDisorder(0.05, 0.01, 7, 1)
            .withCell(CellChoice.CONVENTIONAL, 1, 1, 1);
    List<Structure> all = new PrototypeGenerator(spec, "prototypes").structures();
    assertThat(all).hasSize(480);
    assertThat(all.stream().map(Structure::id).distinct()).hasSize(480);
    assertThat(all.stream().map(Structure::contentDigest).distinct()).hasSize(480);
    assertThat(all).allSatisfy(s -> assertThat(StructureChecks.check(s)).isEmpty());
  }

  @Test
  void disorderDependsOnSeedAndIdOnly() {
    PrototypeSpec few =
        PrototypeSpec.of(List.of(Prototype.A3), List.of("Ti")).withDisorder(0.1, 0.02, 3, 2);
    PrototypeSpec more =
        PrototypeSpec.of(List.of(Prototype.A1, Prototype.A3), List.of("Cu", "Ti"))
            .withVolumes(0.9, 1.0)
            .withDisorder(0.1, 0.02, 3, 5);
    List<Structure> large = new PrototypeGenerator(more, "p").structures();
    for (Structure s : new PrototypeGenerator(few, "p").structures()) {
      assertThat(large).contains(s);
    }
    Structure other =
        new PrototypeGenerator(few.withDisorder(0.1, 0.02, 4, 2), "p").structures().get(0);
    assertThat(large).noneMatch(s -> s.contentDigest().equals(other.contentDigest()));
  }

  @Test
  void displacementsAreNormal() {
    KeyedNormal normal = new KeyedNormal(1, "a");
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      double g = normal.at(i);
      sum += g;
      squares += g * g;
      fourth += g * g * g * g;
    }
    assertThat(sum / n).isCloseTo(0, within(0.01));
    assertThat(squares / n).isCloseTo(1, within(0.015));
    assertThat(fourth / n).isCloseTo(3, within(0.1));
  }

  @Test
  void supercellsRepeatTheCell() {
    PrototypeSpec spec =
        PrototypeSpec.of(List.of(Prototype.L1_2), List.of("Cu", "Au"))
            .withCell(CellChoice.PRIMITIVE, 2, 1, 3);
    List<Structure> all = new PrototypeGenerator(spec, "p").structures();
    assertThat(all).extracting(Structure::id).contains("Cu3Au-L1_2-v1-r0-2x1x3");
    assertThat(all.get(0).formula()).isEqualTo("Au6Cu18");
    assertThat(StructureChecks.check(all.get(0))).isEmpty();
  }

  @Test
  void clustersKeepTheirDistance() {
    ClusterSpec spec = ClusterSpec.of("Ar", List.of(4, 13), 50, 3.8, 11);
    List<Structure> all = new ClusterGenerator(spec, "clusters").structures();
    assertThat(all).hasSize(100);
    assertThat(all.stream().map(Structure::contentDigest).distinct()).hasSize(100);
    for (Structure s : all) {
      assertThat(s.cell()).isEmpty();
      double[] x = s.positions();
      for (int i = 0; i < s.nAtoms(); i++) {
        for (int j = 0; j < i; j++) {
          double d =
              Math.hypot(
                  Math.hypot(x[3 * i] - x[3 * j], x[3 * i + 1] - x[3 * j + 1]),
                  x[3 * i + 2] - x[3 * j + 2]);
          assertThat(d).isGreaterThanOrEqualTo(0.7 * 3.8 - 1e-12);
        }
      }
    }
    ClusterSpec crowded = new ClusterSpec("Ar", List.of(30), 1, 3.8, 0.6, 1.0, 1);
    assertThat(new ClusterGenerator(crowded, "c").structures().get(0).nAtoms()).isEqualTo(30);
  }

  @Test
  void wrongSettingsAreNamed() {
    assertThatThrownBy(() -> Prototype.of("A7"))
        .hasMessageContaining("unknown prototype 'A7'")
        .hasMessageContaining("L1_2");
    assertThatThrownBy(() -> PrototypeSpec.of(List.of(Prototype.A1), List.of("Copper")))
        .hasMessage("unknown element 'Copper', did you mean 'Cu'?");
    PrototypeSpec lonely = PrototypeSpec.of(List.of(Prototype.B2), List.of("Cu"));
    assertThatThrownBy(() -> new PrototypeGenerator(lonely, "p").structures())
        .hasMessageContaining("expected two");
  }
}

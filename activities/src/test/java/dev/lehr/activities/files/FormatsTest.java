package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bytes of every version that was ever written are read. They are recorded once and kept; a new
 * version gets a file of its own beside them.
 *
 * <p>To record: {@code mvn -pl activities test -Dtest=FormatsTest#record
 * -Dtest.groups.excluded=none}.
 */
class FormatsTest {

  private static final Path RESOURCES = Path.of("src/test/resources/formats");

  private static SimState state() {
    SimState state =
        SimState.ofSystem(
            new int[] {29, 28},
            new double[] {63.546, 58.6934},
            new double[] {0, 0, 0, 1.8, 1.8, 1e-300},
            new double[] {3.6, 0, 0, 0, 3.6, 0, 0, 0, -0.0},
            new boolean[] {true, true, false});
    state.putColumn("velocity", new Column.Doubles(Scope.ATOM, 3, new double[] {1, 2, 3, 4, 5, 6}));
    state.putColumn("iteration", new Column.Longs(Scope.SYSTEM, 1, new long[] {1L << 40}));
    state.putColumn("history", new Column.Ragged(new double[][] {{0.1, 0.2, 0.3}}));
    state.putGlobal("optimizer", "fire");
    return state;
  }

  private static Structure structure() {
    return Structure.builder(
            "CuNi-1", "a.extxyz:1", new int[] {29, 28}, new double[] {0, 0, 0, 1.8, 1.8, 1.8})
        .cell(new double[] {3.6, 0, 0, 0, 3.6, 0, 0, 0, 3.6})
        .pbc(true, true, true)
        .info("charge", 1.0)
        .build();
  }

  @Test
  void aCheckpointOfTheFirstFormatReads() throws Exception {
    byte[] bytes = Files.readAllBytes(RESOURCES.resolve("checkpoint-1.bin"));
    assertThat(StateCodec.encode(StateCodec.decode(bytes))).isEqualTo(StateCodec.encode(state()));
    SimState read = StateCodec.decode(bytes);
    assertThat(read.positions()).containsExactly(0, 0, 0, 1.8, 1.8, 1e-300);
    assertThat(read.longs("iteration")).containsExactly(1L << 40);
    assertThat(read.globals()).containsEntry("optimizer", "fire");
  }

  @Test
  void aStructureOfTheFirstFormatReads() throws Exception {
    byte[] bytes = Files.readAllBytes(RESOURCES.resolve("structure-1.bin"));
    assertThat(StructureCodec.decode(bytes).contentDigest()).isEqualTo(structure().contentDigest());
  }

  @Test
  void aCheckpointOfANewerFormatIsRefusedAndNotTakenForDamaged() {
    for (int version : List.of(2, 3, 200)) {
      byte[] newer = Sealed.seal('C', version, new byte[] {1, 2, 3});
      assertThatThrownBy(() -> StateCodec.decode(newer))
          .isInstanceOf(NewerFormatException.class)
          .hasMessage(
              "it was written by a newer version of Lehr, in format "
                  + version
                  + "; this version reads formats up to 1");
    }
  }

  @Test
  void aVersionThatIsTornIsDamage() {
    byte[] torn = StateCodec.encode(state());
    torn[1] = 2;
    assertThatThrownBy(() -> StateCodec.decode(torn))
        .isInstanceOf(DamagedBytesException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  @Tag("record")
  void record() throws Exception {
    Files.createDirectories(RESOURCES);
    Files.write(RESOURCES.resolve("checkpoint-1.bin"), StateCodec.encode(state()));
    Files.write(RESOURCES.resolve("structure-1.bin"), StructureCodec.encode(structure()));
    assertThat(RESOURCES.resolve("structure-1.bin")).exists();
  }
}

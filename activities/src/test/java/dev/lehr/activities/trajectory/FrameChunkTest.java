package dev.lehr.activities.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameChunkTest {

  private static SimState system(Random random, boolean momenta) {
    double[] positions = random.doubles(9, -10, 10).toArray();
    double[] cell = {5, 0, 0, 0.25, 6, 0, 0, -0.0, 7};
    SimState s =
        SimState.ofSystem(
            new int[] {18, 29, 6},
            new double[3],
            positions,
            cell,
            new boolean[] {true, true, false});
    s.addDoubles(Stepper.ENERGY, Scope.SYSTEM, 1, random.nextGaussian());
    s.addDoubles(Stepper.STRESS, Scope.SYSTEM, 9, random.nextGaussian());
    s.addDoubles(Stepper.FORCES, Scope.ATOM, 3, random.nextGaussian());
    if (momenta) {
      s.addDoubles(Dynamics.MOMENTA, Scope.ATOM, 3, random.nextGaussian());
    }
    return s;
  }

  private static List<TrajectoryFrame> frames(FrameStyle style) {
    Random random = new Random(3);
    return java.util.stream.LongStream.of(0, 10, 17)
        .mapToObj(
            step ->
                new TrajectoryFrame(
                    new TaskKey(7, 2, 12345678901L),
                    "a \"b\" \u00e9",
                    "md",
                    4,
                    step,
                    system(random, style.momenta()),
                    style))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void framesComeBackAsTheyWereToTheBit(boolean momenta, boolean compress) throws Exception {
    FrameStyle style = new FrameStyle(FrameFormat.BINARY, momenta, compress);
    List<TrajectoryFrame> before = frames(style);
    List<TrajectoryFrame> after = FrameChunk.read(FrameChunk.of(before));
    assertThat(after).hasSize(3);
    for (int i = 0; i < 3; i++) {
      TrajectoryFrame a = before.get(i);
      TrajectoryFrame b = after.get(i);
      assertThat(b.task()).isEqualTo(a.task());
      assertThat(b.id()).isEqualTo(a.id());
      assertThat(b.stage()).isEqualTo(a.stage());
      assertThat(b.generation()).isEqualTo(a.generation());
      assertThat(b.step()).isEqualTo(a.step());
      assertThat(b.style()).isEqualTo(style);
      assertThat(b.system().atomicNumbers()).isEqualTo(a.system().atomicNumbers());
      assertThat(b.system().pbc()).isEqualTo(a.system().pbc());
      assertThat(b.system().positions()).isEqualTo(a.system().positions());
      assertThat(b.system().cell()).isEqualTo(a.system().cell());
      for (String name : a.system().columnNames()) {
        assertThat(b.system().column(name)).as(name).isEqualTo(a.system().column(name));
      }
      assertThat(new String(FrameText.of(List.of(b)), StandardCharsets.UTF_8))
          .isEqualTo(new String(FrameText.of(List.of(a)), StandardCharsets.UTF_8))
          .contains(momenta ? ":momenta:R:3:" : "pos:R:3:forces");
    }
  }

  @Test
  void halfTheSizeIsWorthTheBitsOfAFloat() throws Exception {
    FrameStyle single = new FrameStyle(FrameFormat.BINARY_FLOAT32, true, false);
    byte[] small = FrameChunk.of(frames(single));
    byte[] large = FrameChunk.of(frames(new FrameStyle(FrameFormat.BINARY, true, false)));
    assertThat(large.length - small.length).isEqualTo(4 * 3 * (19 + 9 * 3));
    double[] before = frames(single).get(2).system().positions();
    double[] after = FrameChunk.read(small).get(2).system().positions();
    for (int i = 0; i < 9; i++) {
      assertThat(after[i]).isEqualTo((float) before[i]);
    }
  }

  /** As the documentation of the format says, for those who read it without this program. */
  @Test
  void theLayoutIsTheOneThatIsWrittenDown() {
    byte[] bytes = FrameChunk.of(frames(new FrameStyle(FrameFormat.BINARY, true, false)));
    java.nio.ByteBuffer in =
        java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("LFR1");
    assertThat(in.getInt(4)).isEqualTo(2);
    assertThat(in.getLong(8)).isEqualTo(12345678901L);
    assertThat(in.getInt(16)).isEqualTo(4);
    assertThat(in.getInt(20)).isEqualTo(3);
    long length = in.getLong(24);
    assertThat(in.getLong(32)).isEqualTo(length);
    assertThat(in.getLong(56)).isEqualTo(17);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 64);
    assertThat(in.getInt(64)).isEqualTo((int) crc.getValue());
    assertThat(bytes).hasSize((int) (68 + length + 4));
    int energy = 68 + 4 + 8 + 4 + 2 + 8 + 4 + 4 + 3 + 12;
    assertThat(in.getDouble(energy))
        .isEqualTo(
            frames(new FrameStyle(FrameFormat.BINARY, true, false))
                .get(0)
                .system()
                .doubles(Stepper.ENERGY)[0]);
    crc.reset();
    crc.update(bytes, 68, (int) length);
    assertThat(in.getInt(bytes.length - 4)).isEqualTo((int) crc.getValue());
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void anyByteThatChangedIsFound(boolean compress) {
    byte[] whole = FrameChunk.of(frames(new FrameStyle(FrameFormat.BINARY, false, compress)));
    for (int i = 0; i < whole.length; i++) {
      byte[] bytes = whole.clone();
      bytes[i] ^= 0x10;
      assertThatThrownBy(() -> FrameChunk.read(bytes))
          .as("byte %s", i)
          .isInstanceOf(FrameChunk.DamagedChunkException.class);
    }
    assertThatThrownBy(() -> FrameChunk.read(java.util.Arrays.copyOf(whole, whole.length - 1)))
        .isInstanceOf(FrameChunk.DamagedChunkException.class)
        .hasMessage("a chunk of frames with a damaged body");
  }
}

package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CodecTest {

  /** Any bits at all: NaN payloads, infinities, subnormals, negative zero among them. */
  private static double[] bits(Random random, int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] =
          switch (random.nextInt(5)) {
            case 0 -> Double.longBitsToDouble(0x7ff8000000000000L | random.nextInt());
            case 1 -> -0.0;
            case 2 -> Double.longBitsToDouble(random.nextLong());
            default -> random.nextGaussian();
          };
    }
    return values;
  }

  private static long[] longs(Random random, int n) {
    return random.longs(n).toArray();
  }

  private static boolean[] booleans(Random random, int n) {
    boolean[] values = new boolean[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextBoolean();
    }
    return values;
  }

  private static String text(Random random) {
    char[] text = new char[random.nextInt(12)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : 32 + random.nextInt(95));
    }
    return new String(text);
  }

  private static String[] texts(Random random, int n) {
    String[] values = new String[n];
    for (int i = 0; i < n; i++) {
      values[i] = text(random);
    }
    return values;
  }

  private static Object value(Random random) {
    int n = random.nextInt(4);
    return switch (random.nextInt(12)) {
      case 0 -> text(random);
      case 1 -> random.nextLong();
      case 2 -> bits(random, 1)[0];
      case 3 -> random.nextBoolean();
      case 4 -> longs(random, n);
      case 5 -> bits(random, n);
      case 6 -> booleans(random, n);
      case 7 -> texts(random, n);
      case 8 -> new long[][] {longs(random, n), longs(random, n)};
      case 9 -> new double[][] {bits(random, n)};
      case 10 -> new boolean[][] {booleans(random, n)};
      default -> new String[][] {texts(random, n), texts(random, n)};
    };
  }

  private static AtomColumn column(Random random, int n) {
    int width = 1 + random.nextInt(3);
    return switch (random.nextInt(4)) {
      case 0 -> new AtomColumn.Reals(width, bits(random, n * width));
      case 1 -> new AtomColumn.Integers(width, longs(random, n * width));
      case 2 -> new AtomColumn.Logicals(width, booleans(random, n * width));
      default -> new AtomColumn.Strings(width, texts(random, n * width));
    };
  }

  private static Structure structure(Random random, int n) {
    Structure.Builder b =
        Structure.builder(
            text(random), text(random), random.ints(n, -5, 200).toArray(), bits(random, 3 * n));
    b.pbc(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    if (random.nextBoolean()) {
      b.cell(bits(random, 9));
    }
    if (random.nextBoolean()) {
      b.masses(bits(random, n));
    }
    for (int i = random.nextInt(10); i > 0; i--) {
      b.info(text(random), value(random));
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      b.array(text(random), column(random, n));
    }
    return b.build();
  }

  @Property(tries = 500)
  void structuresComeBackToTheBit(@ForAll long seed, @ForAll @IntRange(max = 20) int n)
      throws DamagedBytesException {
    Structure s = structure(new Random(seed), n);
    byte[] bytes = StructureCodec.encode(s);
    Structure back = StructureCodec.decode(bytes);
    assertThat(back).isEqualTo(s);
    assertThat(StructureCodec.encode(back)).isEqualTo(bytes);
    assertThat(back.contentDigest()).isEqualTo(s.contentDigest());
  }

  private static SimState state(Random random, int n) {
    SimState state =
        SimState.ofSystem(
            random.ints(n, 1, 100).toArray(),
            bits(random, n),
            bits(random, 3 * n),
            bits(random, 9),
            booleans(random, 3));
    for (int i = random.nextInt(6); i > 0; i--) {
      Scope scope = random.nextBoolean() ? Scope.ATOM : Scope.SYSTEM;
      int width = 1 + random.nextInt(9);
      int length = width * (scope == Scope.ATOM ? n : 1);
      String name = "column" + i;
      state.putColumn(
          name,
          random.nextBoolean()
              ? new Column.Doubles(scope, width, bits(random, length))
              : new Column.Longs(scope, width, longs(random, length)));
    }
    if (random.nextBoolean()) {
      double[] history = bits(random, random.nextInt(5));
      state.putColumn("history", new Column.Ragged(new double[][] {history}));
    }
    return state;
  }

  private static long[] raw(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  @Property(tries = 500)
  void checkpointsComeBackToTheBit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int n)
      throws DamagedBytesException {
    SimState state = state(new Random(seed), n);
    byte[] bytes = StateCodec.encode(state);
    SimState back = StateCodec.decode(bytes);
    assertThat(back.atomicNumbers()).isEqualTo(state.atomicNumbers());
    assertThat(raw(back.masses())).isEqualTo(raw(state.masses()));
    assertThat(raw(back.positions())).isEqualTo(raw(state.positions()));
    assertThat(raw(back.cell())).isEqualTo(raw(state.cell()));
    assertThat(back.pbc()).isEqualTo(state.pbc());
    assertThat(back.columnNames()).containsExactlyInAnyOrderElementsOf(state.columnNames());
    assertThat(StateCodec.encode(back)).as("in whatever order columns came").isEqualTo(bytes);
    for (String name : state.columnNames()) {
      Column column = state.column(name);
      assertThat(back.column(name).matches(column)).isTrue();
      if (column instanceof Column.Doubles d) {
        assertThat(raw(back.doubles(name))).isEqualTo(raw(d.data()));
      } else if (column instanceof Column.Ragged r) {
        assertThat(raw(back.ragged(name)[0])).isEqualTo(raw(r.data()[0]));
      } else {
        assertThat(back.longs(name)).isEqualTo(state.longs(name));
      }
    }
    assertThat(StateCodec.encode(back)).isEqualTo(bytes);
  }

  @Test
  void companionsStayBehindAndGlobalsComeAlong() throws DamagedBytesException {
    SimState state = state(new Random(3), 2);
    byte[] without = StateCodec.encode(state);
    state.companions("neighbours")[0] = new Object();
    assertThat(StateCodec.encode(state)).isEqualTo(without);
    state.putGlobal("flavour", "ase");
    assertThat(StateCodec.decode(StateCodec.encode(state)).globals())
        .containsEntry("flavour", "ase");
    SimState two = SimState.concatenate(List.of(state, state));
    assertThatThrownBy(() -> StateCodec.encode(two)).hasMessageContaining("has 2");
  }

  @Test
  void tornAndChangedBytesAreRecognised() {
    byte[] bytes = StateCodec.encode(state(new Random(4), 3));
    for (int length = 0; length < bytes.length; length++) {
      byte[] torn = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> StateCodec.decode(torn)).isInstanceOf(DamagedBytesException.class);
    }
    byte[] structure = StructureCodec.encode(structure(new Random(4), 3));
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> StateCodec.decode(changed))
          .isInstanceOf(DamagedBytesException.class);
    }
    for (int bit = 0; bit < 8 * structure.length; bit++) {
      byte[] changed = structure.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> StructureCodec.decode(changed))
          .isInstanceOf(DamagedBytesException.class);
    }
    assertThatThrownBy(() -> StructureCodec.decode(bytes)).hasMessageContaining("'S'");
  }
}

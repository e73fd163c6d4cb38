package dev.lehr.simulation.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SimStateTest {

  private static SimState system(int atoms, int tag) {
    int[] numbers = new int[atoms];
    double[] masses = new double[atoms];
    double[] positions = new double[3 * atoms];
    for (int i = 0; i < atoms; i++) {
      numbers[i] = tag;
      masses[i] = tag + 0.5;
      for (int k = 0; k < 3; k++) {
        positions[3 * i + k] = 100 * tag + 3 * i + k;
      }
    }
    double[] cell = {tag, 0, 0, 0, 2, 0, 0, 0, 3};
    SimState state =
        SimState.ofSystem(
            numbers, masses, positions, cell, new boolean[] {true, tag % 2 == 0, true});
    state.addDoubles("velocities", Scope.ATOM, 3, tag);
    state.addLongs("iteration", Scope.SYSTEM, 1, tag);
    double[] history = new double[tag % 4];
    java.util.Arrays.fill(history, tag);
    state.putColumn("history", new Column.Ragged(new double[][] {history}));
    return state;
  }

  private static void assertSame(SimState a, SimState b) {
    assertThat(a.nAtomsPerSystem()).isEqualTo(b.nAtomsPerSystem());
    assertThat(a.atomicNumbers()).isEqualTo(b.atomicNumbers());
    assertThat(a.masses()).isEqualTo(b.masses());
    assertThat(a.positions()).isEqualTo(b.positions());
    assertThat(a.cell()).isEqualTo(b.cell());
    assertThat(a.pbc()).isEqualTo(b.pbc());
    assertThat(a.columnNames()).isEqualTo(b.columnNames());
    for (String name : a.columnNames()) {
      assertThat(a.column(name)).isEqualTo(b.column(name));
    }
  }

  @Property(tries = 3000)
  void splitIsTheInverseOfConcatenate(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 7) Integer> sizes) {
    List<SimState> systems =
        java.util.stream.IntStream.range(0, sizes.size())
            .mapToObj(i -> system(sizes.get(i), i + 1))
            .toList();
    SimState batch = SimState.concatenate(systems);
    assertThat(batch.nAtomsPerSystem())
        .isEqualTo(sizes.stream().mapToInt(Integer::intValue).toArray());
    List<SimState> back = batch.split();
    for (int i = 0; i < systems.size(); i++) {
      assertSame(back.get(i), systems.get(i));
    }
    assertSame(SimState.concatenate(back), batch);
  }

  @Property(tries = 3000)
  void popTakesWhatSelectShowsAndKeepsTheRest(
      @ForAll @Size(min = 1, max = 10) List<Boolean> leaving) {
    SimState batch =
        SimState.concatenate(
            java.util.stream.IntStream.range(0, leaving.size())
                .mapToObj(i -> system(1 + i % 3, i + 1))
                .toList());
    int[] out = java.util.stream.IntStream.range(0, leaving.size()).filter(leaving::get).toArray();
    int[] in =
        java.util.stream.IntStream.range(0, leaving.size()).filter(i -> !leaving.get(i)).toArray();
    SimState before = batch.copy();
    List<SimState> popped = batch.pop(out);
    assertThat(popped).hasSize(out.length);
    if (out.length > 0) {
      assertSame(SimState.concatenate(popped), before.select(out));
    }
    assertThat(batch.nSystems()).isEqualTo(in.length);
    if (in.length > 0) {
      assertSame(batch, before.select(in));
    }
  }

  @Test
  void systemIdxIsSortedAndConsecutive() {
    SimState batch = SimState.concatenate(List.of(system(2, 1), system(1, 2), system(3, 3)));
    assertThat(batch.systemIdx()).containsExactly(0, 0, 1, 2, 2, 2);
  }

  @Test
  void aSystemOfOneAtomIsNotAmbiguous() {
    SimState batch = SimState.concatenate(List.of(system(1, 1), system(1, 2)));
    assertThat(batch.nSystems()).isEqualTo(2);
    assertThat(batch.split().get(1).atomicNumbers()).containsExactly(2);
  }

  @Test
  void pbcIsPerSystem() {
    SimState batch = SimState.concatenate(List.of(system(1, 1), system(1, 2)));
    assertThat(batch.pbc()).containsExactly(true, false, true, true, true, true);
  }

  @Test
  void volumeIsSigned() {
    SimState state = system(1, 5);
    assertThat(state.volume(0)).isEqualTo(30.0);
    state.cell()[0] = -5;
    assertThat(state.volume(0)).isEqualTo(-30.0);
  }

  @Test
  void theEmptyListIsRefusedWithTorchSimsText() {
    assertThatThrownBy(() -> SimState.concatenate(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot concatenate an empty list of states");
  }

  @Test
  void statesWithDifferentColumnsAreRefused() {
    SimState other = system(1, 2);
    other.addDoubles("charges", Scope.ATOM, 1, 0);
    assertThatThrownBy(() -> SimState.concatenate(List.of(system(1, 1), other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("All states must be of the same type")
        .hasMessageContaining("charges");
  }

  @Test
  void globalsThatDisagreeAreRefusedNotDropped() {
    SimState a = system(1, 1);
    SimState b = system(1, 2);
    a.putGlobal("seed", 1);
    b.putGlobal("seed", 2);
    assertThatThrownBy(() -> SimState.concatenate(List.of(a, b))).hasMessageContaining("globals");
    b.putGlobal("seed", 1);
    assertThat(SimState.concatenate(List.of(a, b)).globals()).containsEntry("seed", 1);
  }

  @Test
  void companionsTravelWithTheirSystemAndMayBeMissing() {
    SimState a = system(1, 1);
    a.companions("neighbors")[0] = "list of a";
    SimState batch = SimState.concatenate(List.of(system(2, 2), a));
    assertThat(batch.companions("neighbors")).containsExactly(null, "list of a");
    assertThat(batch.pop(1).get(0).companions("neighbors")).containsExactly("list of a");
  }

  @Test
  void selectionsOutsideTheBatchAreRefused() {
    SimState batch = SimState.concatenate(List.of(system(1, 1), system(1, 2)));
    assertThatThrownBy(() -> batch.select(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batch.select()).hasMessageContaining("empty");
    assertThatThrownBy(() -> batch.pop(1, 1)).hasMessageContaining("twice");
    assertThat(batch.select(-1).atomicNumbers()).containsExactly(2);
  }

  @Test
  void extrasMayNotShadowAttributesAndMustFit() {
    SimState state = system(2, 1);
    assertThatThrownBy(() -> state.addDoubles("positions", Scope.ATOM, 3, 0))
        .hasMessageContaining("shadows an existing attribute");
    assertThatThrownBy(() -> state.putColumn("x", new Column.Doubles(Scope.ATOM, 1, new double[3])))
        .hasMessageContaining("3 rows, expected 2");
  }
}

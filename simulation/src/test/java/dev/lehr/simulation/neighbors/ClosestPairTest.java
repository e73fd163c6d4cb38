package dev.lehr.simulation.neighbors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.state.SimState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClosestPairTest {

  private static Optional<String> found(double[] positions, double length, boolean periodic) {
    int n = positions.length / 3;
    double[] cell = {length, 0, 0, 0, 9, 0, 0, 0, 9};
    boolean[] pbc = {periodic, periodic, periodic};
    SimState state = SimState.ofSystem(new int[n], new double[n], positions, cell, pbc);
    SimState other = SimState.ofSystem(new int[1], new double[1], new double[3], cell, pbc);
    SimState batch = SimState.concatenate(java.util.List.of(other, state));
    return ClosestPair.within1Angstrom(batch, 1).map(ClosestPair::toString);
  }

  @Test
  void theNearestTwoAreNamedWithTheirDistance() {
    assertThat(found(new double[] {0, 0, 0, 4, 4, 4, 4, 4, 4.5, 0.6, 0, 0}, 9, true))
        .hasValue("atoms 1 and 2 are 0.5 angstrom apart");
    assertThat(found(new double[] {1, 2, 3, 1, 2, 3}, 9, false))
        .hasValue("atoms 0 and 1 are 0.0 angstrom apart");
    assertThat(found(new double[] {0, 0, 0, 8.75, 0, 0}, 9, true))
        .hasValue("atoms 0 and 1 are 0.25 angstrom apart");
    assertThat(found(new double[] {0, 0, 0}, 0.5, true))
        .hasValue("atom 0 is 0.5 angstrom from its own image");
  }

  @Test
  void thereIsNoneWhereAllAreApartOrNothingCanBeSaid() {
    assertThat(found(new double[] {0, 0, 0, 2, 0, 0}, 9, true)).isEmpty();
    assertThat(found(new double[] {0, 0, Double.NaN, 0, 0, 0}, 9, true)).isEmpty();
  }
}

package dev.lehr.simulation.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.model.Crystals;
import dev.lehr.simulation.model.Golden;
import dev.lehr.simulation.model.SoftSphere;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Displacements and pair distributions that are summed on the way. */
class SamplingTest {

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        SamplingTest.class.getResourceAsStream("/golden/dynamics/ase_sampling.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static SimState start(JsonNode golden) {
    SimState state = Golden.state(golden.get("structure"));
    double[] masses = Golden.flat(golden.get("structure").get("masses"));
    System.arraycopy(masses, 0, state.masses(), 0, masses.length);
    double[] momenta = Golden.flat(golden.get("momenta"));
    state.putColumn(Dynamics.MOMENTA, new Column.Doubles(Scope.ATOM, 3, momenta));
    return state;
  }

  private static void run(SimState state, DynamicsSettings settings) {
    RandomKey.put(state, 1, "test", "sampled");
    Trajectory trajectory =
        new Trajectory(
            new SoftSphere(4.5, 2, 2.5, Workers.serial()),
            new Dynamics(settings, 0, "test"),
            state);
    while (!trajectory.verdict().leaves()) {
      trajectory.step();
    }
    assertThat(trajectory.verdict()).isEqualTo(new Verdict.Converged());
  }

  /** See bench/reference/ase_sampling.py: frames of ASE, summed over by numpy afterwards. */
  @Test
  void displacementsAndPairsAreThoseThatNumpyFindsInTheFramesOfAse() throws IOException {
    JsonNode golden = golden();
    SimState state = start(golden);
    PairSampling pairs =
        new PairSampling(
            golden.get("r_max").asDouble(),
            golden.get("bins").asInt(),
            golden.get("rdf_every").asLong(),
            true);
    run(
        state,
        DynamicsSettings.builder(Ensemble.nve(), 300)
            .timestep(golden.get("timestep_fs").asDouble())
            .steps(golden.get("steps").asLong())
            .averageAfter(golden.get("average_after").asLong())
            .displacementsEvery(golden.get("msd_every").asLong())
            .pairs(pairs)
            .build());
    Displacements displacements = Displacements.of(state, 0);
    assertThat(displacements.elements()).containsExactly(10, 18);
    assertThat(displacements.rows()).isEqualTo(golden.get("msd").size());
    for (int row = 0; row < displacements.rows(); row++) {
      double[] found = {displacements.all(row), displacements.of(0, row), displacements.of(1, row)};
      assertThat(found)
          .as("row %s", row)
          .containsExactly(Golden.flat(golden.get("msd").get(row)), within(1e-8));
      assertThat(displacements.step(row)).isEqualTo(row * golden.get("msd_every").asLong());
    }
    PairDistribution found = PairDistribution.of(state, 0, pairs);
    JsonNode rdf = golden.get("rdf");
    assertThat(found.samples()).isEqualTo(4);
    assertThat(found.all()).containsExactly(Golden.flat(rdf.get("all")), within(1e-11));
    assertThat(found.of(0, 0)).containsExactly(Golden.flat(rdf.get("10-10")), within(1e-11));
    assertThat(found.of(1, 0)).containsExactly(Golden.flat(rdf.get("10-18")), within(1e-11));
    assertThat(found.of(1, 1)).containsExactly(Golden.flat(rdf.get("18-18")), within(1e-11));
  }

  private static SimState crystal() {
    SimState state = Crystals.fcc(new int[] {18}, 5.2, 2, 0.1, 4);
    Arrays.fill(state.masses(), 40);
    return state;
  }

  /** The table of a long run is the one of a short interval with rows left out. */
  @Test
  void aFullTableKeepsEverySecondRowAndDoublesItsInterval() {
    SimState fine = Crystals.fcc(new int[] {18}, 5.2, 1, 0.1, 4);
    SimState coarse = fine.copy();
    DynamicsSettings.Builder settings =
        DynamicsSettings.builder(Ensemble.nve(), 300).timestep(2).steps(1300).averageAfter(5);
    run(fine, settings.displacementsEvery(3).build());
    run(coarse, settings.displacementsEvery(12).build());
    Displacements thinned = Displacements.of(fine, 0);
    Displacements whole = Displacements.of(coarse, 0);
    assertThat(thinned.interval()).isEqualTo(12);
    assertThat(whole.interval()).isEqualTo(12);
    assertThat(thinned.rows()).isEqualTo(1295 / 12 + 1).isEqualTo(whole.rows());
    for (int row = 0; row < whole.rows(); row++) {
      assertThat(thinned.step(row)).isEqualTo(12L * row);
      assertThat(thinned.all(row)).isEqualTo(whole.all(row));
    }
  }

  /** Free atoms: <r^2> = 3 kT/m t^2 for each of them, whatever way all of them drift. */
  @Test
  void atomsThatFlyFreelyGoAsFarAsTheirVelocitiesSayLessTheCentreOfMass() {
    SimState state = crystal();
    for (int i = 0; i < state.positions().length; i++) {
      state.positions()[i] *= 10;
    }
    Arrays.setAll(state.cell(), i -> 10 * state.cell()[i]);
    double[] momenta = new double[96];
    Arrays.setAll(momenta, i -> 5 + (i % 6 < 3 ? 1 : -1) * (i % 3 + 1));
    state.putColumn(Dynamics.MOMENTA, new Column.Doubles(Scope.ATOM, 3, momenta));
    DynamicsSettings settings =
        DynamicsSettings.builder(Ensemble.nve(), 300).steps(50).displacementsEvery(10).build();
    run(state, settings);
    Displacements found = Displacements.of(state, 0);
    double time = 50 * Units.FS;
    assertThat(found.all(5)).isCloseTo((1 + 4 + 9) * time * time / (40 * 40), within(1e-12));
  }

  /**
   * Straight lines of slope 6 D. The rows of the second half are what counts, so a fast start does
   * not.
   */
  @Test
  void theDiffusionCoefficientIsASixthOfTheSlope() {
    SimState state = crystal();
    Displacements.addTo(state, 10);
    double[] table = state.ragged(Displacements.TABLE)[0];
    table[1] = 20;
    for (int row = 0; row < 20; row++) {
      table[2 + 3 * row] = 10.0 * row;
      table[3 + 3 * row] = row < 10 ? 7 * row : 1 + 0.03 * (10 * row * 2.0);
    }
    assertThat(Displacements.of(state, 0).diffusion(2)).isCloseTo(0.005, within(1e-15));
    table[1] = 4;
    assertThat(Displacements.of(state, 0).diffusion(2)).isNaN();
  }

  /**
   * With a cell that moves, what an atom travels is what it goes beyond being carried along. Here
   * it is found from positions and cells before and after each step.
   */
  @Test
  void aCellThatMovesCarriesAtomsAlongWithoutTheirTravelling() {
    for (Ensemble.NptCRescale.Scaling scaling : Ensemble.NptCRescale.Scaling.values()) {
      SimState state = crystal();
      RandomKey.put(state, 1, "test", "carried");
      Ensemble ensemble =
          new Ensemble.NptCRescale(scaling, 0.05, OptionalDouble.empty(), OptionalDouble.of(50), 5);
      Trajectory trajectory =
          new Trajectory(
              new SoftSphere(4.5, 2, 2.5, Workers.serial()),
              new Dynamics(
                  DynamicsSettings.builder(ensemble, 300)
                      .timestep(2)
                      .steps(200)
                      .displacementsEvery(200)
                      .build(),
                  0,
                  "test"),
              state);
      double[] way = new double[96];
      double start = state.volume(0);
      while (!trajectory.verdict().leaves()) {
        double[] before = state.positions().clone();
        double[] cell = state.cell().clone();
        trajectory.step();
        double[] carried = Matrix3.multiply(Matrix3.inverse(cell), state.cell());
        for (int i = 0; i < 96; i++) {
          int a = i / 3 * 3;
          double with = 0;
          for (int k = 0; k < 3; k++) {
            with += before[a + k] * carried[3 * k + i % 3];
          }
          way[i] += state.positions()[i] - with;
        }
      }
      assertThat(Math.abs(state.volume(0) / start - 1)).as("the cell moves").isGreaterThan(0.03);
      assertThat(state.ragged(Displacements.TRAVELLED)[0]).containsExactly(way, within(1e-10));
    }
  }

  @Test
  void heldAtomsDoNotCountAndNoDriftIsTakenOffBesideThem() {
    SimState state = crystal();
    boolean[] moves = new boolean[32];
    Arrays.fill(moves, 0, 5, true);
    Constraints.hold(state, moves, 1);
    double[] before = state.positions().clone();
    run(
        state,
        DynamicsSettings.builder(Ensemble.nvtLangevin(), 300)
            .timestep(2)
            .steps(60)
            .displacementsEvery(60)
            .build());
    double sum = 0;
    for (int i = 0; i < 15; i++) {
      double x = state.positions()[i] - before[i];
      sum += x * x / 5;
    }
    assertThat(Displacements.of(state, 0).all(1)).isCloseTo(sum, within(1e-12));
  }

  /** Of a perfect crystal every neighbour is known: 12 at a/sqrt 2, 6 at a, 24 at a sqrt 3/2. */
  @Test
  void theShellsOfACrystalHoldItsNeighbours() {
    SimState state = Crystals.fcc(new int[] {18}, 5.2, 1, 0, 4);
    PairSampling sampling = new PairSampling(7, 140, 1, false);
    PairDistribution.addTo(state, sampling);
    PairDistribution.sample(state, 0, sampling);
    PairDistribution found = PairDistribution.of(state, 0, sampling);
    double density = 4 / (5.2 * 5.2 * 5.2);
    double[] neighbours = new double[3];
    for (int bin = 0; bin < 140; bin++) {
      double inner = bin * 0.05;
      double shell = 4 * Math.PI / 3 * (Math.pow(inner + 0.05, 3) - Math.pow(inner, 3));
      int which = found.r(bin) < 4.4 ? 0 : found.r(bin) < 5.8 ? 1 : 2;
      neighbours[which] += found.all()[bin] * shell * density;
    }
    assertThat(neighbours).containsExactly(new double[] {12, 6, 24}, within(1e-9));
    assertThatThrownBy(() -> found.of(0, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void pairsAreRefusedWithoutACellAndOutOfBounds() {
    SimState gas =
        SimState.ofSystem(
            new int[] {18, 18},
            new double[] {40, 40},
            new double[] {0, 0, 0, 0, 0, 4},
            new double[9],
            new boolean[3]);
    DynamicsSettings.Builder settings = DynamicsSettings.builder(Ensemble.nve(), 300);
    settings.pairs(new PairSampling(5, 10, 1, false));
    assertThat(new Dynamics(settings.build(), 0, "test").refuses(gas))
        .hasValueSatisfying(
            failed -> {
              assertThat(failed.reason()).isEqualTo("needs_periodic_cell");
              assertThat(failed.detail()).startsWith("a pair distribution (rdf)");
            });
    assertThatThrownBy(() -> new PairSampling(31, 10, 1, false))
        .hasMessage("rdf.r_max is 31.0 angstrom, expected above 0 and at most 30.0");
    assertThatThrownBy(() -> new PairSampling(3, 201, 1, false))
        .hasMessage("rdf.bins is 201, expected 1 to 200");
    assertThatThrownBy(() -> new PairSampling(3, 10, 0, false))
        .hasMessage("rdf.every is 0, expected 1 or more");
    assertThatThrownBy(() -> settings.displacementsEvery(0).build())
        .hasMessage("msd.every is 0, expected 1 or more");
  }

  /** A cell that collapses has more pairs within the distance than a computer holds. */
  @Test
  void pairsThatAreTooManyAreAFailureOfTheSystem() {
    SimState state = crystal();
    RandomKey.put(state, 1, "test", "dense");
    Dynamics dynamics =
        new Dynamics(
            DynamicsSettings.builder(Ensemble.nve(), 1)
                .pairs(new PairSampling(30, 10, 1, false))
                .build(),
            0,
            "test");
    dynamics.prepare(state);
    state.doubles(Stepper.ENERGY)[0] = 0;
    Arrays.fill(state.doubles(Stepper.FORCES), 0);
    Arrays.fill(state.doubles(Stepper.STRESS), 0);
    dynamics.judge(state, 0);
    dynamics.move(state, 0);
    Arrays.setAll(state.cell(), i -> state.cell()[i] / 10);
    // As if the volume at the start had been that of now: that it shrank is a failure of its own.
    state.doubles("start_volume")[0] = state.volume(0);
    assertThat(dynamics.judge(state, 0))
        .isEqualTo(
            new Verdict.Failed(
                "not_searchable",
                "at step 1 the pairs of rdf: about 5.1478076E7 pairs within r_max, expected at most"
                    + " 8388608"));
    assertThat(dynamics.refuses(state)).map(Verdict.Failed::reason).contains("not_searchable");
  }
}

package dev.lehr.simulation.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.model.Crystals;
import dev.lehr.simulation.model.SoftSphere;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/**
 * Ensembles by their laws. Seeds are fixed, so a test passes always or never; bounds are five
 * standard errors of samples that are far enough apart to be independent.
 */
class EnsemblesTest {

  private static final double TEMPERATURE = 300;
  private static final double KT = Units.KB * TEMPERATURE;

  /** Eight soft spheres, of two masses. */
  private static SimState spheres() {
    SimState state = Crystals.fcc(new int[] {18}, 5.2, 2, 0.1, 4);
    SimState eight =
        SimState.ofSystem(
            Arrays.copyOf(state.atomicNumbers(), 8),
            new double[] {20, 40, 20, 40, 20, 40, 20, 40},
            Arrays.copyOf(state.positions(), 24),
            new double[] {5.2, 0, 0, 0, 10.4, 0, 0, 0, 5.2},
            new boolean[] {true, true, true});
    for (int i = 0; i < 8; i++) {
      eight.positions()[3 * i + 1] = (i < 4 ? 0 : 5.2) + eight.positions()[3 * (i % 4) + 1];
      eight.positions()[3 * i] = eight.positions()[3 * (i % 4)];
      eight.positions()[3 * i + 2] = eight.positions()[3 * (i % 4) + 2];
    }
    return eight;
  }

  /** Kinetic energies, eV, of every {@code every}-th step after a tenth of the run. */
  private static double[] kinetic(SimState state, Ensemble ensemble, int samples, int every) {
    RandomKey.put(state, 42, "test", "spheres");
    DynamicsSettings settings =
        DynamicsSettings.builder(ensemble, TEMPERATURE).timestep(2).steps(Long.MAX_VALUE).build();
    Trajectory trajectory =
        new Trajectory(
            new SoftSphere(4.5, 2, 2.5, Workers.serial()),
            new Dynamics(settings, 0, "test"),
            state);
    double[] found = new double[samples];
    for (int i = -samples / 10; i < samples; i++) {
      for (int k = 0; k < every; k++) {
        assertThat(trajectory.step()).isEqualTo(new Verdict.Continue());
      }
      if (i >= 0) {
        found[i] = Observables.of(state, 0).last(Observable.KINETIC_ENERGY);
      }
    }
    return found;
  }

  /** 2 K / kT has the chi-square distribution of the degrees of freedom. */
  private static void assertChiSquare(double[] kinetic, double degrees) {
    double mean = 0;
    for (double k : kinetic) {
      mean += 2 * k / KT / kinetic.length;
    }
    double variance = 0;
    for (double k : kinetic) {
      variance += sq(2 * k / KT - mean) / (kinetic.length - 1);
    }
    double n = kinetic.length;
    // Mean f, variance 2f; the variance of a sample's variance is (8 f^2 + 48 f) / n.
    assertThat(mean).as("mean").isCloseTo(degrees, within(5 * Math.sqrt(2 * degrees / n)));
    assertThat(variance)
        .as("variance")
        .isCloseTo(2 * degrees, within(5 * Math.sqrt((8 * sq(degrees) + 48 * degrees) / n)));
  }

  private static double sq(double x) {
    return x * x;
  }

  @Test
  void langevinDynamicsSamplesTheKineticEnergiesOfTheCanonicalEnsemble() {
    SimState state = spheres();
    double[] found = kinetic(state, new Ensemble.NvtLangevin(OptionalDouble.of(0.05)), 4000, 20);
    assertThat(state.longs(Dynamics.DEGREES_OF_FREEDOM)[0]).isEqualTo(24);
    assertChiSquare(found, 24);
  }

  @Test
  void velocityRescalingSamplesTheKineticEnergiesOfTheCanonicalEnsemble() {
    SimState state = spheres();
    double[] found = kinetic(state, new Ensemble.NvtVRescale(OptionalDouble.of(20)), 4000, 25);
    assertThat(state.longs(Dynamics.DEGREES_OF_FREEDOM)[0]).isEqualTo(21);
    assertChiSquare(found, 21);
  }

  /** The samples are correlated here: the bound on the mean is 3 %. */
  @Test
  void aNoseHooverChainKeepsTheTemperatureAndItsInvariant() {
    SimState state = spheres();
    kinetic(state, new Ensemble.NvtNoseHoover(OptionalDouble.of(100), 3, 3, 3), 2000, 20);
    Observables seen = Observables.of(state, 0);
    assertThat(seen.mean(Observable.TEMPERATURE)).isCloseTo(300, within(9.0));
    assertThat(seen.standardDeviation(Observable.TEMPERATURE))
        .isCloseTo(300 * Math.sqrt(2.0 / 21), within(9.0));
    assertThat(seen.standardDeviation(Observable.CONSERVED)).isLessThan(1e-4);
    assertThat(Math.abs(seen.drift())).isLessThan(1e-3);
  }

  /**
   * An ideal gas of N atoms with its centre of mass at rest at constant pressure has volumes of the
   * gamma distribution of shape N and scale kT/P: mean N kT/P, variance N (kT/P)^2.
   */
  private static void assertVolumesOfAnIdealGas(Ensemble.NptCRescale.Scaling scaling) {
    int n = 16;
    double pressure = n * KT / 8000;
    SimState state =
        SimState.ofSystem(
            new int[n],
            filled(n, 40),
            new double[3 * n],
            new double[] {20, 0, 0, 0, 20, 0, 0, 0, 20},
            new boolean[] {true, true, true});
    RandomKey.put(state, 1, "test", "gas");
    Ensemble ensemble =
        new Ensemble.NptCRescale(
            scaling, pressure, OptionalDouble.of(100), OptionalDouble.of(1000), 1 / pressure);
    Dynamics dynamics =
        new Dynamics(
            DynamicsSettings.builder(ensemble, TEMPERATURE)
                .timestep(5)
                .steps(Long.MAX_VALUE)
                .build(),
            0,
            "test");
    dynamics.prepare(state);
    state.doubles(Stepper.ENERGY)[0] = 0;
    Arrays.fill(state.doubles(Stepper.FORCES), 0);
    Arrays.fill(state.doubles(Stepper.STRESS), 0);
    int samples = 1500;
    double sum = 0;
    double squares = 0;
    for (int i = -50; i < samples; i++) {
      for (int k = 0; k < 400; k++) {
        dynamics.move(state, 0);
        dynamics.judge(state, 0);
      }
      if (i >= 0) {
        double v = Math.abs(state.volume(0));
        sum += v;
        squares += sq(v - 8000);
      }
    }
    // Samples two relaxation times apart: five errors of the mean and the variance (gamma law).
    assertThat(sum / samples).isCloseTo(8000, within(5 * 8000 / Math.sqrt((double) n * samples)));
    assertThat(squares / samples / (8000.0 * 8000 / n))
        .isCloseTo(1, within(5 * Math.sqrt((2 + 6.0 / n) / samples)));
  }

  private static double[] filled(int n, double value) {
    double[] all = new double[n];
    Arrays.fill(all, value);
    return all;
  }

  @Test
  void cellRescalingSamplesTheVolumesOfAnIdealGas() {
    assertVolumesOfAnIdealGas(Ensemble.NptCRescale.Scaling.ISOTROPIC);
  }

  @Test
  void anisotropicCellRescalingSamplesTheVolumesOfAnIdealGas() {
    assertVolumesOfAnIdealGas(Ensemble.NptCRescale.Scaling.ANISOTROPIC);
  }

  /**
   * Copper at zero pressure and 300 K expands by its thermal expansion, 16.5e-6/K at room
   * temperature in experiment (G. K. White, J. Phys. D 6, 2070, 1973), so 0.5 % in length; the
   * model is of that size.
   */
  @Test
  void copperAtRoomTemperatureExpands() {
    SimState state = Crystals.fcc(new int[] {29}, 3.615, 2, 0, 4);
    Arrays.fill(state.masses(), 63.546);
    RandomKey.put(state, 5, "test", "copper");
    DynamicsSettings settings =
        DynamicsSettings.builder(
                new Ensemble.NptCRescale(
                    Ensemble.NptCRescale.Scaling.ISOTROPIC,
                    0,
                    OptionalDouble.of(100),
                    OptionalDouble.of(200),
                    1e-6 / Units.BAR),
                TEMPERATURE)
            .timestep(2)
            .steps(20_000)
            .averageAfter(2000)
            .build();
    Trajectory trajectory =
        new Trajectory(
            new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial()),
            new Dynamics(settings, 0, "test"),
            state);
    while (!trajectory.verdict().leaves()) {
      trajectory.step();
    }
    Observables seen = Observables.of(state, 0);
    assertThat(seen.samples()).isEqualTo(18_000);
    double a = StrictMath.cbrt(seen.mean(Observable.VOLUME) / 8);
    assertThat(a / 3.6149 - 1).isBetween(0.002, 0.010);
    assertThat(Units.toGpa(seen.mean(Observable.PRESSURE))).isCloseTo(0, within(0.4));
  }

  /** Total energy less heat is constant, while the energy itself is not. */
  @Test
  void whatTheThermostatGivesIsAccountedFor() {
    for (Ensemble ensemble :
        List.of(
            new Ensemble.NvtLangevin(OptionalDouble.of(0.01)),
            new Ensemble.NvtVRescale(OptionalDouble.of(100)))) {
      SimState state = spheres();
      kinetic(state, ensemble, 100, 20);
      Observables seen = Observables.of(state, 0);
      assertThat(seen.standardDeviation(Observable.TOTAL_ENERGY)).isGreaterThan(0.05);
      assertThat(seen.standardDeviation(Observable.CONSERVED)).as(ensemble.key()).isLessThan(1e-3);
    }
  }
}

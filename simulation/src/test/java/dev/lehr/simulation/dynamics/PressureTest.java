package dev.lehr.simulation.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.model.Crystals;
import dev.lehr.simulation.model.SoftSphere;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.units.Units;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Volumes of a crystal of soft spheres at constant pressure. Seeds are fixed; errors of means are
 * those of 40 blocks, each of many relaxation times.
 *
 * <p>The density of volumes is p(V) ~ exp(integral of (P(V) - P0)/kT), P(V) the mean of the
 * internal pressure at V. So kT p'(V) = (P(V) - P0) p(V), and by parts, since p is 0 at both ends:
 * the mean of P - P0 is 0, and that of V (P - P0) is -kT.
 */
class PressureTest {

  private static final double TEMPERATURE = 600;
  private static final double KT = Units.KB * TEMPERATURE;
  private static final double PRESSURE = 0.08;
  private static final int BLOCKS = 40;
  private static final int STEPS = 2500;

  /** Mean and its error. */
  private record Estimate(double mean, double error) {
    static Estimate of(double[] blocks) {
      double mean = Arrays.stream(blocks).average().orElseThrow();
      double squares = Arrays.stream(blocks).map(b -> (b - mean) * (b - mean)).sum();
      return new Estimate(mean, Math.sqrt(squares / (BLOCKS - 1) / BLOCKS));
    }
  }

  /**
   * What a run gives.
   *
   * @param v0 about the mean volume, to keep sums sharp
   * @param pressure P - P0
   * @param covariance (V - V0)(P - P0)
   * @param volume V - V0
   * @param squares (V - V0)^2
   */
  private record Moments(
      double v0, double[] pressure, double[] covariance, double[] volume, double[] squares) {}

  private static Moments sample(Ensemble.NptCRescale.Scaling scaling, double pressure) {
    SimState state = Crystals.fcc(new int[] {18}, 3.6, 1, 0.05, 4);
    Arrays.fill(state.masses(), 40);
    RandomKey.put(state, 5, "test", "pressure");
    Ensemble ensemble =
        new Ensemble.NptCRescale(
            scaling, pressure, OptionalDouble.of(50), OptionalDouble.of(100), 3);
    Trajectory trajectory =
        new Trajectory(
            new SoftSphere(4.5, 2, 2.5, Workers.serial()),
            new Dynamics(
                DynamicsSettings.builder(ensemble, TEMPERATURE)
                    .timestep(1)
                    .steps(Long.MAX_VALUE)
                    .build(),
                0,
                "test"),
            state);
    double v0 = 0;
    for (int i = 0; i < STEPS; i++) {
      assertThat(trajectory.step()).isEqualTo(new Verdict.Continue());
      v0 += i < STEPS / 2 ? 0 : 2 * state.volume(0) / STEPS;
    }
    Moments moments =
        new Moments(
            v0, new double[BLOCKS], new double[BLOCKS], new double[BLOCKS], new double[BLOCKS]);
    for (int i = 0; i < BLOCKS * STEPS; i++) {
      assertThat(trajectory.step()).isEqualTo(new Verdict.Continue());
      int block = i / STEPS;
      Observables seen = Observables.of(state, 0);
      double v = seen.last(Observable.VOLUME) - v0;
      double p = seen.last(Observable.PRESSURE) - pressure;
      moments.pressure()[block] += p / STEPS;
      moments.covariance()[block] += v * p / STEPS;
      moments.volume()[block] += v / STEPS;
      moments.squares()[block] += v * v / STEPS;
    }
    return moments;
  }

  @ParameterizedTest
  @EnumSource(Ensemble.NptCRescale.Scaling.class)
  void volumesAndPressuresAreThoseOfTheIsothermalIsobaricEnsemble(
      Ensemble.NptCRescale.Scaling scaling) {
    Moments moments = sample(scaling, PRESSURE);
    Estimate pressure = Estimate.of(moments.pressure());
    assertThat(pressure.mean()).isCloseTo(0, within(4 * pressure.error()));
    assertThat(pressure.error()).as("how sharp").isLessThan(0.02 * PRESSURE);
    Estimate covariance = Estimate.of(moments.covariance());
    assertThat(covariance.mean()).isCloseTo(-KT, within(4 * covariance.error()));
    assertThat(covariance.error()).as("how sharp").isLessThan(0.1 * KT);
    Estimate volume = Estimate.of(moments.volume());
    double variance = Estimate.of(moments.squares()).mean() - volume.mean() * volume.mean();
    // d<V>/dP = -Var(V)/kT, from runs at two other pressures.
    double step = 0.1 * PRESSURE;
    Moments above = sample(scaling, PRESSURE + step);
    Moments below = sample(scaling, PRESSURE - step);
    Estimate high = Estimate.of(above.volume());
    Estimate low = Estimate.of(below.volume());
    double slope = (above.v0() + high.mean() - below.v0() - low.mean()) / (2 * step);
    double error = Math.hypot(high.error(), low.error()) / (2 * step);
    assertThat(slope).isCloseTo(-variance / KT, within(4 * error));
    assertThat(error).as("how sharp").isLessThan(0.15 * variance / KT);
  }
}

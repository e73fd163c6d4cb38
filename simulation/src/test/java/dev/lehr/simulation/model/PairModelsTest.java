package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Two atoms at a time, against the formulae. */
class PairModelsTest {

  private static final Workers SERIAL = Workers.serial();

  private final ModelOutput output = new ModelOutput();

  @Property(tries = 2000)
  void aPairHasTheEnergyAndForceOfTheFormula(
      @ForAll @DoubleRange(min = 0.3, max = 9) double r,
      @ForAll @DoubleRange(min = 0.5, max = 4) double sigma,
      @ForAll @DoubleRange(min = 0.01, max = 6) double epsilon,
      @ForAll @DoubleRange(min = 1, max = 6) double alpha) {
    double cutoff = 2.5 * sigma;
    double e = StrictMath.exp(-alpha * (r - sigma));
    check(
        new Morse(sigma, epsilon, alpha, cutoff, SERIAL),
        r,
        r < cutoff ? epsilon * (1 - e) * (1 - e) - epsilon : 0,
        r < cutoff ? 2 * epsilon * alpha * (1 - e) * e : 0);
    double x = r < sigma ? 1 - r / sigma : 0;
    check(
        new SoftSphere(sigma, epsilon, alpha, SERIAL),
        r,
        epsilon / alpha * StrictMath.pow(x, alpha),
        r < sigma ? -epsilon / sigma * StrictMath.pow(x, alpha - 1) : 0);
    double q = sigma / r;
    double q6 = StrictMath.pow(q, 6);
    check(
        new LennardJones(sigma, epsilon, cutoff, SERIAL),
        r,
        r < cutoff ? 4 * epsilon * (q6 * q6 - q6) : 0,
        r < cutoff ? -24 * epsilon * (2 * q6 * q6 - q6) / r : 0);
  }

  private void check(Model model, double r, double energy, double slope) {
    SimState pair = atoms(1, 1, r);
    model.evaluate(pair, output);
    assertThat(output.energy()[0]).isCloseTo(energy, within(1e-12 * (1 + Math.abs(energy))));
    assertThat(output.energies()[0]).isEqualTo(output.energies()[1]);
    assertThat(output.forces()[0]).isCloseTo(slope, within(1e-11 * (1 + Math.abs(slope))));
    assertThat(output.forces()[3]).isEqualTo(-output.forces()[0]);
  }

  /** Halves and small integers are powers by multiplication: against the general way. */
  @Test
  void everyExponentIsAPower() {
    for (double alpha = 1; alpha < 40; alpha += 0.25) {
      SoftPair pair = SoftPair.of("", 1, 1, alpha);
      for (double x : new double[] {1e-3, 0.1, 0.7, 1}) {
        double expected = StrictMath.pow(x, alpha - 1);
        assertThat(pair.power(x)).isCloseTo(expected, within(1e-13 * expected));
      }
    }
  }

  @Test
  void beyondItsOwnSigmaAPairHasNoForceForAnyExponent() {
    double[][] sigma = {{1, 2}, {2, 3}};
    double[][] alpha = {{2.5, 2.3}, {2.3, 1.5}};
    double[][] one = {{1, 1}, {1, 1}};
    Model model =
        SoftSphere.ofSpecies(List.of(11, 17), sigma, one, alpha, Optional.empty(), SERIAL);
    assertThat(model.cutoff()).isEqualTo(3);
    model.evaluate(atoms(11, 11, 1.5), output);
    assertThat(output.energy()[0]).isZero();
    assertThat(Arrays.copyOf(output.forces(), 6)).containsOnly(0);
    model.evaluate(atoms(11, 17, 1.5), output);
    assertThat(output.energy()[0]).isCloseTo(StrictMath.pow(0.25, 2.3) / 2.3, within(1e-15));
  }

  @Test
  void theOrderOfTheSpeciesIsThatOfTheRowsAndMattersToNothingElse() {
    double[][] ab = {{1, 2}, {2, 3}};
    double[][] ba = {{3, 2}, {2, 1}};
    Model one = SoftSphere.ofSpecies(List.of(11, 17), ab, ab, ab, Optional.empty(), SERIAL);
    Model two = SoftSphere.ofSpecies(List.of(17, 11), ba, ba, ba, Optional.empty(), SERIAL);
    Model other = SoftSphere.ofSpecies(List.of(17, 11), ab, ab, ab, Optional.empty(), SERIAL);
    assertThat(one.digest()).isEqualTo(two.digest()).isNotEqualTo(other.digest());
    one.evaluate(atoms(17, 17, 2), output);
    double energy = output.energy()[0];
    two.evaluate(atoms(17, 17, 2), output);
    assertThat(output.energy()[0]).isEqualTo(energy).isPositive();
  }

  @Test
  void matricesThatAreNotSymmetricOrOfTheWrongShapeAreRefused() {
    double[][] good = {{1, 2}, {2, 3}};
    assertThatThrownBy(() -> species(new double[][] {{1, 2}, {2.5, 3}}, good, good))
        .hasMessage("sigma is not symmetric: sigma[0][1] is 2.0 and sigma[1][0] is 2.5");
    assertThatThrownBy(() -> species(good, new double[][] {{1, 2}}, good))
        .hasMessageContaining("epsilon has 1 rows, expected 2");
    assertThatThrownBy(() -> species(good, good, new double[][] {{1, 2}, {2}}))
        .hasMessageContaining("alpha[1] has 1 numbers, expected 2");
    assertThatThrownBy(() -> species(good, good, new double[][] {{1, 2}, {2, 0.5}}))
        .hasMessageContaining("alpha[1][1] is 0.5, expected at least 1");
    assertThatThrownBy(() -> species(good, good, good).evaluate(atoms(29, 29, 1), output))
        .hasMessageContaining("[11, 17]")
        .hasMessageContaining("29");
  }

  private static SoftSphere species(double[][] sigma, double[][] epsilon, double[][] alpha) {
    return SoftSphere.ofSpecies(List.of(11, 17), sigma, epsilon, alpha, Optional.empty(), SERIAL);
  }

  @Test
  void parametersOutOfTheirRangeAreRefusedByName() {
    assertThatThrownBy(() -> new Morse(0, 1, 1, 1, SERIAL)).hasMessageContaining("sigma is 0.0");
    assertThatThrownBy(() -> new Morse(1, Double.NaN, 1, 1, SERIAL))
        .hasMessageContaining("epsilon is NaN");
    assertThatThrownBy(() -> new Morse(1, 1, 1, -2, SERIAL)).hasMessageContaining("cutoff is -2.0");
    assertThatThrownBy(() -> new SoftSphere(1, 1, 0.9, SERIAL))
        .hasMessageContaining("alpha is 0.9");
    assertThatThrownBy(() -> new LennardJones(Double.POSITIVE_INFINITY, 1, 2, SERIAL))
        .hasMessageContaining("sigma is Infinity");
  }

  @Test
  void aSumAddsEverythingAndKnowsWhatAllOfItsTermsKnow() {
    Model eam = new ZhouEam(List.of("Cu", "Al"), Truncation.SMOOTH, SERIAL);
    Model soft = new SoftSphere(3.0, 2, 2, SERIAL);
    SumModel sum = new SumModel(List.of(soft, eam, soft));
    SimState state = Crystals.random(new int[] {29, 13}, 20, Crystals.pbc(5), 3);
    ModelOutput all = ModelOutput.withStresses();
    ModelOutput one = ModelOutput.withStresses();
    ModelOutput two = ModelOutput.withStresses();
    sum.evaluate(state, all);
    eam.evaluate(state, one);
    soft.evaluate(state, two);
    double[][][] parts = {
      {all.energy(), one.energy(), two.energy()},
      {all.stress(), one.stress(), two.stress()},
      {all.energies(), one.energies(), two.energies()},
      {all.forces(), one.forces(), two.forces()},
      {all.stresses(), one.stresses(), two.stresses()}
    };
    for (double[][] part : parts) {
      for (int k = 0; k < part[0].length; k++) {
        assertThat(part[0][k]).isCloseTo(part[1][k] + 2 * part[2][k], within(1e-12));
      }
    }
    assertThat(sum.cutoff()).isEqualTo(eam.cutoff());
    assertThat(sum.supports(29)).isTrue();
    assertThat(sum.supports(74)).isFalse();
    assertThat(sum.notes()).isEqualTo(eam.notes()).hasSize(1);
    assertThat(sum.memoryScalesWith()).isEqualTo(MemoryMetric.N_ATOMS_X_DENSITY);
    assertThat(sum.digest())
        .isNotEqualTo(new SumModel(List.of(soft, eam)).digest())
        .isNotEqualTo(soft.digest());
    assertThatThrownBy(() -> new SumModel(List.of())).hasMessageContaining("at least one");
  }

  private static SimState atoms(int first, int second, double distance) {
    return SimState.ofSystem(
        new int[] {first, second},
        new double[2],
        new double[] {0, 0, 0, distance, 0, 0},
        new double[9],
        new boolean[3]);
  }
}

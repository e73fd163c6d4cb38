package dev.lehr.simulation.autobatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MemoryModelTest {

  private static final double BUDGET = 40e9;

  private static double law(double load) {
    return 2e9 + 3e6 * load;
  }

  private static MemoryModel fitted(
      int observations, Random random, double noise, DoubleUnaryOperator law) {
    MemoryModel model = MemoryModel.of(1000);
    for (int i = 0; i < observations; i++) {
      double load = 4000 + 4000 * random.nextDouble();
      model.observe(load, law.applyAsDouble(load) * Math.max(0, 1 + noise * random.nextGaussian()));
    }
    return model;
  }

  @Test
  void anExactLawIsFoundExactly() {
    MemoryModel model = fitted(200, new Random(1), 0, MemoryModelTest::law);
    assertThat(model.perLoad()).isCloseTo(3e6, within(1e-3));
    assertThat(model.base()).isCloseTo(2e9, within(10.0));
    // A twentieth of the budget is left free.
    assertThat(model.cap(38e9)).isCloseTo((0.95 * 38e9 - 2e9) / 3e6, within(1.0));
  }

  // With noise of 5 % the cap may come out low or, once in a long while, high: the seed is fixed.
  @Property(tries = 200, seed = "20260601")
  void whatTheCapAdmitsFitsTheBudgetInSpiteOfNoise(
      @ForAll @IntRange(min = 100, max = 1000) int observations,
      @ForAll @IntRange(min = 0, max = 5) int percent,
      @ForAll long seed) {
    MemoryModel model =
        fitted(observations, new Random(seed), percent / 100.0, MemoryModelTest::law);
    double cap = model.cap(BUDGET);
    assertThat(law(cap)).isLessThanOrEqualTo(BUDGET);
    assertThat(cap).isGreaterThan(0.5 * (BUDGET - 2e9) / 3e6);
  }

  @Property(tries = 200)
  void aBiggerBudgetNeverLowersTheCapNorABiggerLoadTheMemory(@ForAll long seed) {
    Random random = new Random(seed);
    MemoryModel model = fitted(random.nextInt(60), random, 0.5, load -> 1e9);
    double last = 0;
    for (double budget = 1e8; budget < 1e11; budget *= 1.3) {
      assertThat(model.cap(budget)).isGreaterThanOrEqualTo(last).isPositive();
      last = model.cap(budget);
    }
    assertThat(model.expectedBytes(2000)).isGreaterThanOrEqualTo(model.expectedBytes(1000));
    assertThat(model.base()).isNotNegative();
  }

  @Test
  void withFewObservationsOrLoadsThatHardlyDifferTheProbeStands() {
    assertThat(MemoryModel.of(1000).cap(BUDGET)).isEqualTo(1000);
    MemoryModel few = fitted(MemoryModel.ENOUGH - 1, new Random(1), 0, MemoryModelTest::law);
    assertThat(few.cap(BUDGET)).isEqualTo(1000);
    MemoryModel narrow = MemoryModel.of(1000);
    for (int i = 0; i < 500; i++) {
      narrow.observe(5000 + i % 7, law(5000));
    }
    assertThat(narrow.isFitted()).isFalse();
    assertThat(narrow.cap(BUDGET)).isEqualTo(1000);
  }

  @Test
  void aSingleObservationThatIsFarOffMovesLittle() {
    MemoryModel model = fitted(300, new Random(3), 0.01, MemoryModelTest::law);
    double before = model.cap(BUDGET);
    model.observe(6000, 10 * law(6000));
    model.observe(6000, 0);
    assertThat(model.cap(BUDGET)).isCloseTo(before, within(0.02 * before));
  }

  @Test
  void aLawThatHasChangedIsFollowed() {
    Random random = new Random(4);
    MemoryModel model = fitted(500, random, 0.01, MemoryModelTest::law);
    for (int i = 0; i < 2000; i++) {
      double load = 4000 + 4000 * random.nextDouble();
      model.observe(load, 2 * law(load) * (1 + 0.01 * random.nextGaussian()));
    }
    assertThat(model.perLoad()).isCloseTo(6e6, within(2e5));
    assertThat(2 * law(model.cap(BUDGET))).isLessThanOrEqualTo(BUDGET);
  }

  @Test
  void nothingIsBelievedFarBeyondWhatWasSeen() {
    MemoryModel model = MemoryModel.of(100);
    for (int i = 0; i < 100; i++) {
      model.observe(100 + i, 1e6 * (100 + i));
    }
    assertThat(model.cap(BUDGET)).isEqualTo(MemoryModel.REACH * 199);
  }

  @Test
  void whatIsNoObservationIsRefused() {
    MemoryModel model = MemoryModel.of(100);
    assertThatThrownBy(() -> model.observe(Double.NaN, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> model.observe(1, -1)).hasMessageContaining("-1.0 bytes");
    assertThatThrownBy(() -> MemoryModel.of(0)).hasMessageContaining("a probed cap of 0.0");
  }

  @Test
  void anEstimateIsRememberedForWhatItWasMadeFor() {
    ProbeCache cache = ProbeCache.inMemory();
    ProbeCache.Key key = new ProbeCache.Key("gpu 80 GB", "abc", "float32", MemoryMetric.N_ATOMS);
    assertThat(cache.find(key)).isEmpty();
    cache.keep(key, new ProbeCache.Estimate(5000, 80));
    assertThat(cache.find(key)).contains(new ProbeCache.Estimate(5000, 80));
    assertThat(cache.find(new ProbeCache.Key("gpu 80 GB", "abc", "float64", MemoryMetric.N_ATOMS)))
        .isEmpty();
    assertThat(new ProbeCache.Estimate(5000, 80).capFor(40)).isEqualTo(2500);
    assertThat(new ProbeCache.Estimate(5000, 80).capFor(90)).isEqualTo(5000);
  }
}

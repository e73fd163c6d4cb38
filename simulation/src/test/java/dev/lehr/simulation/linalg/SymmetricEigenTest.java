package dev.lehr.simulation.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {

  @Property(tries = 100)
  void vectorsAreOrthonormalAndPutTheMatrixTogetherAgain(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int n) {
    Random random = new Random(seed);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        boolean sparse = random.nextInt(4) == 0;
        a[i * n + j] = sparse ? 0 : random.nextGaussian();
        a[j * n + i] = a[i * n + j];
      }
    }
    double[] v = a.clone();
    double[] d = new double[n];
    SymmetricEigen.decompose(v, n, d, new double[n]);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double product = 0;
        double rebuilt = 0;
        for (int k = 0; k < n; k++) {
          product += v[k * n + i] * v[k * n + j];
          rebuilt += v[i * n + k] * d[k] * v[j * n + k];
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-12));
        assertThat(rebuilt).isCloseTo(a[i * n + j], within(1e-12 * (1 + n)));
      }
    }
  }

  @Test
  void theSecondDifferenceHasTheEigenvaluesOfATextbook() {
    // 2 - 2 cos(k pi / (n + 1)): G. D. Smith, Numerical Solution of PDEs, 1985.
    int n = 12;
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i > 0) {
        a[i * n + i - 1] = -1;
        a[(i - 1) * n + i] = -1;
      }
    }
    double[] d = new double[n];
    SymmetricEigen.decompose(a, n, d, new double[n]);
    Arrays.sort(d);
    for (int k = 1; k <= n; k++) {
      assertThat(d[k - 1]).isCloseTo(2 - 2 * StrictMath.cos(k * Math.PI / (n + 1)), within(1e-13));
    }
  }

  @Test
  void whatIsNotFiniteIsAnErrorAndNoEndlessLoop() {
    double[] a = {1, Double.NaN, Double.NaN, 1};
    assertThatThrownBy(() -> SymmetricEigen.decompose(a, 2, new double[2], new double[2]))
        .isInstanceOf(ArithmeticException.class);
  }
}

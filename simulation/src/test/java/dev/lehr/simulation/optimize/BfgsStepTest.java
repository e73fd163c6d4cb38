package dev.lehr.simulation.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BfgsStepTest {

  /** Lower triangle of Q diag(eigenvalues) Q^T, Q a reflection. */
  private static double[] hessian(Random random, double[] eigenvalues, double[] q) {
    int n = eigenvalues.length;
    double norm2 = 0;
    for (int i = 0; i < n; i++) {
      q[i] = random.nextGaussian();
      norm2 += q[i] * q[i];
    }
    for (int i = 0; i < n; i++) {
      q[i] /= Math.sqrt(norm2);
    }
    double[] h = new double[n * (n + 1) / 2];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        for (int k = 0; k < n; k++) {
          double a = (i == k ? 1 : 0) - 2 * q[i] * q[k];
          double b = (j == k ? 1 : 0) - 2 * q[j] * q[k];
          h[i * (i + 1) / 2 + j] += a * eigenvalues[k] * b;
        }
      }
    }
    return h;
  }

  @Property(tries = 100)
  void choleskysStepIsThatOfTheEigenvectorsWhereAllCurvaturesArePositive(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
    Random random = new Random(seed);
    double[] eigenvalues = random.doubles(n, 0.5, 200).toArray();
    double[] h = hessian(random, eigenvalues, new double[n]);
    Scratch s = prepared(random, n);
    assertThat(Bfgs.byCholesky(h, s, n)).isTrue();
    double[] byCholesky = s.step.clone();
    Bfgs.byEigenvectors(h, s, n);
    for (int i = 0; i < n; i++) {
      assertThat(byCholesky[i]).isCloseTo(s.step[i], within(1e-11));
    }
  }

  @Property(tries = 100)
  void aNegativeCurvatureIsLeftToTheEigenvectorsWhichGoDownhillAlongIt(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int n) {
    Random random = new Random(seed);
    double[] eigenvalues = random.doubles(n, 0.5, 200).toArray();
    int negative = random.nextInt(n);
    eigenvalues[negative] = -3;
    double[] q = new double[n];
    double[] h = hessian(random, eigenvalues, q);
    Scratch s = prepared(random, n);
    assertThat(Bfgs.byCholesky(h, s, n)).isFalse();
    Bfgs.byEigenvectors(h, s, n);
    double step = 0;
    double force = 0;
    for (int i = 0; i < n; i++) {
      double mode = (i == negative ? 1 : 0) - 2 * q[i] * q[negative];
      step += mode * s.step[i];
      force += mode * s.forces[i];
    }
    assertThat(step).isCloseTo(force / 3, within(1e-11));
  }

  private static Scratch prepared(Random random, int n) {
    Scratch s = Scratch.of(n);
    s.needMatrices(n * n, n * (n + 1));
    for (int i = 0; i < n; i++) {
      s.forces[i] = random.nextGaussian();
    }
    return s;
  }
}

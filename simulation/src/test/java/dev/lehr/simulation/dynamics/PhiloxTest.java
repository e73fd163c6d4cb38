package dev.lehr.simulation.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PhiloxTest {

  private static int[] philox(int[] counter, int k0, int k1) {
    int[] block = counter.clone();
    Philox.encrypt(block, ((long) k1 << 32) | (k0 & 0xFFFFFFFFL));
    return block;
  }

  /** The file kat_vectors of Random123 (D. E. Shaw Research), lines philox4x32 10. */
  @Test
  void theKnownAnswersOfRandom123() {
    assertThat(philox(new int[] {0, 0, 0, 0}, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(philox(new int[] {-1, -1, -1, -1}, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(
            philox(
                new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void numbersDependOnKeyStepAndPurposeAndNotOnWhatWasDrawnBefore() {
    KeyedDraws first = new KeyedDraws(7, 3, NumberSource.BEFORE);
    double a = first.normal();
    first.gamma(2.5);
    assertThat(new KeyedDraws(7, 3, NumberSource.BEFORE).normal()).isEqualTo(a);
    assertThat(new KeyedDraws(8, 3, NumberSource.BEFORE).normal()).isNotEqualTo(a);
    assertThat(new KeyedDraws(7, 4, NumberSource.BEFORE).normal()).isNotEqualTo(a);
    assertThat(new KeyedDraws(7, 3 + (1L << 32), NumberSource.BEFORE).normal()).isNotEqualTo(a);
    assertThat(new KeyedDraws(7, 3, NumberSource.AFTER).normal()).isNotEqualTo(a);
  }

  /** 200,000 numbers: moments within five standard errors of what they should be. */
  @Test
  void normalDeviatesHaveTheMomentsOfTheNormalDistribution() {
    int n = 200_000;
    double[] sums = new double[4];
    double neighbours = 0;
    double last = 0;
    KeyedDraws draws = new KeyedDraws(0x123456789abcdefL, 1, NumberSource.START);
    for (int i = 0; i < n; i++) {
      double x = draws.normal();
      sums[0] += x;
      sums[1] += x * x;
      sums[2] += x * x * x;
      sums[3] += x * x * x * x;
      neighbours += x * last;
      last = x;
    }
    double error = 5 / Math.sqrt(n);
    // Variances of x, x^2, x^3, x^4: 1, 2, 15, 96.
    assertThat(sums[0] / n).isCloseTo(0, within(error));
    assertThat(sums[1] / n).isCloseTo(1, within(error * Math.sqrt(2)));
    assertThat(sums[2] / n).isCloseTo(0, within(error * Math.sqrt(15)));
    assertThat(sums[3] / n).isCloseTo(3, within(error * Math.sqrt(96)));
    assertThat(neighbours / n).isCloseTo(0, within(error));
  }

  /** Mean k and variance k of the gamma distribution, whose fourth central moment is 3k^2 + 6k. */
  @Test
  void gammaDeviatesHaveTheMomentsOfTheGammaDistribution() {
    int n = 100_000;
    for (double shape : new double[] {0.5, 1, 1.5, 4, 47}) {
      double sum = 0;
      double squares = 0;
      KeyedDraws draws = new KeyedDraws(99, 5, NumberSource.AFTER);
      for (int i = 0; i < n; i++) {
        double x = draws.gamma(shape);
        sum += x;
        squares += (x - shape) * (x - shape);
      }
      double error = 5 / Math.sqrt(n);
      assertThat(sum / n)
          .as("mean of %s", shape)
          .isCloseTo(shape, within(error * Math.sqrt(shape)));
      assertThat(squares / n)
          .as("variance of %s", shape)
          .isCloseTo(shape, within(error * Math.sqrt(2 * shape * shape + 6 * shape)));
    }
  }
}

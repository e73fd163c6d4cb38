package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialTest {

  @Test
  void theRelativeErrorIsBelow4e16OverTheWholeRange() {
    Random random = new Random(1);
    double[] x = new double[4096];
    double[] exp = new double[x.length];
    double worst = 0;
    for (double range : new double[] {1e-8, 0.5, 5, 100, 708}) {
      for (int k = 0; k < x.length; k++) {
        x[k] = range * (2 * random.nextDouble() - 1);
        exp[k] = x[k];
      }
      Exponential.of(exp, new double[x.length], x.length);
      for (int k = 0; k < x.length; k++) {
        double expected = StrictMath.exp(x[k]);
        worst = Math.max(worst, Math.abs(exp[k] - expected) / expected);
      }
    }
    assertThat(worst).isLessThan(4e-16);
  }

  @Test
  void zeroGivesOneAndWhatIsBeyondTheRangeStaysFinite() {
    double[] x = {0, -0.0, -1e300, 1e300, Double.NEGATIVE_INFINITY, Double.NaN};
    Exponential.of(x, new double[6], 6);
    assertThat(x[0]).isEqualTo(1);
    assertThat(x[1]).isEqualTo(1);
    assertThat(x[2]).isBetween(0.0, 1e-300);
    assertThat(x[3]).isBetween(1e300, Double.MAX_VALUE);
    assertThat(x[4]).isBetween(0.0, 1e-300);
    assertThat(x[5]).isNaN();
  }
}

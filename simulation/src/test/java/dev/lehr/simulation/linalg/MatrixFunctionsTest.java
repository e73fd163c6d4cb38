package dev.lehr.simulation.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected numbers are scipy 1.17.1's (expm, expm_frechet, logm, svdvals). */
class MatrixFunctionsTest {

  private static final double[] A = {.3, -.2, .5, .1, .7, -.4, -.6, .2, .1};
  private static final double[] E = {.1, .2, .3, -.4, .5, .6, .7, -.8, .9};
  private static final double[] B = {1.2, .1, -.2, .05, .8, .15, .3, -.1, 1.5};

  @Test
  void theDerivativeOfTheExponentialIsScipys() {
    double[] expected = {
      0.25228361599276755, -0.020525806369697044, 0.5871136499813804,
      -0.9151073870056068, 1.4177635333251979, 0.2931725747195276,
      0.2665611832030516, -1.0431280227685005, 1.2374324306024627
    };
    assertThat(MatrixExponential.derivative(A, E)).containsExactly(expected, within(1e-13));
  }

  @Test
  void theLogarithmIsScipysAndTheExponentialUndoesIt() {
    double[] log = MatrixLogarithm.log(B);
    assertThat(log[0]).isCloseTo(0.19881076468780087, within(1e-13));
    assertThat(log[8]).isCloseTo(0.42640954252833885, within(1e-13));
    assertThat(MatrixExponential.exp(log)).containsExactly(B, within(1e-13));
  }

  @Test
  void theSmallestSingularValueIsScipys() {
    assertThat(Matrix3.smallestSingularValue(B, 0)).isCloseTo(0.7981392450984525, within(1e-13));
  }
}

package dev.lehr.simulation.analysis.eos;

import dev.lehr.simulation.analysis.Answer;
import java.util.List;
import org.hipparchus.analysis.differentiation.Gradient;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer.Optimum;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;

/**
 * Fits a form to points by least squares of the energies (Levenberg and Marquardt), from the
 * parabola through them.
 */
public final class EosFitter {

  /** The fewest points that leave something to judge four parameters by. */
  public static final int MIN_POINTS = 5;

  private static final int MAX_STEPS = 500;
  private static final double TOLERANCE = 1e-14;
  private static final double USUAL_DERIVATIVE = 4;

  private final List<EosPoint> points;
  private final double middle;
  private final double lowest;
  private final double span;

  private EosFitter(List<EosPoint> points) {
    this.points = points;
    middle = points.stream().mapToDouble(EosPoint::volume).average().orElseThrow();
    lowest = points.stream().mapToDouble(EosPoint::energy).min().orElseThrow();
    span = points.stream().mapToDouble(EosPoint::energy).max().orElseThrow() - lowest;
  }

  /**
   * Fits a form.
   *
   * @param points in any order
   * @return the fit; refused with {@code too_few_points} below {@link #MIN_POINTS} volumes, with
   *     {@code no_minimum} where the energies have none, with {@code minimum_outside_range} where
   *     the fit's lies outside of them, and with {@code fit_failed}
   */
  public static Answer<EosFit> fit(Form form, List<EosPoint> points) {
    long volumes = points.stream().mapToDouble(EosPoint::volume).distinct().count();
    if (volumes < MIN_POINTS) {
      return new Answer.Refused<>(
          "too_few_points",
          "found energies at " + volumes + " volumes, expected " + MIN_POINTS + " or more");
    }
    return new EosFitter(points).fit(form);
  }

  private Answer<EosFit> fit(Form form) {
    double[] start = span > 0 ? parabola() : new double[4];
    if (!(start[2] > 0)) {
      return new Answer.Refused<>(
          "no_minimum", "the energy does not curve upwards with the volume: there is no minimum");
    }
    try {
      return judge(form, refine(form, start));
    } catch (MathRuntimeException e) {
      return new Answer.Refused<>(
          "fit_failed", "the " + form.key() + " fit did not converge: " + e.getMessage());
    }
  }

  /** Start in scaled units: volumes over their mean, energies from the lowest over their span. */
  private double[] parabola() {
    int n = points.size();
    Array2DRowRealMatrix powers = new Array2DRowRealMatrix(n, 3);
    for (int i = 0; i < n; i++) {
      double x = points.get(i).volume() / middle - 1;
      powers.setRow(i, new double[] {1, x, x * x});
    }
    RealVector c = new QRDecomposition(powers).getSolver().solve(energies());
    double curvature = 2 * c.getEntry(2);
    double least = points.stream().mapToDouble(EosPoint::volume).min().orElseThrow() / middle;
    double most = points.stream().mapToDouble(EosPoint::volume).max().orElseThrow() / middle;
    double v0 = Math.min(most, Math.max(least, 1 - c.getEntry(1) / curvature));
    double x = v0 - 1;
    double e0 = c.getEntry(0) + x * (c.getEntry(1) + x * c.getEntry(2));
    return new double[] {e0, v0, v0 * curvature, USUAL_DERIVATIVE};
  }

  private RealVector energies() {
    return new ArrayRealVector(
        points.stream().mapToDouble(p -> (p.energy() - lowest) / span).toArray());
  }

  private Optimum refine(Form form, double[] start) {
    return new LevenbergMarquardtOptimizer()
        .withCostRelativeTolerance(TOLERANCE)
        .withParameterRelativeTolerance(TOLERANCE)
        .optimize(
            new LeastSquaresBuilder()
                .start(start)
                .target(energies())
                .model(parameters -> modelled(form, parameters))
                .maxEvaluations(MAX_STEPS)
                .maxIterations(MAX_STEPS)
                .build());
  }

  private Pair<RealVector, RealMatrix> modelled(Form form, RealVector parameters) {
    Gradient[] p = new Gradient[4];
    for (int k = 0; k < 4; k++) {
      p[k] = Gradient.variable(4, k, parameters.getEntry(k));
    }
    double[] values = new double[points.size()];
    double[][] slopes = new double[points.size()][];
    for (int i = 0; i < values.length; i++) {
      Gradient e = form.energy(p[0], p[1], p[2], p[3], points.get(i).volume() / middle);
      values[i] = e.getValue();
      slopes[i] = e.getGradient();
    }
    return new Pair<>(new ArrayRealVector(values, false), new Array2DRowRealMatrix(slopes, false));
  }

  private Answer<EosFit> judge(Form form, Optimum optimum) {
    RealVector p = optimum.getPoint();
    double v0 = p.getEntry(1) * middle;
    double b0 = p.getEntry(2) * span / middle;
    if (!(b0 > 0) || !Double.isFinite(p.getNorm()) || !Double.isFinite(optimum.getRMS())) {
      return new Answer.Refused<>("no_minimum", "the " + form.key() + " fit found no minimum");
    }
    double least = points.stream().mapToDouble(EosPoint::volume).min().orElseThrow();
    double most = points.stream().mapToDouble(EosPoint::volume).max().orElseThrow();
    if (v0 < least || v0 > most) {
      return new Answer.Refused<>(
          "minimum_outside_range",
          "the "
              + form.key()
              + " fit has its minimum at "
              + v0
              + " angstrom^3, outside of the volumes from "
              + least
              + " to "
              + most);
    }
    double e0 = p.getEntry(0) * span + lowest;
    return new Answer.Found<>(new EosFit(form, v0, e0, b0, p.getEntry(3), optimum.getRMS() * span));
  }
}

package dev.lehr.simulation.model;

/**
 * A function's value with its first and second derivative at one point: arithmetic on these gives
 * exact derivatives of a formula without writing them out.
 */
record Jet(double value, double first, double second) {

  /** The variable itself. */
  static Jet variable(double x) {
    return new Jet(x, 1, 0);
  }

  Jet plus(double c) {
    return new Jet(value + c, first, second);
  }

  Jet plus(Jet o) {
    return new Jet(value + o.value, first + o.first, second + o.second);
  }

  Jet minus(Jet o) {
    return new Jet(value - o.value, first - o.first, second - o.second);
  }

  Jet times(double c) {
    return new Jet(c * value, c * first, c * second);
  }

  Jet times(Jet o) {
    return new Jet(
        value * o.value,
        first * o.value + value * o.first,
        second * o.value + 2 * first * o.first + value * o.second);
  }

  Jet over(Jet o) {
    double q = value / o.value;
    double q1 = (first - q * o.first) / o.value;
    double q2 = (second - 2 * q1 * o.first - q * o.second) / o.value;
    return new Jet(q, q1, q2);
  }

  Jet exp() {
    double e = StrictMath.exp(value);
    return new Jet(e, e * first, e * (first * first + second));
  }

  /** The function of x taken as a function of s = x^2. */
  Jet inSquareOf(double x) {
    double d1 = first / (2 * x);
    return new Jet(value, d1, (second - first / x) / (4 * x * x));
  }
}

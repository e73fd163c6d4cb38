package dev.lehr.simulation.dynamics;

/** Random numbers for a part of a step, taken one after the other. */
interface Draws {

  /** A standard normal deviate. */
  double normal();

  /**
   * A deviate of the gamma distribution with scale 1.
   *
   * @param shape above 0
   */
  double gamma(double shape);
}

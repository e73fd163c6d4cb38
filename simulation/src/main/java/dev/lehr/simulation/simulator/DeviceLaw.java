package dev.lehr.simulation.simulator;

/**
 * How a fake device behaves.
 *
 * @param base memory that is taken without a batch
 * @param slope memory for each unit of size
 * @param capacity memory that there is
 * @param stepMicros time of a step without a batch, microseconds
 * @param microsPerUnit time for each unit of size, microseconds
 */
record DeviceLaw(
    double base, double slope, double capacity, double stepMicros, double microsPerUnit) {

  /** Memory of a batch. */
  double memory(double load) {
    return base + slope * load;
  }

  /** Time of a step, microseconds. */
  long micros(double load) {
    return Math.max(1, Math.round(stepMicros + microsPerUnit * load));
  }
}

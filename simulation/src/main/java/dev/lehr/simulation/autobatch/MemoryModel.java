package dev.lehr.simulation.autobatch;

/**
 * What a device has been seen to need: peak memory against the sum of memory scalers in the batch,
 * a line fitted while the work runs, and the largest sum that a budget has room for by it.
 *
 * <p>Old observations count less and less, so that the line follows a change; one that is far off
 * counts as if it were {@value #CLIP} typical deviations off, so that a single one moves little,
 * but many in a row do. The line never falls. Until it is known, with fewer than {@value #ENOUGH}
 * observations or loads that hardly differ, the estimate of the probe stands. No cap is answered
 * that is more than {@value #REACH} times the largest load that was seen, unless the probe had
 * more.
 *
 * <p>Pure and deterministic; not thread-safe.
 */
public final class MemoryModel {

  /** Observations without which there is no line. */
  public static final int ENOUGH = 16;

  /** How far beyond what was seen the line is believed. */
  public static final double REACH = 1.5;

  private static final double CLIP = 4;
  private static final double FORGET = 0.995;
  private static final double LEAST_SPREAD = 0.05;
  private static final double DEVIATIONS = 4;

  private final double probedCap;
  private final double margin;

  private long observations;
  private double weight;
  private double meanLoad;
  private double meanBytes;
  private double loadSquares;
  private double crossed;
  private double deviation;
  private double largest;

  /**
   * Knows nothing yet.
   *
   * @param probedCap largest sum of scalers by a probe, in the metric's unit; the cap until more is
   *     known
   * @param margin part of the budget that is left free in any case, 0 to 1
   */
  public MemoryModel(double probedCap, double margin) {
    if (!(probedCap > 0) || !(margin >= 0 && margin < 1)) {
      throw new IllegalArgumentException(
          "a probed cap of " + probedCap + " with a margin of " + margin);
    }
    this.probedCap = probedCap;
    this.margin = margin;
  }

  /** With a twentieth of the budget left free. */
  public static MemoryModel of(double probedCap) {
    return new MemoryModel(probedCap, 0.05);
  }

  /**
   * What a forward pass has needed.
   *
   * @param load sum of memory scalers in the batch
   * @param peakBytes the most memory in use at once
   */
  public void observe(double load, double peakBytes) {
    if (!Double.isFinite(load) || !Double.isFinite(peakBytes) || load < 0 || peakBytes < 0) {
      throw new IllegalArgumentException(peakBytes + " bytes at a load of " + load);
    }
    double bytes = observations < ENOUGH ? peakBytes : clipped(load, peakBytes);
    observations++;
    largest = Math.max(largest, load);
    weight = FORGET * weight + 1;
    double gain = 1 / weight;
    double dLoad = load - meanLoad;
    double dBytes = bytes - meanBytes;
    meanLoad += gain * dLoad;
    meanBytes += gain * dBytes;
    loadSquares = FORGET * loadSquares + dLoad * (load - meanLoad);
    crossed = FORGET * crossed + dLoad * (bytes - meanBytes);
    double off = Math.abs(bytes - expectedBytes(load));
    deviation += Math.max(gain, 0.02) * (off - deviation);
  }

  private double clipped(double load, double peakBytes) {
    double expected = expectedBytes(load);
    // A device that has been exact so far may still be off by its smallest piece of memory.
    double most = CLIP * Math.max(deviation, 1e-4 * expected);
    return Math.max(expected - most, Math.min(expected + most, peakBytes));
  }

  /** How many forward passes have been seen. */
  public long observations() {
    return observations;
  }

  /** Whether there is a line, so that the probe is not asked any more. */
  public boolean isFitted() {
    double spread = Math.sqrt(Math.max(0, loadSquares) / Math.max(1, weight));
    return observations >= ENOUGH && spread >= LEAST_SPREAD * meanLoad && perLoad() > 0;
  }

  /** Bytes for each unit of load, at least 0. */
  public double perLoad() {
    return loadSquares > 0 ? Math.max(0, crossed / loadSquares) : 0;
  }

  /** Bytes of an empty batch by the line, at least 0. */
  public double base() {
    return Math.max(0, meanBytes - perLoad() * meanLoad);
  }

  /** Typical distance of an observation from the line, bytes. */
  public double deviation() {
    return deviation;
  }

  /** The line. */
  public double expectedBytes(double load) {
    return base() + perLoad() * load;
  }

  /**
   * Largest sum of scalers that a budget has room for; grows with the budget.
   *
   * @param budgetBytes memory that a forward pass may use at its peak
   */
  public double cap(double budgetBytes) {
    if (!isFitted()) {
      return probedCap;
    }
    double room = (1 - margin) * budgetBytes - base() - DEVIATIONS * deviation;
    double reach = Math.max(probedCap, REACH * largest);
    // Even where there is no room a cap is above 0: the scheduler runs one system then.
    return Math.max(Double.MIN_VALUE, Math.min(reach, room / perLoad()));
  }
}

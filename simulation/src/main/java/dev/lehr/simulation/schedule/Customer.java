package dev.lehr.simulation.schedule;

/**
 * Somebody who has systems computed, a campaign for example.
 *
 * @param name what it is known by
 * @param priority systems of a higher one are admitted first, and take the place of those of a
 *     lower one where there is none
 * @param weight among equals, the device is shared in proportion to it; above 0
 */
public record Customer(String name, int priority, double weight) {
  /** Rejects what cannot work. */
  public Customer {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("weight is " + weight + ", expected above 0");
    }
  }

  /** The customer where there is only one. */
  public static Customer only() {
    return new Customer("", 0, 1);
  }
}

package dev.lehr.simulation.schedule;

/**
 * A system as a {@link Scheduler} sees it. Made by {@link Scheduler#submit}; belongs to one
 * scheduler.
 *
 * @param <T> what its owner knows it by
 */
public final class Item<T> {

  /** Where it is. */
  public enum Place {
    /** In its customer's queue. */
    WAITING,
    /** In the batch. */
    RESIDENT,
    /** Failed alone; its fate depends on how others fare. */
    ASIDE,
    /** Withdrawn, left or condemned. */
    GONE
  }

  private final T tag;
  private final Customer customer;
  boolean alone;
  double scaler;
  Place place = Place.WAITING;

  Item(T tag, Customer customer, double scaler, boolean alone) {
    this.tag = tag;
    this.customer = customer;
    this.scaler = scaler;
    this.alone = alone;
  }

  /** What its owner knows it by. */
  public T tag() {
    return tag;
  }

  /** Whose it is. */
  public Customer customer() {
    return customer;
  }

  /** Whether it must have the batch for itself. */
  public boolean alone() {
    return alone;
  }

  /** What it adds to the sum that the cap limits. */
  public double scaler() {
    return scaler;
  }

  /** Where it is. */
  public Place place() {
    return place;
  }
}

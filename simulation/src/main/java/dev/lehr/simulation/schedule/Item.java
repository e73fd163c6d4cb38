package dev.lehr.simulation.schedule;

import org.jspecify.annotations.Nullable;

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
  final Line<T> line;

  /** Its place in the order of submission. */
  final long number;

  boolean alone;
  double scaler;
  Place place = Place.WAITING;

  /** Neighbours in the queue while it waits. */
  @Nullable Item<T> ahead;

  @Nullable Item<T> behind;

  int overtaken;
  boolean due;

  /** The last plan that evicted it; that one does not admit it again. */
  int evictedBy;

  /** What failures have made of it; most have none. */
  @Nullable Suspicion suspicion;

  Item(T tag, Line<T> line, long number, double scaler, boolean alone) {
    this.tag = tag;
    this.line = line;
    this.number = number;
    this.scaler = scaler;
    this.alone = alone;
  }

  /** What its owner knows it by. */
  public T tag() {
    return tag;
  }

  /** Whose it is. */
  public Customer customer() {
    return line.customer;
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

  /**
   * How often it was overtaken: by systems of its customer that came after it, or in its customer's
   * turn by systems of others.
   */
  public int overtaken() {
    return overtaken;
  }

  int priority() {
    return line.customer.priority();
  }

  /** Whether it has the batch for itself at present, for its owner's sake or for a suspicion. */
  boolean exclusive() {
    return alone || (suspicion != null && suspicion.runsAlone());
  }

  Suspicion suspicion() {
    Suspicion known = suspicion;
    if (known == null) {
      known = new Suspicion();
      suspicion = known;
    }
    return known;
  }

  /** Number of incidents that ended once it was evicted. */
  int incidents() {
    return suspicion == null ? 0 : suspicion.incidents;
  }
}

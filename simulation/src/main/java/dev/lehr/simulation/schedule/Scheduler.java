package dev.lehr.simulation.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Decides who is in the batch. Events go in ({@link #submit}, {@link #left}, {@link #resize},
 * {@link #stepped}, {@link #failed}), decisions come out ({@link #plan}, {@link Remedy}).
 *
 * @param <T> what owners know their systems by
 */
public final class Scheduler<T> {

  private final Deque<Item<T>> queue = new ArrayDeque<>();
  private final List<Item<T>> residents = new ArrayList<>();
  private double ceiling;
  private double cap;
  private final boolean oversizedAlone;
  private final List<Item<T>> oversized = new ArrayList<>();

  /** An empty batch and empty queues. */
  public Scheduler(SchedulerSettings settings) {
    ceiling = settings.cap();
    oversizedAlone = settings.oversizedAlone();
    cap = ceiling;
  }

  /**
   * Puts a system at the end of its customer's queue.
   *
   * @param alone whether it must have the batch for itself
   */
  public Item<T> submit(T tag, Customer customer, double scaler, boolean alone) {
    Item<T> item = new Item<>(tag, customer, scaler, alone);
    queue.add(item);
    return item;
  }

  /** Takes a system out of the queue; {@code false} where it does not wait. */
  public boolean withdraw(Item<T> item) {
    return queue.remove(item);
  }

  /** A resident is done or was taken out: it is gone. */
  public void left(Item<T> item) {
    residents.remove(item);
    item.place = Item.Place.GONE;
  }

  /** A resident that had to be alone may have company from now on. */
  public void share(Item<T> item) {
    item.alone = false;
  }

  /** A system's scaler has changed, of a resident or a waiting one. */
  public void resize(Item<T> item, double scaler) {
    item.scaler = scaler;
  }

  /** A new ceiling for the sum of scalers, from a user or a memory model; the cap follows it. */
  public void ceiling(double ceiling) {
    this.ceiling = ceiling;
    cap = ceiling;
  }

  /**
   * What is to change in the batch now; it counts as changed with this call.
   *
   * <p>A waiting system above the cap that may not run alone is not admitted: it is answered by
   * {@link #oversized()}.
   */
  public Plan<T> plan() {
    List<Item<T>> admitted = new ArrayList<>();
    oversized.clear();
    while (!queue.isEmpty() && !oversizedAlone && queue.peek().scaler > ceiling) {
      oversized.add(queue.remove());
    }
    while (!queue.isEmpty() && (residents.isEmpty() || load() + queue.peek().scaler <= cap)) {
      Item<T> item = queue.remove();
      item.place = Item.Place.RESIDENT;
      residents.add(item);
      admitted.add(item);
      while (!queue.isEmpty() && !oversizedAlone && queue.peek().scaler > ceiling) {
        oversized.add(queue.remove());
      }
    }
    return new Plan<>(List.of(), admitted);
  }

  /** Those that the last {@link #plan} found larger than the ceiling; they are gone. */
  public List<Item<T>> oversized() {
    return List.copyOf(oversized);
  }

  /** A forward pass went well with the present residents. */
  public void stepped() {
    cap = ceiling;
  }

  /**
   * A forward pass failed with the present residents.
   *
   * @param memory whether for want of memory; else for a reason of the model's own, for which
   *     neither caches are released nor the cap is lowered
   */
  public Remedy<T> failed(boolean memory) {
    return memory ? new Remedy.ReleaseCaches<>() : new Remedy.GiveUp<>();
  }

  /**
   * Those that stood aside and are to blame after all, since others have gone well: they are gone
   * with this call.
   */
  public List<Item<T>> condemned() {
    return List.of();
  }

  /** The residents in the order of the batch; a view. */
  public List<Item<T>> residents() {
    return Collections.unmodifiableList(residents);
  }

  /** Number of waiting systems. */
  public int waiting() {
    return queue.size();
  }

  /** Largest sum of scalers at present. */
  public double cap() {
    return cap;
  }

  /** Largest sum of scalers when nothing has lowered it. */
  public double ceiling() {
    return ceiling;
  }

  /** Sum of the residents' scalers, left to right. */
  public double load() {
    double sum = 0;
    for (Item<T> item : residents) {
      sum += item.scaler;
    }
    return sum;
  }
}
